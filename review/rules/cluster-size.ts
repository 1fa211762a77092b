import { groupBy } from "../collections";
import { keyOf, shown, type Text, Unknown } from "../terraform/value";
import { nameKey } from "../aws/route53/records";
import { declares, mayDeclareAnyNode, type DeclaredNode, type Intent } from "../aws/declarations";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { ClientService } from "../aws/services";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";
import { addressFor, listed } from "../wording";

const MOST = 6;

/** A cluster has 2 to 6 nodes, whose names and addresses tell them apart. */
export const clusterSize: Rule = {
  id: "SEMS-CLUSTER-1",
  level: "error",
  source: "KB 153476",
  violations: ({ services, routing }) =>
    clustersIn({ services, routing }).flatMap((cluster) => [
      ...countViolations(cluster),
      ...nameViolations(cluster),
      ...addressViolations(cluster),
    ]),
};

type DeclaringBalancer = LoadBalancer & { readonly intent: Intent };

/** The services of one name, which one cluster serves, and the load balancers whose tags declare that name. */
interface Cluster {
  readonly services: readonly [ClientService, ...ClientService[]];
  readonly balancers: readonly DeclaringBalancer[];
  readonly declared: readonly DeclaredNode[];
}

function clustersIn({ services, routing }: Pick<Subject, "services" | "routing">): Cluster[] {
  const clusters = groupBy(services, ({ tree }) => nameKey(tree.root.name));
  return [...clusters].map(([name, own]) => {
    // Of a name that a person switches, the records show one node's load balancer only.
    const balancers = routing.loadBalancers.filter((balancer): balancer is DeclaringBalancer =>
      declares(balancer.intent, name),
    );
    return { services: own, balancers, declared: balancers.flatMap(({ intent }) => intent.nodes) };
  });
}

function countViolations({ services, declared }: Cluster): Violation[] {
  const [first] = services;
  const served = new Set(services.flatMap(({ nodes }) => nodes.map(({ key }) => key)));
  const names = new Set(declared.map(({ name }) => name));
  const count = names.size > 0 ? names.size : served.size;
  const violation = (what: string): Violation[] => [
    { address: addressFor(first), message: `${first.clientFqdn} has ${what}.` },
  ];
  if (count > MOST)
    return violation(
      `${count} nodes, and a SEMS cluster replicates among ${MOST} at most: take ${count - MOST} out`,
    );
  // Without any target, or where clients are routed out of the document, nothing tells how many there are.
  const isOpen =
    names.size === 0
      ? count === 0 || services.some(isPartlyElsewhere)
      : services.some(({ balancers }) => balancers.some(({ resource }) => mayDeclareAnyNode(resource)));
  if (count > 1 || isOpen) return [];
  return violation(
    "one node only: when it is down, no node serves its clients. Add a second node to the cluster",
  );
}

/** Whether clients may be routed to nodes that the document does not specify. */
const isPartlyElsewhere = ({ tree, listeners }: ClientService): boolean =>
  tree.records.some(({ targets }) => targets.some(({ kind }) => kind === "elsewhere")) ||
  listeners.some(({ forwards }) =>
    forwards.some(({ group }) => group === undefined || group.targets.length === 0),
  );

/** Whether addresses are of several nodes: one that is known and one that is not may be the same. */
function areSeveral(addresses: readonly Text[]): boolean {
  const known = addresses.filter((address) => typeof address === "string");
  const ofResources = addresses.filter(
    (address) => address instanceof Unknown && address.address !== undefined,
  );
  return [known, ofResources].some((comparable) => new Set(comparable.map(keyOf)).size > 1);
}

/** The same name for several nodes: spelled in another case, or with another address. */
function nameViolations({ balancers, declared }: Cluster): Violation[] {
  const byName = [...groupBy(declared, ({ name }) => name.toLowerCase()).values()];
  return byName.flatMap((nodes) => {
    const addresses = new Set(nodes.map(({ address }) => shown(address)));
    const [first] = nodes;
    if (!areSeveral(nodes.map(({ address }) => address))) return [];
    const message =
      `The tags give the name ${first.name} to several nodes (${[...addresses].join(", ")}): it is unclear which ` +
      `one serves. Give each node a name of its own.`;
    return addressesOf(balancers, nodes).map((address) => ({ address, message }));
  });
}

/** The same address for several nodes. */
function addressViolations({ balancers, declared }: Cluster): Violation[] {
  return [...groupBy(declared, ({ address }) => keyOf(address)).values()].flatMap((nodes) => {
    const names = [...new Set(nodes.map(({ name }) => name.toLowerCase()))].sort();
    const [first] = nodes;
    if (names.length < 2) return [];
    const message =
      `The tags give the address ${shown(first.address)} to ${listed(names)}: they are one node, and when it ` +
      `is down, so is its backup. Give each node the address of its own Interface 2.`;
    return addressesOf(balancers, nodes).map((address) => ({ address, message }));
  });
}

/** The load balancer to point at: the last whose tags declare one of the nodes. */
const addressesOf = (balancers: readonly DeclaringBalancer[], nodes: readonly DeclaredNode[]): string[] =>
  balancers
    .filter(({ intent }) => intent.nodes.some((node) => nodes.includes(node)))
    .map(({ resource }) => resource.address)
    .slice(-1);
