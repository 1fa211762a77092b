import { clashOf, endOf, forgottenIn, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import { named } from "../impact/stopped-apply";
import type { Graph, Resource } from "../terraform/resource-graph";
import { keyOf } from "../terraform/value";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** A target group belongs to one load balancer at a time. */
export const groupOfOneLoadBalancer: Rule = {
  id: "AWS-APPLY-2",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, CreateListener",
  violations: (subject) => [
    ...heldTwice(subject),
    ...(subject.diff === undefined ? [] : inUse(subject.diff)),
  ],
};

/** Target groups to which listeners of two load balancers forward. */
function heldTwice({ graph, diff }: Subject): Violation[] {
  const forgotten = forgottenIn(diff);
  const holders = new Map<string, Resource>();
  return graph.all("aws_lb_listener").flatMap((listener): Violation[] => {
    const balancer = balancerOf(listener);
    if (balancer === undefined || forgotten.has(listener.address)) return [];
    const others: Resource[] = [];
    for (const key of groupsOf(listener)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, listener);
      else if (balancerOf(holder) !== balancer) others.push(holder);
    }
    if (others.length === 0) return [];
    const message =
      `${named([...others, listener])} are listeners of two load balancers and forward to one target group: AWS refuses ` +
      `the second listener (CreateListener: TargetGroupAssociationLimit). Give each load balancer its own target group.`;
    return [{ address: listener.address, message }];
  });
}

/** A listener that is written while another load balancer's listener still forwards to its target group. */
interface GroupClash {
  readonly written: Resource;
  readonly holder: Resource;
  readonly group: string;
  readonly clash: Clash;
}

function inUse(diff: PlanDiff): Violation[] {
  const clashes = diff.after.graph
    .all("aws_lb_listener")
    .filter(({ address }) => diff.order.writes(address))
    .flatMap((written) => clashesOf(diff, written));
  return clashes.map(({ written: { address }, holder, group, clash }): Violation => {
    const isUpdate = diff.order.updates(address);
    const error = `${isUpdate ? "ModifyListener" : "CreateListener"}: TargetGroupAssociationLimit`;
    const start = `${address} forwards to ${groupNamed(diff.before.graph, holder, group)}`;
    const instead =
      `Replace the target group together with the load balancer (replace_triggered_by), or let the old listener be ` +
      `destroyed first.`;
    if (clash === "possible") {
      const message =
        `${start}, and ${holder.address} of another load balancer lets go of it in the same apply; Terraform orders ` +
        `neither before the other: AWS refuses the ${isUpdate ? "change" : "new listener"} while the old one is there ` +
        `(${error}).`;
      return { address, message, instead, level: "warning" };
    }
    const other = diff.next(holder)?.address === address ? "its predecessor" : holder.address;
    const message =
      `${start}, to which ${other} of another load balancer still forwards when it is ` +
      `${isUpdate ? "changed" : "created"}: AWS refuses it (${error}).`;
    return { address, message, refused: ["write", address], instead };
  });
}

function clashesOf(diff: PlanDiff, written: Resource): GroupClash[] {
  const wanted = groupsOf(written);
  return diff.before.graph.all("aws_lb_listener").flatMap((holder): GroupClash[] => {
    const group = [...groupsOf(holder)].find((key) => wanted.has(key));
    if (group === undefined || balancerOf(holder) === balancerOf(written)) return [];
    const release = releaseOf(diff, holder, group);
    const isFreed = endsBefore(diff, holder.link("load_balancer_arn", "aws_lb"), written);
    const clash = release === "never" || isFreed ? undefined : clashOf(diff, release, written.address);
    return clash === undefined ? [] : [{ written, holder, group, clash }];
  });
}

/** Whether the load balancer of a listener, which takes it along, is destroyed before a listener is written. */
function endsBefore(diff: PlanDiff, balancer: Resource | undefined, { address }: Resource): boolean {
  const end = balancer === undefined ? undefined : endOf(diff, balancer);
  return end !== undefined && diff.order.isBefore(end, ["write", address]);
}

/** The step by which a listener lets go of a target group; `never` where both documents hold it, which is found there. */
function releaseOf(diff: PlanDiff, holder: Resource, group: string) {
  const end = endOf(diff, holder);
  if (end !== undefined) return end;
  if (diff.changeOf(holder)?.forgets === true) return undefined;
  const next = diff.next(holder) ?? holder;
  return groupsOf(next).has(group) ? "never" : (["write", next.address] as const);
}

const balancerOf = (listener: Resource): string | undefined =>
  listener.texts("load_balancer_arn").map(keyOf)[0];

/** Keys of the target groups that a listener forwards to. */
const groupsOf = (listener: Resource): Set<string> =>
  new Set(
    listener.blocks("default_action").flatMap((action) => {
      const several = action.blocks("forward").flatMap((forward) => forward.blocks("target_group"));
      const texts =
        several.length > 0 ? several.flatMap((one) => one.texts("arn")) : action.texts("target_group_arn");
      // A state keeps an empty text where nothing was given.
      return texts.filter((text) => text !== "").map(keyOf);
    }),
  );

/** A target group for people: its address where the document has it. */
const groupNamed = (graph: Graph, { address }: Resource, key: string): string =>
  graph.all("aws_lb_target_group").find((group) => group.known("arn") === key)?.address ??
  `a target group of ${address}`;
