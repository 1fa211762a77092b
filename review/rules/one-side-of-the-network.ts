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
  const isPublic = records.some(({ targets }) => targets.some((target) => sideOf(target) === "public"));
  if (!isPublic) return [];
  return records.flatMap(({ entry, targets }) =>
    targets
      .filter((target) => sideOf(target) === "private")
      .map((target) => ({
        address: entry.resource.address,
        message:
          `The record points to ${wordsOf(target)}, and other records of ${root.shownName} to an internet-facing load ` +
          `balancer: clients from the internet do not reach it. Point all records of the name to one side, and give ` +
          `clients inside a private hosted zone of their own.`,
      })),
  );
}

function sideOf(target: RecordTarget): "public" | "private" | undefined {
  if (target.kind === "set") return undefined;
  if (target.kind === "balancer") return target.balancer.isInternal ? "private" : "public";
  return isPrivateAddress(target.value) ? "private" : undefined;
}

function wordsOf(target: RecordTarget): string {
  if (target.kind === "set") return target.set.shownName;
  if (target.kind !== "balancer") return `the private address ${shown(target.value)}`;
  const { address } = target.balancer.resource;
  const zone = target.zone === undefined ? "" : ` in ${target.zone}`;
  return `${address}${zone}, which is internal`;
}
