import type { HostedZone, NetworkLoadBalancer, SemsNode } from "../description";
import { text, type LiveResource } from "./document";
import type { Network } from "./network";

/** The SEMS servers: the targets of the load balancers, each with the ports that it is registered or probed with. */
export function nodesOf(
  resources: readonly LiveResource[],
  balancers: readonly NetworkLoadBalancer[],
  network: Network,
  zones: readonly HostedZone[],
): SemsNode[] {
  const groups = balancers.flatMap(({ listeners }) =>
    listeners.flatMap(({ forwards }) => forwards.map(({ group }) => group)),
  );
  const targets = groups.flatMap(({ targets, probe }) =>
    targets.map((target) => ({ ...target, ports: [target.port, probe.port ?? target.port] })),
  );
  const addresses = [...new Set(targets.map(({ address }) => address))];
  return addresses.map((address) => {
    const own = targets.filter((target) => target.address === address);
    const name = network.nodeName(address);
    return {
      name,
      address,
      zone: own[0]?.zone ?? "",
      ports: [...new Set(own.flatMap(({ ports }) => ports))],
      interface1: interface1Of(name, resources, zones),
    };
  });
}

/** Interface 1 as the replication's own records name it, by the node's name in the resource's. */
function interface1Of(
  node: string,
  resources: readonly LiveResource[],
  zones: readonly HostedZone[],
): SemsNode["interface1"] {
  const fqdns = zones
    .flatMap(({ records }) => records)
    .filter(({ name, policy }) => name.split(".")[0] === node.toLowerCase() && policy.kind === "simple");
  const [record] = fqdns;
  if (record?.answer.kind === "values") {
    const [address] = record.answer.values;
    if (address !== undefined) return { fqdn: record.name, address };
  }
  return outsideDns(node, resources);
}

/** Where the nodes' own names are not in the hosted zone: their certificates have the names, and nothing has the addresses. */
function outsideDns(node: string, resources: readonly LiveResource[]): SemsNode["interface1"] {
  const names = resources
    .filter(({ type }) => type === "aws_acm_certificate")
    .flatMap(({ values }) => text(values, "domain_name") ?? []);
  const fqdn = names.find((name) => name.split(".")[0] === node.toLowerCase());
  return fqdn === undefined ? undefined : { fqdn, address: `Interface 1 of ${node}` };
}
