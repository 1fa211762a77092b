/**
 * Every error of the package, one factory each. A factory says where, what was found, what is allowed and which
 * rule asks for it; the caller collects, so that a reader sees all problems at once.
 */

import { ADMIN_PORTS, NODE_ONLY_PORTS } from "../ports";
import { NODE_COUNT, TARGET_HEALTH_CHECK, WEIGHTED_NODES } from "../limits";
import type { Problem } from "./problem";

const THRESHOLD = TARGET_HEALTH_CHECK.healthyThreshold;

/** `444, 9000 and 22` */
const listed = (items: readonly (string | number)[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** What a message repeats of a text at most. */
const QUOTED_CHARACTERS = 200;

const quote = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  if (typeof value === "string" && value.length > QUOTED_CHARACTERS) {
    return `${JSON.stringify(value.slice(0, QUOTED_CHARACTERS))}… (${value.length} characters)`;
  }
  const written = JSON.stringify(value);
  if (typeof value === "string" || written.length <= 80) return written;
  return Array.isArray(value) ? `a list of ${value.length}` : "an object";
};

// ---- values --------------------------------------------------------------------------------------------------

/** A value of the wrong form. */
export const invalidValue = (path: string, actual: unknown, expected: string, rule?: string): Problem => ({
  path,
  actual: quote(actual),
  expected,
  ...(rule === undefined ? {} : { rule }),
});

/** A number outside its range. */
export const outOfRange = (
  path: string,
  actual: number,
  range: { readonly min: number; readonly max: number },
  unit: string,
  rule?: string,
): Problem => invalidValue(path, actual, `${unit} from ${range.min} to ${range.max}`, rule);

/** A list without a member. */
export const emptyList = (path: string, expected: string): Problem => ({
  path,
  actual: "an empty list",
  expected,
});

/** Two settings of which exactly one applies. */
export const oneOfTwo = (path: string, actual: string): Problem => ({
  path,
  actual,
  expected: "exactly one of them",
});

/** A list whose length is not known before deployment. */
export const unknownList = (path: string): Problem => ({
  path,
  actual: "a list that is unknown until deployment",
  expected: "a list with a known length; its members may be tokens",
});

// ---- nodes ---------------------------------------------------------------------------------------------------

/** Fewer than two or more than six nodes. */
export const nodeCount = (path: string, actual: number): Problem => ({
  path,
  actual: `${actual} ${actual === 1 ? "node" : "nodes"}`,
  expected: `${NODE_COUNT.min} to ${NODE_COUNT.max} nodes`,
  rule: "SEMS-CLUSTER-1",
});

/** A value that another item of the same kind already uses. */
export const duplicate = (path: string, actual: unknown, first: string, rule?: string): Problem =>
  invalidValue(path, actual, `a unique value; ${first} already uses it`, rule);

/** An address that a Network Load Balancer cannot register. */
export const notTargetable = (path: string, actual: string): Problem =>
  invalidValue(
    path,
    actual,
    "an address that a Network Load Balancer can target: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
    "AWS-NLB-2",
  );

/** One address for both interfaces of a node. */
export const sharedInterfaceAddress = (path: string, actual: string, interface1: string): Problem =>
  invalidValue(path, actual, `an address that is not Interface 1's (${interface1})`, "SEMS-LB-5");

// ---- names ---------------------------------------------------------------------------------------------------

/** A name that its hosted zone cannot hold. */
export const outsideHostedZone = (path: string, actual: string, zone: string): Problem =>
  invalidValue(path, actual, `a name in the hosted zone ${zone}`);

/** The clients' name is a node's own name. */
export const clientFqdnIsNodeFqdn = (path: string, actual: string, node: string): Problem =>
  invalidValue(path, actual, `a name that no node uses; ${node} already uses it`, "SEMS-LB-7");

/** A node's own name is one that the failover records take. */
export const tierName = (path: string, actual: string): Problem =>
  invalidValue(
    path,
    actual,
    "a name that no record of the client FQDN uses: neither ordered nor tier2 to tier5 below it",
  );

/** A zone of another region. */
export const zoneOfOtherRegion = (path: string, actual: string, region: string): Problem =>
  invalidValue(path, actual, `an Availability Zone of ${region}`);

// ---- client access -------------------------------------------------------------------------------------------

/** Fail-over with more than two nodes. */
export const failOverNodeCount = (path: string, actual: number): Problem => ({
  path,
  actual: `"fail-over" with ${actual} nodes`,
  expected: "2 nodes with fail-over; use ordered-list for more",
  rule: "SEMS-LB-2",
});

/** Weights for more target groups than a listener takes. */
export const weightedNodeCount = (path: string, actual: number): Problem => ({
  path,
  actual: `"weighted" with ${actual} nodes`,
  expected: `${NODE_COUNT.min} to ${WEIGHTED_NODES} nodes with weighted, since a listener forwards to ${WEIGHTED_NODES} target groups at most; use ordered-list for more`,
  rule: "SEMS-LB-3",
});

/** A probe that speaks what the service does not. */
export const probeOfOtherProtocol = (path: string, protocol: string, port: number, use: string): Problem =>
  invalidValue(
    path,
    protocol,
    `"TCP" for port ${port} (${use}), which does not speak ${protocol}; or \`port\` of a service that does`,
  );

/** Weights of which none is the highest. */
export const noHighestWeight = (path: string, primary: number, backup: number): Problem => ({
  path,
  actual: `primary ${primary}, backup ${backup}`,
  expected: "a primary weight above the backup weight (10 and 1): equal weights are round robin",
  rule: "SEMS-LB-3",
});

/** A manual choice of a node that is not in the cluster. */
export const unknownActiveNode = (path: string, actual: string, names: readonly string[]): Problem =>
  invalidValue(path, actual, `the name of a node (${names.join(", ")}); if that is a token, the same token`);

/** A manual choice of a node in maintenance. */
export const activeNodeInMaintenance = (path: string, actual: string): Problem =>
  invalidValue(path, actual, "a node that is not in maintenance: all clients are routed to it");

/** Client IP preservation beside weights. */
export const clientIpWithWeights = (path: string): Problem => ({
  path,
  actual: "true, with the method weighted",
  expected:
    "false: weighted uses two load balancers for the same targets, and with preserved client addresses their connections can collide; mail services need another method",
});

/** Two clients' services on one port. */
export const duplicatePort = (path: string, port: number, first: string): Problem =>
  invalidValue(path, port, `a unique port; ${first} already uses it`);

/** A port that must not be exposed through the load balancer. */
export const forbiddenPort = (path: string, port: number, use: string): Problem => ({
  path,
  actual: `${port} (${use})`,
  expected: `a client-facing port: ${listed([...NODE_ONLY_PORTS.keys()])} must not be exposed through the load balancer`,
  rule: "SEMS-LB-6",
});

/** A mail service without the client's source address. */
export const mailNeedsClientIp = (path: string, port: number): Problem => ({
  path,
  actual: `a mail service on port ${port} without preserveClientIp`,
  expected: "preserveClientIp true: SEMS distinguishes outbound from inbound mail by the source address",
  rule: "SEMS-LB-8",
});

/** Client IP preservation for a node outside the VPC. */
export const clientIpOutsideVpc = (path: string, node: string): Problem => ({
  path,
  actual: `true, while ${node} is outside the VPC`,
  expected: "false, or only nodes in the VPC: client IP preservation does not work for targets outside it",
});

/** Two nodes in one zone of a zonal load balancer. */
export const twoNodesInZone = (path: string, zone: string, first: string): Problem =>
  invalidValue(path, zone, `a zone without another node; ${first} is already in it`, "AWS-NLB-4");

/** A node in a zone that the load balancer has no subnet in. */
export const zoneWithoutSubnet = (path: string, zone: string, zones: readonly string[]): Problem =>
  invalidValue(path, zone, `a zone that \`subnets\` lists (${zones.join(", ")})`, "AWS-NLB-4");

/** An internal zonal load balancer without a fixed address for a zone's records. */
export const missingPrivateAddress = (path: string): Problem =>
  invalidValue(
    path,
    undefined,
    "an unused address of the subnet: required for zonal internal access; omit with per-node",
  );

/** A fixed address in a zone that two load balancers share. */
export const addressOfSharedZone = (path: string, actual: string, one: string, other: string): Problem =>
  invalidValue(path, actual, `omit: ${one} and ${other} share the zone, each with its own load balancer`);

/** A fixed address in a zone without a load balancer. */
export const addressOfSpareZone = (path: string, actual: string): Problem =>
  invalidValue(path, actual, "omit: this zone has no node, so no load balancer");

/** Route 53's health checkers for addresses that the internet does not reach. */
export const checkersCannotReach = (path: string, actual: string): Problem =>
  invalidValue(
    path,
    actual,
    '"cloudwatch-alarm": Route 53\'s health checkers cannot reach an internal address',
    "AWS-R53-1",
  );

/** One kind of probe for several services. */
export const oneProbeForSeveralPorts = (path: string, actual: unknown, ports: readonly number[]): Problem =>
  invalidValue(
    path,
    actual,
    `a value together with \`port\` (${ports.join(", ")}); otherwise omit and give each service its own \`healthCheck\``,
  );

/** Fewer regions of health checkers than Route 53 requires. */
export const tooFewRegions = (path: string, actual: number, min: number): Problem => ({
  path,
  actual: `${actual} ${actual === 1 ? "region" : "regions"}`,
  expected: `${min} or more regions, or omit for all`,
});

/** Two subnets whose zones are the same expression. */
export const twoSubnetsInZone = (path: string, expression: string): Problem =>
  invalidValue(path, expression, "a unique zone; an earlier subnet is already in it", "AWS-NLB-4");

/** A node's zone is none of the subnets' zones, some of which are tokens. */
export const zoneNotMatched = (path: string, expression: string): Problem =>
  invalidValue(
    path,
    expression,
    "the availabilityZone of one of `subnets`; if that is a token, the same expression",
    "AWS-NLB-4",
  );

/** A setting that does not apply in combination with another one. */
export const notApplicable = (path: string, actual: unknown, because: string): Problem =>
  invalidValue(path, actual, `omit: ${because}`);

/** A probe that may take longer than the time between probes. */
export const timeoutAboveInterval = (path: string, timeout: number, interval: number): Problem =>
  invalidValue(path, timeout, `at most intervalSeconds (${interval})`);

/** A health check of a port without a service. */
export const portWithoutService = (path: string, port: number, ports: readonly number[]): Problem =>
  invalidValue(
    path,
    port,
    `the port of one of the services (${[...new Set(ports)].join(", ")}): no other port is open`,
  );

/** A failback delay that contradicts the healthy threshold. */
export const failbackContradiction = (path: string, actual: number, seconds: number): Problem =>
  invalidValue(path, actual, `${seconds} (healthyThreshold × intervalSeconds); or omit one of the two`);

/** A failback delay that no healthy threshold gives. */
export const failbackOutOfReach = (path: string, actual: number, interval: number): Problem =>
  invalidValue(
    path,
    actual,
    `a multiple of healthCheck.intervalSeconds (${interval}) from ${THRESHOLD.min * interval} to ${THRESHOLD.max * interval} seconds`,
  );

// ---- monitoring ----------------------------------------------------------------------------------------------

/** An alarm without anyone to notify. */
export const alarmWithoutNotifications = (path: string): Problem => ({
  path,
  actual: "true, without notifications",
  expected: "omit, or `notifications` with a topic or e-mail addresses",
});

/** A metric of a node that the client access does not have. */
export const unknownEndpoint = (path: string, actual: string, names: readonly string[]): Problem =>
  invalidValue(path, actual, `the name of a node (${names.join(", ")})`);

/** A metric of a service that the client access does not have. */
export const unknownService = (path: string, actual: string, names: readonly string[]): Problem =>
  invalidValue(path, actual, `a service of the client access (${names.join(", ")})`);

// ---- certificates --------------------------------------------------------------------------------------------

/** A node without a replication certificate. */
export const missingCertificate = (path: string, node: string | undefined): Problem => ({
  path,
  actual: node === undefined ? "a node whose name is unknown until deployment" : `no certificate for ${node}`,
  expected: "one certificate per node, keyed by a name known at synthesis",
  rule: "SEMS-CERT-1",
});

/** Certificates by node where one for all nodes is wanted. */
export const notOneForAll = (path: string): Problem => ({
  path,
  actual: "certificates per node",
  expected: "one certificate for all nodes: CertificateSource.existing",
  rule: "SEMS-CERT-2",
});

/** A replication certificate for a node that is not in the cluster. */
export const surplusCertificate = (path: string, node: string, nodes: readonly string[]): Problem =>
  invalidValue(path, node, `the name of a node (${nodes.join(", ")})`);

/** A public certificate without a public zone to validate it in. */
export const noPublicZone = (path: string): Problem => ({
  path,
  actual: "no hostedZone, and no internet-facing client access to take it from",
  expected: "a public hosted zone that holds the name: ACM validates by DNS",
});

// ---- replication and notices ---------------------------------------------------------------------------------

/** Administration open to the internet. */
export const adminOpenToPublic = (path: string, actual: string): Problem =>
  invalidValue(
    path,
    actual,
    `a network of /8 or smaller: ${listed(Object.values(ADMIN_PORTS))} must not be open to the internet`,
    "AWS-SEC-2",
  );

/** Networks of administrators that together are a large part of the internet. */
export const adminNetworksTooLarge = (path: string, addresses: number): Problem => ({
  path,
  actual: `networks of ${addresses.toLocaleString("en")} addresses in total`,
  expected: `as many as 16 networks of /8 at most: ${listed(Object.values(ADMIN_PORTS))} must not be open to the internet`,
  rule: "AWS-SEC-2",
});

// ---- hosting -------------------------------------------------------------------------------------------------

/** An appliance whose interfaces have no security groups of a cluster. */
export const applianceWithoutCluster = (name: string): Problem => ({
  path: name,
  actual: "an appliance that is not in a cluster",
  expected:
    "an appliance whose clusterNode (the object itself, not a copy) is in the nodes of a cluster: otherwise its interfaces get the VPC's default security group",
});

/** An appliance in the nodes of two clusters. */
export const applianceInTwoClusters = (path: string, name: string): Problem => ({
  path,
  actual: `the appliance ${name}, which is already in another cluster`,
  expected: "one cluster per appliance",
});

// ---- several clusters ----------------------------------------------------------------------------------------

/** A client access whose name another one of the app serves in the same hosted zone. */
export const servedTwice = (path: string, fqdn: string, other: string): Problem => ({
  path,
  actual: `${quote(fqdn)} in a hosted zone in which ${other} already serves it`,
  expected: "one client access per name and hosted zone: a Route 53 name has one pair of failover records",
  rule: "SEMS-DNS-1",
});

/** A client access that the cluster does not have. */
export const unknownClientAccess = (actual: string, names: readonly string[]): Problem =>
  invalidValue("name", actual, `the name of a client access (${names.join(", ")})`);

/** A cluster without a client access. */
export const noClientAccess = (path: string): Problem => ({
  path,
  actual: "a cluster without a client access",
  expected: "at least one, from clientAccess or addClientAccess",
});
