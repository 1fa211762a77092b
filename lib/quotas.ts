import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { isResolved } from "./tokens";

/*
 * AWS's default quotas that a valid client access can exceed. They can be raised, so that an excess is a warning: without
 * a higher quota, the deployment stops half-way.
 */

/** Rules per security group and direction (VPC guide, quotas). */
export const RULES_PER_GROUP = 60;

/** What a reference to the checkers' prefix list counts as (VPC guide, weights of AWS-managed prefix lists). */
export const CHECKERS_WEIGHT = 25;

/** Listeners per Network Load Balancer (NLB guide, quotas). */
export const LISTENERS = 50;

/** What is counted of a client access. */
export interface CountedAccess {
  readonly services: number;
  readonly networks: number;
  readonly nodes: number;
  /** Ports that Route 53's checkers need rules for; none where everyone may connect. */
  readonly checkedPorts: number;
  /** Ports that the load balancer connects to: the services' and other ports of health checks. */
  readonly nodePorts: number;
}

/** A count above its quota, with the props that change it. */
interface Excess {
  readonly what: string;
  readonly sum: string;
  readonly count: number;
  readonly quota: number;
  readonly remedy: string;
}

/** Warns, at synthesis, of each count above its quota. */
export function warnOfQuotas(scope: IConstruct, access: CountedAccess): void {
  for (const { what, sum, count, quota, remedy } of excesses(access)) {
    Annotations.of(scope).addWarning(
      `${what}: ${count} (${sum}), where AWS allows ${quota} by default. Deploying stops at the quota: ${remedy}, or raise it.`,
    );
  }
}

function excesses({ services, networks, nodes, checkedPorts, nodePorts }: CountedAccess): Excess[] {
  const clients = services * networks;
  const checkers = checkedPorts * CHECKERS_WEIGHT;
  const counted: Excess[] = [
    {
      what: "Inbound rules of the load balancer's security group",
      sum:
        `${services} services × ${networks} allowedClients` +
        (checkers === 0
          ? ""
          : ` + ${checkedPorts} probed ports × ${CHECKERS_WEIGHT} of the checkers' prefix list`),
      count: clients + checkers,
      quota: RULES_PER_GROUP,
      remedy:
        checkers === 0
          ? "combine networks of allowedClients"
          : 'set endpointHealth.port to probe one port, or endpointHealth.by to "cloudwatch-alarm"',
    },
    {
      what: "Outbound rules of the load balancer's security group",
      sum: `${nodePorts} ports × ${nodes} nodes`,
      count: nodePorts * nodes,
      quota: RULES_PER_GROUP,
      remedy: "use fewer services",
    },
    {
      what: "Listeners of a load balancer",
      sum: `${services} services`,
      count: services,
      quota: LISTENERS,
      remedy: "use fewer services",
    },
  ];
  return counted.filter(({ count, quota }) => isResolved(count) && count > quota);
}

/** Warns of too many rules for Interface 1: replication with each member, and each network on the admin ports. */
export function warnOfReplicationQuota(
  scope: IConstruct,
  nodes: number,
  networks: number,
  ports: number,
): void {
  const count = 1 + nodes + networks * ports;
  if (count <= RULES_PER_GROUP) return;
  Annotations.of(scope).addWarning(
    `Inbound rules of Interface 1's security group: ${count} (1 + ${nodes} nodes + ${networks} adminClients × ${ports} ` +
      `ports), where AWS allows ${RULES_PER_GROUP} by default. Deploying stops at the quota: combine networks of ` +
      "adminClients, or raise it.",
  );
}
