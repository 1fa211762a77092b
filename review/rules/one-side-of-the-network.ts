import { isPrivateAddress } from "../aws/network/cidr";
import type { RecordTarget, RecordTree } from "../aws/route53/record-targets";
import { shown } from "../terraform/value";
import type { Rule, Violation } from "./rule";

/** All records of a name point to addresses that its clients reach: those of the internet, or those of a VPC. */
export const oneSideOfTheNetwork: Rule = {
  id: "AWS-R53-4",
  level: "error",
  source: "Route 53 developer guide",
  violations: (subject) => subject.trees.flatMap(mixedRecords),
};

function mixedRecords({ root, records }: RecordTree): Violation[] {
  if (!records.some(({ targets }) => targets.some(isPublic))) return [];
  return records.flatMap(({ entry, targets }) =>
    targets
      .map(privateWords)
      .filter((words) => words !== undefined)
      .map((words) => ({
        address: entry.resource.address,
        message:
          `The record points to ${words}, and other records of ${root.shownName} to an internet-facing load ` +
          `balancer: clients from the internet do not reach it. Point all records of the name to one side, and give ` +
          `clients inside a private hosted zone of their own.`,
      })),
  );
}

const isPublic = (target: RecordTarget): boolean => target.kind === "balancer" && !target.balancer.isInternal;

/** A target that only clients inside reach, in words. */
function privateWords(target: RecordTarget): string | undefined {
  if (target.kind === "set") return undefined;
  if (target.kind !== "balancer")
    return isPrivateAddress(target.value) ? `the private address ${shown(target.value)}` : undefined;
  const { resource, isInternal } = target.balancer;
  const zone = target.zone === undefined ? "" : ` in ${target.zone}`;
  return isInternal ? `${resource.address}${zone}, which is internal` : undefined;
}
