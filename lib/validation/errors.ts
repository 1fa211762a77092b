/**
 * Every error of the package, one factory each. A factory says where, what was found, what is allowed and which
 * rule asks for it; the caller collects, so that a reader sees all problems at once.
 */

import type { Problem } from "./problem";

const quote = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (typeof value === "number") return String(value);
  const written = JSON.stringify(value);
  if (typeof value === "string" || written.length <= 80) return written;
  return Array.isArray(value) ? `a list of ${value.length}` : "an object";
};

// ---- values --------------------------------------------------------------------------------------------------

/** A value of the wrong form. */
export const wrongForm = (where: string, found: unknown, allowed: string, rule?: string): Problem => ({
  where,
  found: quote(found),
  allowed,
  ...(rule === undefined ? {} : { rule }),
});

/** A number outside its range. */
export const outOfRange = (
  where: string,
  found: number,
  range: { readonly min: number; readonly max: number },
  unit: string,
  rule?: string,
): Problem => wrongForm(where, found, `${unit} from ${range.min} to ${range.max}`, rule);

/** A list without a member. */
export const emptyList = (where: string, allowed: string): Problem => ({
  where,
  found: "an empty list",
  allowed,
});

/** A list whose length is not known before deployment. */
export const unknownList = (where: string): Problem => ({
  where,
  found: "a list that is known only after deployment",
  allowed: "a list written out at synthesis; its members may be tokens",
});

// ---- nodes ---------------------------------------------------------------------------------------------------

/** Fewer than two or more than six nodes. */
export const nodeCount = (where: string, found: number): Problem => ({
  where,
  found: `${found} ${found === 1 ? "node" : "nodes"}`,
  allowed: "2 to 6 nodes",
  rule: "SEMS-CLUSTER-1",
});

/** A value that another item of the same kind has already. */
export const duplicate = (where: string, found: unknown, first: string, rule?: string): Problem =>
  wrongForm(where, found, `a value of its own; ${first} has the same`, rule);

/** An address that a Network Load Balancer cannot register. */
export const notTargetable = (where: string, found: string): Problem =>
  wrongForm(
    where,
    found,
    "an address that a Network Load Balancer can target: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
    "AWS-NLB-2",
  );

/** One address for both interfaces of a node. */
export const sharedInterfaceAddress = (where: string, found: string, interface1: string): Problem =>
  wrongForm(where, found, `an address that is not Interface 1's (${interface1})`, "SEMS-LB-5");

// ---- names ---------------------------------------------------------------------------------------------------

/** A name that its hosted zone cannot hold. */
export const outsideHostedZone = (where: string, found: string, zone: string): Problem =>
  wrongForm(where, found, `a name in the hosted zone ${zone}`);

/** The clients' name is a node's own name. */
export const clientFqdnIsNodeFqdn = (where: string, found: string, node: string): Problem =>
  wrongForm(where, found, `a name of the cluster's own; ${node} has this one`, "SEMS-LB-7");

/** A node's own name is one that the failover records take. */
export const tierName = (where: string, found: string): Problem =>
  wrongForm(
    where,
    found,
    "a name that is not tier2 to tier5 of the client FQDN: the failover records stand there",
  );

/** A zone of another region. */
export const zoneOfOtherRegion = (where: string, found: string, region: string): Problem =>
  wrongForm(where, found, `an Availability Zone of ${region}`);

// ---- client access -------------------------------------------------------------------------------------------

/** Fail-over with more than two nodes. */
export const failOverNodeCount = (where: string, found: number): Problem => ({
  where,
  found: `"fail-over" with ${found} nodes`,
  allowed: "2 nodes with fail-over; ordered-list with more",
  rule: "SEMS-LB-2",
});

/** Weights of which none is the highest. */
export const noHighestWeight = (where: string, primary: number, backup: number): Problem => ({
  where,
  found: `primary ${primary}, backup ${backup}`,
  allowed: "a primary weight above the backup weight (10 and 1): equal weights are round robin",
  rule: "SEMS-LB-3",
});

/** A manual choice of a node that the cluster has not. */
export const unknownActiveNode = (where: string, found: string, names: readonly string[]): Problem =>
  wrongForm(where, found, `the name of a node (${names.join(", ")}); where that is a token, the very same`);

/** A manual choice of the node that is being worked on. */
export const activeNodeInMaintenance = (where: string, found: string): Problem =>
  wrongForm(where, found, "a node that is not in maintenance: all clients would be on it");

/** Client IP preservation beside weights. */
export const clientIpWithWeights = (where: string): Problem => ({
  where,
  found: "true, with the method weighted",
  allowed:
    "false: weighted and ordered list reach the same address and port by two load balancers, and with the clients' own addresses their connections can collide; so mail needs another method",
});

/** Two clients' services on one port. */
export const duplicatePort = (where: string, port: number, first: string): Problem =>
  wrongForm(where, port, `a port of its own; ${first} listens there already`);

/** A port that must never stand behind the load balancer. */
export const forbiddenPort = (where: string, port: number, use: string): Problem => ({
  where,
  found: `${port} (${use})`,
  allowed: "a client-facing port: 444, 9000, 22 and 161 never stand behind the load balancer",
  rule: "SEMS-LB-6",
});

/** A mail service without the client's source address. */
export const mailNeedsClientIp = (where: string, port: number): Problem => ({
  where,
  found: `a mail service on port ${port} without preserveClientIp`,
  allowed: "preserveClientIp true: SEMS tells outbound from inbound mail by the source address",
  rule: "SEMS-LB-8",
});

/** Client IP preservation for a node that the VPC does not hold. */
export const clientIpOutsideVpc = (where: string, node: string): Problem => ({
  where,
  found: `true, while ${node} is outside the VPC`,
  allowed: "false, or nodes in the VPC only: client IP preservation does not work beyond it",
});

/** Two nodes in one zone of a zonal load balancer. */
export const twoNodesInZone = (where: string, zone: string, first: string): Problem =>
  wrongForm(where, zone, `a zone of its own; ${first} stands there already`, "AWS-NLB-4");

/** A node in a zone that the load balancer has no subnet in. */
export const zoneWithoutSubnet = (where: string, zone: string, zones: readonly string[]): Problem =>
  wrongForm(where, zone, `a zone that \`subnets\` lists (${zones.join(", ")})`, "AWS-NLB-4");

/** An internal load balancer without a fixed address for a zone's records to lead to. */
export const missingPrivateAddress = (where: string): Problem =>
  wrongForm(
    where,
    undefined,
    "an unused address of the subnet: the records lead to it; per-node load balancers need none",
  );

/** A fixed address in a zone that two load balancers share. */
export const addressOfSharedZone = (where: string, found: string, one: string, other: string): Problem =>
  wrongForm(
    where,
    found,
    `no value: ${one} and ${other} share the zone, each with a load balancer of its own`,
  );

/** A fixed address in a zone where no load balancer stands. */
export const addressOfSpareZone = (where: string, found: string): Problem =>
  wrongForm(where, found, "no value: no node stands in the zone, and so no load balancer");

/** Route 53's health checkers for addresses that the internet does not reach. */
export const checkersCannotReach = (where: string, found: string): Problem =>
  wrongForm(
    where,
    found,
    '"cloudwatch-alarm": Route 53\'s checkers stand outside the VPC and cannot reach an internal address',
    "AWS-R53-1",
  );

/** One kind of probe for several services. */
export const oneProbeForSeveralPorts = (where: string, found: unknown, ports: readonly number[]): Problem =>
  wrongForm(
    where,
    found,
    `a value beside \`port\` (${ports.join(", ")}); or none, and services with a \`healthCheck\` of their own, which are followed`,
  );

/** Two subnets whose zones are the same expression. */
export const twoSubnetsInZone = (where: string, expression: string): Problem =>
  wrongForm(where, expression, "a zone of its own; an earlier subnet has the same", "AWS-NLB-4");

/** A node's zone is none of the subnets' zones, some of which are tokens. */
export const zoneNotMatched = (where: string, expression: string): Problem =>
  wrongForm(
    where,
    expression,
    "the availabilityZone of one of `subnets`; where that is a token, the very same expression",
    "AWS-NLB-4",
  );

/** A node whose zone is not among those that were given. */
export const nodeWithoutZone = (where: string, node: string, zone: string): Problem => ({
  where,
  found: `${node} in ${zone}`,
  allowed: "nodes in the zones that were given",
  rule: "AWS-NLB-4",
});

/** A setting that has no meaning beside another one. */
export const pointless = (where: string, found: unknown, because: string): Problem =>
  wrongForm(where, found, `no value: ${because}`);

/** A probe that may take longer than the time between probes. */
export const timeoutAboveInterval = (where: string, timeout: number, interval: number): Problem =>
  wrongForm(where, timeout, `a time-out of at most the interval (${interval} seconds)`);

/** A health check of a port on which nobody listens. */
export const portWithoutService = (where: string, port: number, ports: readonly number[]): Problem =>
  wrongForm(
    where,
    port,
    `the port of one of the services (${[...new Set(ports)].join(", ")}): no other is open`,
  );

/** Failback delay and healthy threshold both given, and at odds. */
export const failbackContradiction = (where: string, found: number, seconds: number): Problem =>
  wrongForm(where, found, `${seconds} (healthyThreshold times intervalSeconds), or only one of the two`);

/** A failback delay that no healthy threshold gives. */
export const failbackOutOfReach = (where: string, found: number, interval: number): Problem =>
  wrongForm(
    where,
    found,
    `a multiple of healthCheck.intervalSeconds (${interval}) from ${2 * interval} to ${10 * interval} seconds`,
  );

// ---- certificates --------------------------------------------------------------------------------------------

/** A node without a replication certificate. */
export const missingCertificate = (where: string, node: string | undefined): Problem => ({
  where,
  found:
    node === undefined ? "a node whose name is known only after deployment" : `no certificate for ${node}`,
  allowed: "one certificate per node, by a name known at synthesis",
  rule: "SEMS-CERT-1",
});

/** Certificates by node where one for all nodes is wanted. */
export const notOneForAll = (where: string): Problem => ({
  where,
  found: "certificates per node",
  allowed: "one certificate for all nodes: CertificateSource.existing",
  rule: "SEMS-CERT-2",
});

/** A replication certificate for a node that the cluster has not. */
export const surplusCertificate = (where: string, node: string, nodes: readonly string[]): Problem =>
  wrongForm(where, node, `the name of a node (${nodes.join(", ")})`);

/** A public certificate without a public zone to validate it in. */
export const noPublicZone = (where: string): Problem => ({
  where,
  found: "no hostedZone, and no internet-facing client access whose zone could stand in",
  allowed: "a public hosted zone that holds the name: ACM validates by DNS",
});

// ---- replication and notices ---------------------------------------------------------------------------------

/** Administration open to the world. */
export const adminOpenToWorld = (where: string, found: string): Problem =>
  wrongForm(where, found, "a network of /8 or smaller: 9000 and 22 are never open to the world", "AWS-SEC-2");

// ---- hosting -------------------------------------------------------------------------------------------------

/** An appliance whose interfaces have no security groups of a cluster. */
export const applianceWithoutCluster = (name: string): Problem => ({
  where: name,
  found: "an appliance that has joined no cluster",
  allowed: "a call of join(cluster): without it, AWS gives its interfaces the VPC's default security group",
});

/** An appliance and a cluster that does not know it. */
export const applianceNotInCluster = (name: string): Problem => ({
  where: "cluster",
  found: `one that does not have ${name} among its nodes`,
  allowed: "the cluster that got the appliance's clusterNode",
});

/** An appliance that joins again. */
export const applianceInTwoClusters = (name: string): Problem => ({
  where: "cluster",
  found: `a second one for ${name}`,
  allowed: "one cluster for an appliance",
});
