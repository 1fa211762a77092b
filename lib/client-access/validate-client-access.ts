import {
  clientFqdnIsNodeFqdn,
  clientIpOutsideVpc,
  clientIpWithWeights,
  duplicate,
  notApplicable,
  tierName,
} from "../validation/errors";
import { under, type Problem } from "../validation/problem";
import { isResolved, type DeepPartial } from "../tokens";
import { TCP_IDLE_TIMEOUT_SECONDS, TTL_SECONDS } from "../limits";
import type { SemsNode } from "../sems-node";
import { checkAwsId, checkFqdn, checkInZone, checkLabel, checkRange } from "../validation/values";
import { type AccessSubnet, checkSubnets } from "./access-subnet";
import { checkZones } from "./placement";
import { checkEndpointHealth, type EndpointHealthDescription } from "./validate-endpoint-health";
import { orderedName } from "./dns-records";
import { checkServices, ClientService, type ServiceDescription } from "./client-service";
import {
  checkFailbackDelay,
  checkProbeProtocol,
  checkTargetHealthCheck,
  mergeHealthChecks,
  type TargetHealthCheckProps,
} from "./target-health-check";
import { checkHostedZone, type HostedZone } from "../hosted-zone";
import { checkMethod, type MethodDescription } from "./load-balancing-method";
import { checkAllowedClients } from "./security-groups";
import { checkTakeover, type Takeover } from "./takeover";

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
  readonly tcpIdleTimeoutSeconds?: number;
  readonly preserveClientIp?: boolean;
  readonly takeover?: Takeover;
}

/** What a client access must know of the cluster. */
export interface ServedCluster {
  readonly clientFqdn: string;
  readonly vpcId: string;
  readonly nodes: readonly SemsNode[];
}

/** Checks the clients' name and network: what all client accesses of a cluster share. */
export function checkServedCluster({ clientFqdn, vpcId, nodes }: DeepPartial<ServedCluster>): Problem[] {
  return [
    ...checkFqdn("clientFqdn", clientFqdn),
    ...(nodes ?? []).flatMap((node, i) => checkOwnName(clientFqdn, node?.interface1?.fqdn, i)),
    ...checkAwsId("vpcId", vpcId, "vpc-"),
  ];
}

/** SEMS-LB-7: the client FQDN and the names of the failover records below it are not a node's own FQDN. */
function checkOwnName(clientFqdn: string | undefined, nodeFqdn: string | undefined, i: number): Problem[] {
  if (!isResolved(clientFqdn) || !isResolved(nodeFqdn)) return [];
  const [shared, own] = [clientFqdn.toLowerCase(), nodeFqdn.toLowerCase()];
  if (own === shared) return [clientFqdnIsNodeFqdn("clientFqdn", clientFqdn, `nodes[${i}]`)];
  const isTaken = [shared, orderedName(shared)].some((name) =>
    [2, 3, 4, 5].some((tier) => own === `tier${tier}.${name}`),
  );
  return isTaken || own === orderedName(shared) ? [tierName(`nodes[${i}].interface1.fqdn`, nodeFqdn)] : [];
}

/** Checks one client access against its own rules and against the cluster that it serves. */
export function checkClientAccess(
  path: string,
  access: DeepPartial<ClientAccessDescription>,
  { clientFqdn, nodes }: DeepPartial<ServedCluster>,
): Problem[] {
  const { hostedZone, scheme, topology, subnets, healthCheck } = access;
  const services = access.services ?? [ClientService.HTTPS];
  const checked = { scheme, topology, services, healthCheck };
  const probes = services.map((service) => mergeHealthChecks(healthCheck, service?.healthCheck));
  return [
    ...checkLabel(under(path, "name"), access.name),
    ...checkHostedZone(under(path, "hostedZone"), hostedZone),
    ...(nodes === undefined ? [] : checkInZone("clientFqdn", clientFqdn, hostedZone?.name)),
    ...checkMethod(under(path, "method"), access.method, nodes),
    ...checkSubnets(under(path, "subnets"), subnets, scheme, topology),
    ...checkNotOfNode(under(path, "subnets"), subnets, nodes),
    ...checkZones(under(path, "subnets"), nodes, subnets, topology),
    ...checkServices(under(path, "services"), access.services, {
      preserveClientIp: access.preserveClientIp,
      healthCheck,
    }),
    ...checkAllowedClients(under(path, "allowedClients"), access.allowedClients),
    ...checkTargetHealthCheck(under(path, "healthCheck"), healthCheck),
    ...services.flatMap((service, i) => {
      const own = service?.healthCheck;
      const { protocol, port } = probes[i] ?? {};
      const isOwn = own?.protocol !== undefined || own?.port !== undefined;
      const owner = isOwn ? under(path, `services[${i}].healthCheck`) : under(path, "healthCheck");
      return checkProbeProtocol(`${owner}.protocol`, protocol, port ?? service?.port);
    }),
    ...checkEndpointHealth(under(path, "endpointHealth"), access.endpointHealth, checked),
    ...checkTtl(under(path, "ttlSeconds"), access.ttlSeconds, topology),
    ...checkFailbackDelay(under(path, "failbackDelaySeconds"), access.failbackDelaySeconds, probes),
    ...checkRange(
      under(path, "tcpIdleTimeoutSeconds"),
      access.tcpIdleTimeoutSeconds,
      TCP_IDLE_TIMEOUT_SECONDS,
      "a whole number of seconds",
    ),
    ...checkTakeover(under(path, "takeover"), access.takeover),
    ...(access.preserveClientIp === true
      ? checkClientIp(under(path, "preserveClientIp"), access.method?.type, nodes)
      : []),
  ];
}

/** A load balancer's address is no node's. */
function checkNotOfNode(
  path: string,
  subnets: DeepPartial<readonly AccessSubnet[]> | undefined,
  nodes: DeepPartial<readonly SemsNode[]> | undefined,
): Problem[] {
  const places = (["interface1", "interface2"] as const).flatMap((key) =>
    (nodes ?? []).map((node, i) => ({ path: `nodes[${i}].${key}.address`, value: node?.[key]?.address })),
  );
  return (subnets ?? []).flatMap((subnet, i) => {
    const address = subnet?.privateAddress;
    const taken = isResolved(address) ? places.find(({ value }) => value === address) : undefined;
    return taken === undefined ? [] : [duplicate(`${path}[${i}].privateAddress`, address, taken.path)];
  });
}

/** SEMS-DNS-2, where the records have a configurable TTL. */
function checkTtl(path: string, seconds: number | undefined, topology: string | undefined): Problem[] {
  if (topology === "per-node" && seconds !== undefined) {
    return [notApplicable(path, seconds, "per-node uses alias records, whose TTL is always 60 seconds")];
  }
  return checkRange(path, seconds, TTL_SECONDS, "a whole number of seconds", "SEMS-DNS-2");
}

/** What client IP preservation cannot be had with. */
function checkClientIp(
  path: string,
  method: string | undefined,
  nodes: DeepPartial<readonly SemsNode[]> | undefined,
): Problem[] {
  return [
    ...(method === "weighted" ? [clientIpWithWeights(path)] : []),
    ...(nodes ?? []).flatMap((node, i) =>
      node?.interface2?.outsideVpc === true ? [clientIpOutsideVpc(path, `nodes[${i}]`)] : [],
    ),
  ];
}
