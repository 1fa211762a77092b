import { clashOf, endOf, forgottenIn, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import { named } from "../impact/stopped-apply";
import type { Resource } from "../terraform/resource-graph";
import { keyOf, shown, type Text } from "../terraform/value";
import { listed } from "../wording";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** An Elastic IP or a fixed private address belongs to one load balancer at a time. */
export const addressOfOneLoadBalancer: Rule = {
  id: "AWS-APPLY-1",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "ELBv2 API, CreateLoadBalancer",
  violations: (subject) => [
    ...heldTwice(subject),
    ...(subject.diff === undefined ? [] : inUse(subject.diff)),
  ],
};

/** Two load balancers of one document with the same address. */
function heldTwice({ graph, diff }: Subject): Violation[] {
  const forgotten = forgottenIn(diff);
  const holders = new Map<string, Resource>();
  return graph.all("aws_lb").flatMap((balancer): Violation[] => {
    if (forgotten.has(balancer.address)) return [];
    const taken: { readonly key: string; readonly address: Text; readonly holder: Resource }[] = [];
    for (const [key, address] of fixedAddresses(balancer)) {
      const holder = holders.get(key);
      if (holder === undefined) holders.set(key, balancer);
      else taken.push({ key, address, holder });
    }
    if (taken.length === 0) return [];
    const words = addressWords(taken.map(({ address }) => address));
    const both = named([...taken.map(({ holder }) => holder), balancer]);
    const message =
      `${both} have the same fixed ${words}: AWS refuses the ` +
      `second load balancer (CreateLoadBalancer: ResourceInUse). Give each load balancer its own.`;
    // What a plan does not know yet may be concluded from what the configuration refers to.
    const isCertain = taken.some(({ key }) => !key.includes("${"));
    return [{ address: balancer.address, message, ...(isCertain ? {} : { level: "warning" }) }];
  });
}

/** A load balancer that is created with addresses that another one, or its predecessor, has until later. */
interface AddressClash {
  readonly created: Resource;
  readonly holder: Resource;
  readonly taken: readonly Text[];
  readonly clash: Clash;
}

function inUse(diff: PlanDiff): Violation[] {
  const clashes = diff.after.graph
    .all("aws_lb")
    .filter(({ address }) => diff.order.writes(address) && !diff.order.updates(address))
    .flatMap((created) => clashesOf(diff, created));
  return clashes.map((one) => (one.clash === "possible" ? possibly(one) : certainly(diff, one)));
}

function clashesOf(diff: PlanDiff, created: Resource): AddressClash[] {
  const wanted = fixedAddresses(created);
  return diff.before.graph.all("aws_lb").flatMap((holder): AddressClash[] => {
    const taken = [...fixedAddresses(holder)].flatMap(([key, address]) => (wanted.has(key) ? [address] : []));
    // What stays is found in the document itself.
    const end = endOf(diff, holder);
    if (taken.length === 0 || (end === undefined && diff.changeOf(holder)?.forgets !== true)) return [];
    const clash = clashOf(diff, end, created.address);
    return clash === undefined ? [] : [{ created, holder, taken, clash }];
  });
}

function possibly({ created: { address }, holder, taken }: AddressClash): Violation {
  const message =
    `${address} is created with the ${addressWords(taken)} of ${holder.address}, which is destroyed ` +
    `in the same apply, and Terraform orders neither before the other: AWS refuses the new one while the old one is there ` +
    `(CreateLoadBalancer: ResourceInUse). Destroy the old one in a deployment of its own first.`;
  return { address, message, level: "warning" };
}

function certainly(diff: PlanDiff, { created: { address }, holder, taken }: AddressClash): Violation {
  const held = `the ${addressWords(taken)}`;
  const above = diff.createdFirstAbove(address);
  const inherited = above.length === 0 ? "" : ` (it comes from ${named(above)})`;
  const isSuccessor = diff.removalOf(holder)?.address === address;
  const other = holder.address === address ? "its predecessor, which Terraform forgets," : holder.address;
  const order = isSuccessor
    ? `${address} is created before its predecessor is destroyed, and both have ${held}`
    : `${address} is created with ${held}, which ${other} still has`;
  const instead = isSuccessor
    ? `Remove create_before_destroy${inherited}, so that the old one is destroyed first, or keep what forces the replacement.`
    : `Destroy ${other} in a deployment of its own first.`;
  const message = `${order}: AWS refuses the new load balancer (CreateLoadBalancer: ResourceInUse).`;
  return { address, message, refused: ["write", address], instead };
}

/** The addresses that a load balancer is given, by what tells them apart: a private address within its subnet. */
function fixedAddresses(balancer: Resource): Map<string, Text> {
  return new Map(
    balancer.blocks("subnet_mapping").flatMap((mapping) => {
      const subnet = mapping.text("subnet_id");
      const allocation = mapping.text("allocation_id");
      const eip = mapping.link("allocation_id", "aws_eip");
      const shownEip = eip?.known("public_ip") ?? eip?.address;
      const own = ["private_ipv4_address", "ipv6_address"].flatMap((name) => {
        const address = mapping.text(name);
        if (address === undefined || subnet === undefined) return [];
        return [[JSON.stringify([keyOf(subnet), keyOf(address)]), address] as const];
      });
      return allocation === undefined ? own : [...own, [keyOf(allocation), shownEip ?? allocation] as const];
    }),
  );
}

/** Such as `address 10.0.1.5`. */
const addressWords = (addresses: readonly Text[]): string =>
  `${addresses.length === 1 ? "address" : "addresses"} ${listed(addresses.map(shown))}`;
