import { keyOf } from "../terraform/value";
import type { DeclaredNode } from "../aws/declarations";
import type { Forward, LoadBalancer } from "../aws/elb/load-balancer";
import { balancersInUse } from "../facts/in-use";
import type { Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { listed, percent } from "../wording";
import { NOTHING } from "../aws/scenario";

/** Weights of listeners that divide clients in another way than the tags declare. */
export const declaredWeights = (subject: Subject): Violation[] =>
  balancersInUse(subject).flatMap((balancer) => {
    const declared = balancer.intent?.nodes.filter(({ weight }) => weight !== undefined) ?? [];
    return balancer.listeners.flatMap(
      ({ resource, forwards }) => contradiction(balancer, declared, forwards, resource.address) ?? [],
    );
  });

function contradiction(
  { resource }: LoadBalancer,
  declared: readonly DeclaredNode[],
  forwards: readonly Forward[],
  address: string,
): Violation | undefined {
  const found = forwards.flatMap((forward) => {
    const node = nodeOf(forward, declared);
    return node === undefined ? [] : [{ node, weight: forward.weight }];
  });
  // Of groups that hold no declared node, or several, the tags say nothing: other rules report them.
  if (found.length < forwards.length) return undefined;
  const whole = sum(found.map(({ weight }) => weight));
  const meant = sum(declared.map(({ weight = 0 }) => weight));
  const others = declared.flatMap(({ name, weight = 0 }) => {
    const own = sum(found.filter(({ node }) => node.name === name).map((forward) => forward.weight));
    const [is, declaredShare] = [shareOf(own, whole), shareOf(weight, meant)];
    return Math.abs(is - declaredShare) <= NOTHING
      ? []
      : [`${percent(is)} to ${name} where the tags declare ${percent(declaredShare)}`];
  });
  if (others.length === 0) return undefined;
  return {
    address,
    message:
      `The weights of this listener route ${listed(others)} (sems:weight:NAME of ${resource.address}). Give the target ` +
      `groups the declared weights, or correct the tags.`,
  };
}

/** The declared node whose address is the only target of a group. */
function nodeOf({ group }: Forward, declared: readonly DeclaredNode[]): DeclaredNode | undefined {
  const addresses = new Set(group?.targets.map(({ address }) => keyOf(address)));
  const [address] = addresses;
  return addresses.size === 1 ? declared.find((node) => keyOf(node.address) === address) : undefined;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
