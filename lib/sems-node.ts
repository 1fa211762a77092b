import { nodeCount, notTargetable, sharedInterfaceAddress, invalidValue } from "./validation/errors";
import { NODE_COUNT } from "./limits";
import type { Problem } from "./validation/problem";
import { isResolved, type DeepPartial } from "./tokens";
import {
  checkFqdn,
  checkHostAddress,
  checkIpv4,
  checkLabel,
  checkUnique,
  isIpv4,
  isPrivateAddress,
} from "./validation/values";

/** Interface 1: replication (TCP 444) and administration. */
export interface Interface1 {
  /** The node's own FQDN, in its replication certificate as CN and SAN (SEMS-CERT-1). */
  readonly fqdn: string;
  /** IPv4 address. */
  readonly address: string;
}

/** Interface 2: where clients are served. */
export interface Interface2 {
  /** IPv4 address that the load balancer targets: private (RFC 1918) or 100.64.0.0/10 (SEMS-LB-5). */
  readonly address: string;
  /** Availability Zone in which the load balancer reaches this node, such as us-east-1a. */
  readonly availabilityZone: string;
  /**
   * True for a node outside the VPC, reached by Direct Connect, VPN or a peered network.
   * @default false
   */
  readonly outsideVpc?: boolean;
}

/** A server of the cluster. The package makes no servers: it describes those that exist. */
export interface SemsNode {
  /** Short name, unique in the cluster: letters, digits and hyphens. */
  readonly name: string;
  /** Replication and administration. */
  readonly interface1: Interface1;
  /** Clients. */
  readonly interface2: Interface2;
  /**
   * True while the node is in maintenance: it goes to the end of the order, and takes clients only when no other
   * node is left.
   * @default false
   */
  readonly maintenance?: boolean;
}

/** The nodes in the order in which they serve: as given, those in maintenance last. */
export function servingOrder(nodes: readonly SemsNode[]): readonly SemsNode[] {
  return [...nodes.filter((node) => !isInMaintenance(node)), ...nodes.filter(isInMaintenance)];
}

/** True for a node in maintenance. */
export const isInMaintenance = (node: SemsNode): boolean => node.maintenance === true;

/** Checks the nodes: their number (SEMS-CLUSTER-1), names, FQDNs and addresses. */
export function checkNodes(path: string, nodes: DeepPartial<readonly SemsNode[]> | undefined): Problem[] {
  if (nodes === undefined) return [];
  const outOfBounds = nodes.length < NODE_COUNT.min || nodes.length > NODE_COUNT.max;
  return [
    ...(outOfBounds ? [nodeCount(path, nodes.length)] : []),
    ...nodes.flatMap((node, i) => checkNode(`${path}[${i}]`, node)),
    ...checkUnique(
      nodes.map((node, i) => ({ path: `${path}[${i}].name`, value: node?.name })),
      "SEMS-CLUSTER-1",
    ),
    ...checkUnique(
      nodes.map((node, i) => ({ path: `${path}[${i}].interface1.fqdn`, value: node?.interface1?.fqdn })),
      "SEMS-CLUSTER-1",
    ),
    ...checkUnique(
      nodes.flatMap((node, i) => [
        { path: `${path}[${i}].interface1.address`, value: node?.interface1?.address },
        // A node that repeats its own address on both interfaces has its own message.
        ...(node?.interface2?.address === node?.interface1?.address
          ? []
          : [{ path: `${path}[${i}].interface2.address`, value: node?.interface2?.address }]),
      ]),
      "SEMS-CLUSTER-1",
    ),
  ];
}

function checkNode(path: string, node: DeepPartial<SemsNode> | undefined): Problem[] {
  const { name, interface1, interface2 } = node ?? {};
  return [
    ...checkLabel(`${path}.name`, name),
    ...checkFqdn(`${path}.interface1.fqdn`, interface1?.fqdn),
    ...checkHostAddress(`${path}.interface1.address`, interface1?.address),
    ...checkTarget(`${path}.interface2.address`, interface2?.address),
    ...(isResolved(interface2?.address) && interface2.address === interface1?.address
      ? [
          sharedInterfaceAddress(
            `${path}.interface2.address`,
            interface2.address,
            `${path}.interface1.address`,
          ),
        ]
      : []),
    ...checkZoneName(`${path}.interface2.availabilityZone`, interface2?.availabilityZone),
  ];
}

/** Checks that a Network Load Balancer can register an address: it takes no publicly routable one (NLB guide). */
function checkTarget(path: string, address: string | undefined): Problem[] {
  if (!isResolved(address) || !isIpv4(address)) return checkIpv4(path, address);
  return isPrivateAddress(address) ? [] : [notTargetable(path, address)];
}

/** Checks the form of an Availability Zone's name. */
export function checkZoneName(path: string, zone: string | undefined): Problem[] {
  if (!isResolved(zone) || /^[a-z]{2,}(-[a-z]+)+-[1-9](-[a-z]+-\d+)?[a-z]$/.test(zone)) return [];
  return [invalidValue(path, zone, "the name of an Availability Zone such as us-east-1a")];
}
