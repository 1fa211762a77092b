import {
  clientFqdnIsNodeFqdn,
  clientIpOutsideVpc,
  notSupported,
  tierName,
  twoNodesInZone,
  zoneWithoutSubnet,
} from "../errors";
import type { Problem } from "../problem";
import { isKnown, type Loose } from "../known";
import type { SemsNode } from "../sems-node";
import { checkAwsId, checkFqdn, checkInZone, checkLabel, checkRange } from "../values";
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
  const at = (key: string): string => (where === "" ? key : `${where}.${key}`);
  const { hostedZone, scheme, topology, services, healthCheck } = access;
  const ports = (services ?? [ClientService.HTTPS]).map((service) => service?.port);
  return [
    ...checkLabel(at("name"), access.name),
    ...checkHostedZone(at("hostedZone"), hostedZone),
    ...(nodes === undefined ? [] : checkInZone("clientFqdn", clientFqdn, hostedZone?.name)),
    ...(isKnown(scheme) && scheme !== "internet-facing"
      ? [notSupported(at("scheme"), scheme, '"internet-facing"')]
      : []),
    ...(isKnown(topology) && topology !== "zonal" ? [notSupported(at("topology"), topology, '"zonal"')] : []),
    ...checkMethod(at("method"), access.method, nodes?.length),
    ...checkSubnets(at("subnets"), access.subnets, scheme),
    ...checkZones(nodes, access.subnets),
    ...checkServices(at("services"), services, access.preserveClientIp),
    ...checkAllowedClients(at("allowedClients"), access.allowedClients),
    ...checkTargetHealthCheck(at("healthCheck"), healthCheck),
    ...checkEndpointHealth(at("endpointHealth"), access.endpointHealth, ports, healthCheck),
    ...checkRange(at("ttlSeconds"), access.ttlSeconds, TTL, "a whole number of seconds", "SEMS-DNS-2"),
    ...checkFailbackDelay(at("failbackDelaySeconds"), access.failbackDelaySeconds, healthCheck),
    ...(access.preserveClientIp === true
      ? (nodes ?? []).flatMap((node, i) =>
          node?.interface2?.outsideVpc === true
            ? [clientIpOutsideVpc(at("preserveClientIp"), `nodes[${i}]`)]
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
  const first = new Map<string, string>();
  return (nodes ?? []).flatMap((node, i) => {
    const [zone, here] = [node?.interface2?.availabilityZone, `nodes[${i}].interface2.availabilityZone`];
    if (!isKnown(zone)) return [];
    const earlier = first.get(zone);
    if (earlier === undefined) first.set(zone, `nodes[${i}]`);
    return [
      ...(earlier === undefined ? [] : [twoNodesInZone(here, zone, earlier)]),
      ...(allKnown && !zones.includes(zone) ? [zoneWithoutSubnet(here, zone, zones)] : []),
    ];
  });
}
