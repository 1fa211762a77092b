import type { ClientAccess, SemsNode } from "../lib";

/**
 * A client access as `sems-verify` reads it from a stack's outputs: all that it takes to look at what was deployed, and
 * nothing secret. The keys are public.
 */
export function accessOutput(access: ClientAccess, nodes: readonly SemsNode[]) {
  const { clientFqdn, scheme, hostedZone, method, services, endpoints, weighted } = access;
  return {
    client_fqdn: clientFqdn,
    scheme,
    hosted_zone: hostedZone.name,
    method: method.type,
    active_node: method.activeNode,
    services: services.map(({ name, port }) => ({ name, port })),
    endpoints: endpoints.map(({ nodeName, address }) => {
      const node = nodes.find(({ name }) => name === nodeName);
      return {
        node: nodeName,
        address,
        maintenance: node?.maintenance ?? false,
        interface1_fqdn: node?.interface1.fqdn,
        interface1_address: node?.interface1.address,
      };
    }),
    weighted_address: weighted?.loadBalancer.dnsName,
  };
}
