import { nameKey } from "../aws/route53/records";
import { declares, intentOf } from "../aws/declarations";
import type { Resource } from "../terraform/resource-graph";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import { takeoverOutput } from "../aws/takeover";
import type { Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** Tags that name a client FQDN which resolves to something else, or to nothing. */
export function declaredNames(subject: Subject): Violation[] {
  const { graph, routing } = subject;
  return [
    ...routing.loadBalancers.flatMap((balancer) => notRouted(subject, balancer) ?? []),
    ...graph
      .all("aws_lb")
      .filter((resource) => intentOf(resource) !== undefined && !resource.isUnknown("load_balancer_type"))
      .filter((resource) => routing.loadBalancers.every((balancer) => balancer.resource !== resource))
      .map(({ address }) => ({
        address,
        message:
          "The tags declare that clients of a SEMS cluster are routed here, and this is no Network Load Balancer: their " +
          "TLS would end on it. Set load_balancer_type to network.",
      })),
  ];
}

/** Whether the document does not say which addresses a load balancer has. */
const leavesAddressesOpen = (balancer: Resource): boolean =>
  (balancer.has("subnet_mapping") && balancer.isOpen("subnet_mapping")) ||
  balancer
    .blocks("subnet_mapping")
    .some((mapping) =>
      ["allocation_id", "private_ipv4_address"].some((name) => mapping.has(name) && mapping.isOpen(name)),
    );

function notRouted(subject: Subject, balancer: LoadBalancer): Violation | undefined {
  const { routing, services } = subject;
  const { intent, resource } = balancer;
  // Of a name that is not known yet, its targets are not known either.
  if (intent === undefined || typeof intent.clientFqdn !== "string") return undefined;
  const isRouted = services.some(
    ({ tree, balancers }) => declares(intent, tree.root.name) && balancers.includes(balancer),
  );
  if (isRouted) return undefined;
  const name = nameKey(intent.clientFqdn);
  const records = routing.recordSets.all
    .filter((set) => set.name === name && set.type !== "TXT")
    .flatMap(({ entries }) => entries.map((entry) => entry.resource));
  const [record] = records;
  if (record !== undefined) {
    const addresses = records.map(({ address }) => address);
    if (leavesAddressesOpen(resource)) {
      return {
        address: record.address,
        level: "warning",
        message:
          `The tags of ${resource.address} declare that clients of ${name} are routed to it. Whether ` +
          `${addresses.join(", ")} routes them there, the document does not show, as it leaves the subnet_mapping of ` +
          `${resource.address} open: review a plan or the state.`,
      };
    }
    // A record whose answers the document leaves open may have those of the load balancer.
    const isSure = records.every((one) => one.isGiven("alias") || one.isGiven("records"));
    return {
      address: record.address,
      ...(isSure ? {} : { level: "warning" }),
      message:
        `The tags of ${resource.address} declare that clients of ${name} are routed to it, and ${addresses.join(", ")} ` +
        `routes them elsewhere. Point the name at its addresses, or correct the tags.`,
    };
  }
  const output = takeoverOutput(subject.graph, name);
  if (output !== undefined) {
    return {
      address: resource.address,
      level: "warning",
      message:
        `${name} is being taken over: its clients use the record that it has until the change batch of the output ` +
        `${output} is applied, and that record is not in the document. Apply the batch, then set takeover to adopt; ` +
        "the next review shows which node serves.",
    };
  }
  const others = services.filter(({ tree }) => tree.balancers.includes(balancer));
  const [other] = others;
  if (other !== undefined) {
    return {
      address: resource.address,
      message:
        `The tags declare that clients of ${name} are routed here, and no record of that name does so, but those of ` +
        `${other.clientFqdn}. Rename the records, or correct the tag sems:client-fqdn.`,
    };
  }
  return {
    address: resource.address,
    // The records may be in another stack.
    level: "warning",
    message:
      `The tags declare that clients of ${name} are routed here, and the document has no record that does. Review ` +
      `the records together with the load balancer, or make them.`,
  };
}
