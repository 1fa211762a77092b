import { groupBy } from "../collections";
import { keyOf, maybeSame } from "../terraform/value";
import { declares, mayDeclareAnyNode, type DeclaredNode } from "../aws/declarations";
import type { ClientService } from "../aws/services";
import type { Violation } from "./rule";
import type { Subject } from "../facts/subject";
import type { Interface1 } from "../facts/interface1";
import { listed } from "../wording";

/** A difference between the declared nodes and those that clients are routed to, at one port. */
interface Difference {
  readonly address: string;
  readonly port: number;
  readonly message: (ports: string) => string;
}

/** Nodes that are declared and get no client, that get clients undeclared, or whose address is another. */
export function declaredNodes({ services, interface1 }: Subject): Violation[] {
  const differences = services.flatMap((service) => [...missing(service), ...others(service, interface1)]);
  // The same of several ports is one violation, at the resource of the first.
  const same = groupBy(differences, ({ message }) => message(""));
  return [...same.values()].map((found) => {
    const [{ address, message }] = found;
    const ports = new Set(found.map(({ port }) => String(port)));
    return { address, message: message(listed([...ports])) };
  });
}

/** Where a target group is not known, or has no targets, other rules report it. */
const isResolved = ({ nodes, listeners, balancers }: ClientService): boolean =>
  nodes.length > 0 &&
  !balancers.some(({ resource }) => mayDeclareAnyNode(resource)) &&
  listeners.every(({ forwards }) => forwards.every(({ group }) => group !== undefined));

function missing(service: ClientService): Difference[] {
  const { nodes, tree, balancers, port } = service;
  if (!isResolved(service)) return [];
  const served = new Set(nodes.map(({ name }) => name));
  const declared = new Map(
    balancers.flatMap(({ intent, resource }) =>
      declares(intent, tree.root.name)
        ? intent.nodes.map((node) => [node.name, { ...node, resource }] as const)
        : [],
    ),
  );
  const undeclared = nodes.filter(({ name }) => !declared.has(name));
  return [...declared.values()]
    .filter((node) => !served.has(node.name) && !undeclared.some(mayBe(node)))
    .map(({ name, resource: { address } }) => ({
      address,
      port,
      message: (ports) =>
        `The tags declare the node ${name}, which is no target on port ${ports}: it never serves there. Register ` +
        `its Interface 2, or remove its tags.`,
    }));
}

function others(service: ClientService, interface1: Interface1): Difference[] {
  const { intent, nodes, port } = service;
  // Tags that name no node declare none.
  if (intent === undefined || intent.nodes.length === 0 || !isResolved(service)) return [];
  const served = new Set(nodes.map(({ name }) => name));
  const unserved = intent.nodes.filter((node) => !served.has(node.name));
  return nodes.flatMap(({ name, address, targets: [target] }) => {
    // An Interface 1 as a target is SEMS-LB-5.
    if (interface1.reasonFor(target.address) !== undefined) return [];
    const found = { address: target.resource.address, port };
    const declared = intent.nodes.find((node) => node.name === name);
    if (declared === undefined) {
      if (unserved.some(mayBe({ address }))) return [];
      const message = (ports: string): string =>
        `Clients of port ${ports} are routed to ${name}, which the tags do not declare. Declare it with the tag ` +
        `sems:interface2:NAME, or remove the target.`;
      return [{ ...found, message }];
    }
    if (!isOtherAddress(declared, address)) return [];
    const message = (ports: string): string =>
      `Clients of port ${ports} are routed to ${keyOf(address)}, where the tags declare ${name} with Interface 2 ` +
      `${keyOf(declared.address)}. Register the declared address, or correct the tag.`;
    return [{ ...found, message }];
  });
}

type Addressed = Pick<DeclaredNode, "address">;

/** Whether another node may be this one, which the document does not show where an address is not known. */
const mayBe =
  (node: Addressed) =>
  (other: Addressed): boolean =>
    maybeSame(node.address, other.address);

/** Two addresses that are known and differ; one that AWS chooses is not known. */
const isOtherAddress = (declared: DeclaredNode, address: DeclaredNode["address"]): boolean =>
  typeof declared.address === "string" && typeof address === "string" && declared.address !== address;
