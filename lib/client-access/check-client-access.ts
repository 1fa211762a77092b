import {
  clientFqdnIsNodeFqdn,
  clientIpOutsideVpc,
  notSupported,
  tierName,
  twoNodesInZone,
  zoneWithoutSubnet,
} from "../errors";
import { under, type Problem } from "../problem";
import { isKnown, type Loose } from "../known";
import type { SemsNode } from "../sems-node";
import { checkAwsId, checkFqdn, checkInZone, checkLabel, checkRange, earlierPlaces } from "../values";
import { checkSubnets, type AccessSubnet } from "./access-subnet";
import { checkServices, ClientService } from "./client-service";
import { checkEndpointHealth, type EndpointHealthDescription } from "./endpoint-health";
import { checkHostedZone, type HostedZone } from "../hosted-zone";
import { checkMethod, type MethodDescription } from "./load-balancing-method";
import { checkAllowedClients } from "./security-groups";
import {
  checkFailbackDelay,
  checkTargetHealthCheck,
  type TargetHealthCheckProps,
} from "./target-health-check";

/** SEMS-DNS-2: what a client may cache is short. */
export const TTL = { min: 1, max: 60 };

/** A client access as a config file may write it: more than this version builds. */
export interface ClientAccessDescription {
  readonly name?: string;
  readonly hostedZone: HostedZone;
  readonly scheme: string;
  readonly topology?: string;
  readonly method?: MethodDescription;
  readonly subnets: readonly AccessSubnet[];
  readonly services?: readonly Pick<ClientService, "name" | "port">[];
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
  const isTier = [2, 3, 4, 5].some((tier) => own === `tier${tier}.${shared}`);
  return isTier ? [tierName(`nodes[${i}].interface1.fqdn`, nodeFqdn)] : [];
}

/** Checks one client access against its own rules and against the cluster that it serves. */
export function checkClientAccess(
  where: string,
  access: Loose<ClientAccessDescription>,
  { clientFqdn, nodes }: Loose<ServedCluster>,
): Problem[] {
  const { hostedZone, scheme, topology, services, healthCheck } = access;
  const ports = (services ?? [ClientService.HTTPS]).map((service) => service?.port);
  return [
    ...checkLabel(under(where, "name"), access.name),
    ...checkHostedZone(under(where, "hostedZone"), hostedZone),
    ...(nodes === undefined ? [] : checkInZone("clientFqdn", clientFqdn, hostedZone?.name)),
    ...(isKnown(scheme) && scheme !== "internet-facing"
      ? [notSupported(under(where, "scheme"), scheme, '"internet-facing"')]
      : []),
    ...(isKnown(topology) && topology !== "zonal"
      ? [notSupported(under(where, "topology"), topology, '"zonal"')]
      : []),
    ...checkMethod(under(where, "method"), access.method, nodes?.length),
    ...checkSubnets(under(where, "subnets"), access.subnets, scheme),
    ...checkZones(nodes, access.subnets),
    ...checkServices(under(where, "services"), services, access.preserveClientIp),
    ...checkAllowedClients(under(where, "allowedClients"), access.allowedClients),
    ...checkTargetHealthCheck(under(where, "healthCheck"), healthCheck),
    ...checkEndpointHealth(under(where, "endpointHealth"), access.endpointHealth, ports, healthCheck),
    ...checkRange(
      under(where, "ttlSeconds"),
      access.ttlSeconds,
      TTL,
      "a whole number of seconds",
      "SEMS-DNS-2",
    ),
    ...checkFailbackDelay(under(where, "failbackDelaySeconds"), access.failbackDelaySeconds, healthCheck),
    ...(access.preserveClientIp === true
      ? (nodes ?? []).flatMap((node, i) =>
          node?.interface2?.outsideVpc === true
            ? [clientIpOutsideVpc(under(where, "preserveClientIp"), `nodes[${i}]`)]
            : [],
        )
      : []),
  ];
}

/** AWS-NLB-4: each zone in use holds exactly one node, and has a subnet. */
function checkZones(
  nodes: Loose<readonly SemsNode[]> | undefined,
  subnets: Loose<readonly AccessSubnet[]> | undefined,
): Problem[] {
  const zones = subnets?.map((subnet) => subnet?.availabilityZone);
  const allKnown = zones !== undefined && zones.length > 0 && zones.every(isKnown);
  const stands = (nodes ?? []).map((node, i) => ({
    where: `nodes[${i}]`,
    value: node?.interface2?.availabilityZone,
  }));
  const earlierNodes = earlierPlaces(stands);
  return stands.flatMap(({ where, value: zone }, i) => {
    const [earlier, here] = [earlierNodes[i], `${where}.interface2.availabilityZone`];
    if (!isKnown(zone)) return [];
    return [
      ...(earlier === undefined ? [] : [twoNodesInZone(here, zone, earlier)]),
      ...(allKnown && !zones.includes(zone) ? [zoneWithoutSubnet(here, zone, zones)] : []),
    ];
  });
}
