import type { Block, Resource } from "../../terraform/resource-graph";
import { Unknown, type Text } from "../../terraform/value";
import type { NonEmpty } from "../../collections";
import { overlap } from "./cidr";
import { holdsFor, type Direction, type SecurityGroups } from "./security-groups";

/** One end of a connection, as far as the document specifies it. */
export interface ConnectionEnd {
  /** Its security groups; undefined where the document does not hold all of them, or it has none. */
  readonly groups: readonly Resource[] | undefined;
  /** The addresses or networks that it may have; undefined where the document does not specify them. */
  readonly networks: readonly Text[] | undefined;
}

/** Why security groups let no connection pass: the groups that do not, and whether they have any rule in that direction. */
export interface Refusal {
  readonly groups: Readonly<NonEmpty<Resource>>;
  readonly direction: Direction;
  readonly hasRules: boolean;
}

/** Whether a rule may hold for a TCP port: one whose protocol the document does not specify may be for any. */
const mayHoldFor = (rule: Block, port: number): boolean =>
  holdsFor(rule, port) ||
  rule.text("ip_protocol") instanceof Unknown ||
  rule.text("protocol") instanceof Unknown;

/**
 * Why the security groups of one end let no connection on a TCP port pass to or from the other end; undefined where they
 * do, or where the document does not specify enough.
 */
export function refusalOf(
  securityGroups: SecurityGroups,
  direction: Direction,
  own: ConnectionEnd,
  other: ConnectionEnd,
  port: number,
): Refusal | undefined {
  const [first, ...rest] = own.groups ?? [];
  if (first === undefined) return undefined;
  const groups = [first, ...rest] as const;
  if (groups.some((group) => group.isUnknown(direction))) return undefined;
  const rules = groups.flatMap((group) => securityGroups.of(group, direction));
  const passes = rules
    .filter(({ block }) => mayHoldFor(block, port))
    .flatMap((rule) => securityGroups.peersOf(rule).map((peer) => ({ peer, group: rule.group })))
    .some(({ peer, group }) => {
      switch (peer.kind) {
        case "list":
          return true;
        case "self":
          return other.groups === undefined || other.groups.includes(group);
        case "group":
          return peer.group === undefined || other.groups === undefined || other.groups.includes(peer.group);
        case "network":
          return (
            other.networks === undefined || other.networks.some((network) => overlap(network, peer.network))
          );
      }
    });
  return passes ? undefined : { groups, direction, hasRules: rules.length > 0 };
}
