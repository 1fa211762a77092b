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

/** Alarms that the rule of a composite alarm may refer to, and its characters (CloudWatch API, PutCompositeAlarm). */
export const COMPOSITE_ALARM = { children: 100, characters: 10_240 } as const;

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

function excesses(access: CountedAccess): Excess[] {
  const { services, networks, nodes, checkedPorts, nodePorts } = access;
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

/** What a composite alarm refers to. */
export interface CountedAlarm {
  /** What it is about, as in its name. */
  readonly name: string;
  readonly alarmRule: string;
  /** The alarms of its rule: as the rule has them, and as they are called but for tokens. */
  readonly children: readonly { readonly alarmName: string; readonly written: string }[];
}

/** A load balancer's name, which is part of the names of alarms and known once it is made: AWS allows 32 characters. */
const TOKEN = /\$\{TfToken\[[^\]]*\]\}/g;
const LONGEST_NAME = "n".repeat(32);

/** Warns of a composite alarm that CloudWatch refuses; no higher quota can be had. */
export function warnOfCompositeAlarm(scope: IConstruct, { name, alarmRule, children }: CountedAlarm): void {
  const { length } = children
    .reduce((rule, { alarmName, written }) => rule.replaceAll(alarmName, written), alarmRule)
    .replace(TOKEN, LONGEST_NAME);
  const { children: most, characters } = COMPOSITE_ALARM;
  if (children.length <= most && length <= characters) return;
  Annotations.of(scope).addWarning(
    `The alarm "${name}" refers to ${children.length} alarms (nodes × services) in up to ${length} characters, where ` +
      `CloudWatch takes ${most} in ${characters}. Deploying stops there: use fewer services, or switch the alarm off in ` +
      "monitoring.",
  );
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
