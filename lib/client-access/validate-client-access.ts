import {
  clientFqdnIsNodeFqdn,
  clientIpOutsideVpc,
  clientIpWithWeights,
  duplicate,
  pointless,
  tierName,
} from "../validation/errors";
import { under, type Problem } from "../validation/problem";
import { isKnown, type Loose } from "../known";
import type { SemsNode } from "../sems-node";
import { checkAwsId, checkFqdn, checkInZone, checkLabel, checkRange } from "../validation/values";
import { checkSubnets, type AccessSubnet } from "./access-subnet";
import { checkEndpointHealth, type EndpointHealthDescription } from "./check-endpoint-health";
import { checkZones } from "./check-zones";
import { orderedName } from "./client-records";
import { checkServices, ClientService, type ServiceDescription } from "./client-service";
import { checkFailbackDelay } from "./failback-delay";
import { checkHostedZone, type HostedZone } from "../hosted-zone";
import { checkMethod, type MethodDescription } from "./load-balancing-method";
import { checkAllowedClients } from "./security-groups";
import { checkTargetHealthCheck, type TargetHealthCheckProps } from "./target-health-check";

/** SEMS-DNS-2: what a client may cache is short. */
export const TTL = { min: 1, max: 60 };

/** A client access as a config file may write it. */
export interface ClientAccessDescription {
  readonly name?: string;
  readonly hostedZone: HostedZone;
  readonly scheme: string;
  readonly topology?: string;
  readonly method?: MethodDescription;
  readonly subnets: readonly AccessSubnet[];
  readonly services?: readonly ServiceDescription[];
  readonly allowedClients?: readonly string[];
  readonly healthCheck?: TargetHealthCheckProps;
  readonly endpointHealth?: EndpointHealthDescription;
  readonly ttlSeconds?: number;
  readonly failbackDelaySeconds?: number;
  readonly preserveClientIp?: boolean;
}

/** What a client access must know of the cluster. */
export interface ServedCluster {
  readonly clientFqdn: string;
  readonly vpcId: string;
  readonly nodes: readonly SemsNode[];
}

/** Checks the clients' name and network: what all client accesses of a cluster share. */
export function checkServedCluster({ clientFqdn, vpcId, nodes }: Loose<ServedCluster>): Problem[] {
  return [
    ...checkFqdn("clientFqdn", clientFqdn),
    ...(nodes ?? []).flatMap((node, i) => checkOwnName(clientFqdn, node?.interface1?.fqdn, i)),
    ...checkAwsId("vpcId", vpcId, "vpc-"),
  ];
}

/** SEMS-LB-7: the clients' name, and those below it that lead to it, are no node's own. */
function checkOwnName(clientFqdn: string | undefined, nodeFqdn: string | undefined, i: number): Problem[] {
  if (!isKnown(clientFqdn) || !isKnown(nodeFqdn)) return [];
  const [shared, own] = [clientFqdn.toLowerCase(), nodeFqdn.toLowerCase()];
  if (own === shared) return [clientFqdnIsNodeFqdn("clientFqdn", clientFqdn, `nodes[${i}]`)];
  const isTaken = [shared, orderedName(shared)].some((name) =>
    [2, 3, 4, 5].some((tier) => own === `tier${tier}.${name}`),
  );
  return isTaken || own === orderedName(shared) ? [tierName(`nodes[${i}].interface1.fqdn`, nodeFqdn)] : [];
}

/** Checks one client access against its own rules and against the cluster that it serves. */
export function checkClientAccess(
  where: string,
  access: Loose<ClientAccessDescription>,
  { clientFqdn, nodes }: Loose<ServedCluster>,
): Problem[] {
  const { hostedZone, scheme, topology, subnets, healthCheck } = access;
  const services = access.services ?? [ClientService.HTTPS];
  const checked = { scheme, topology, services, healthCheck };
  const probes = services.map((service) => service?.healthCheck ?? healthCheck);
  return [
    ...checkLabel(under(where, "name"), access.name),
    ...checkHostedZone(under(where, "hostedZone"), hostedZone),
    ...(nodes === undefined ? [] : checkInZone("clientFqdn", clientFqdn, hostedZone?.name)),
    ...checkMethod(under(where, "method"), access.method, nodes),
    ...checkSubnets(under(where, "subnets"), subnets, scheme, topology),
    ...checkNotOfNode(under(where, "subnets"), subnets, nodes),
    ...checkZones(under(where, "subnets"), nodes, subnets, topology),
    ...checkServices(under(where, "services"), access.services, access.preserveClientIp),
    ...checkAllowedClients(under(where, "allowedClients"), access.allowedClients),
    ...checkTargetHealthCheck(under(where, "healthCheck"), healthCheck),
    ...(healthCheck !== undefined && services.length > 0 && !probes.includes(healthCheck)
      ? [pointless(under(where, "healthCheck"), healthCheck, "every service has a health check of its own")]
      : []),
    ...checkEndpointHealth(under(where, "endpointHealth"), access.endpointHealth, checked),
    ...checkTtl(under(where, "ttlSeconds"), access.ttlSeconds, topology),
    ...checkFailbackDelay(under(where, "failbackDelaySeconds"), access.failbackDelaySeconds, probes),
    ...(access.preserveClientIp === true
      ? checkClientIp(under(where, "preserveClientIp"), access.method?.type, nodes)
      : []),
  ];
}

/** A load balancer's address is no node's. */
function checkNotOfNode(
  where: string,
  subnets: Loose<readonly AccessSubnet[]> | undefined,
  nodes: Loose<readonly SemsNode[]> | undefined,
): Problem[] {
  const places = (["interface1", "interface2"] as const).flatMap((key) =>
    (nodes ?? []).map((node, i) => ({ where: `nodes[${i}].${key}.address`, value: node?.[key]?.address })),
  );
  return (subnets ?? []).flatMap((subnet, i) => {
    const address = subnet?.privateAddress;
    const taken = isKnown(address) ? places.find(({ value }) => value === address) : undefined;
    return taken === undefined ? [] : [duplicate(`${where}[${i}].privateAddress`, address, taken.where)];
  });
}

/** SEMS-DNS-2, where the records have a time to live of their own. */
function checkTtl(where: string, seconds: number | undefined, topology: string | undefined): Problem[] {
  if (topology === "per-node" && seconds !== undefined) {
    return [pointless(where, seconds, "the alias records of per-node live for 60 seconds, which AWS sets")];
  }
  return checkRange(where, seconds, TTL, "a whole number of seconds", "SEMS-DNS-2");
}

/** What client IP preservation cannot be had with. */
function checkClientIp(
  where: string,
  method: string | undefined,
  nodes: Loose<readonly SemsNode[]> | undefined,
): Problem[] {
  return [
    ...(method === "weighted" ? [clientIpWithWeights(where)] : []),
    ...(nodes ?? []).flatMap((node, i) =>
      node?.interface2?.outsideVpc === true ? [clientIpOutsideVpc(where, `nodes[${i}]`)] : [],
    ),
  ];
}
