import type { Resource } from "../terraform/resource-graph";
import type { Text } from "../terraform/value";
import { REPLICATION_PORT } from "../ports";
import type { SecurityGroupRoles } from "../facts/security-group-roles";
import {
  holdsFor,
  isFor,
  networksOf,
  onlyAddressOf,
  type Direction,
  type SecurityRule,
} from "../aws/network/security-groups";
import { holdsNetwork, publicCidrs } from "../aws/network/cidr";
import type { Rule, Violation } from "./rule";
import { listed } from "../wording";

/** Replication runs between the members, both ways, and is open to no other peer. */
export const replicationAmongMembers: Rule = {
  id: "SEMS-CLUSTER-2",
  level: "error",
  source: "KB 154069, 156803",
  violations: ({ services, securityGroupRoles: roles }) => {
    if (services.length === 0) return [];
    return roles.groups.all.flatMap((group) => {
      const rules = new GroupRules(roles, group);
      return [...rules.outsiders(), ...rules.oneWay()];
    });
  },
};

const INSTEAD = "Let in the security group itself, or the members' Interface 1 addresses one by one (/32).";

/** The rules of one group that hold for replication. */
class GroupRules {
  private readonly ingress: readonly SecurityRule[];
  private readonly egress: readonly SecurityRule[];
  private readonly isForReplication: boolean;

  public constructor(
    private readonly roles: SecurityGroupRoles,
    private readonly group: Resource,
  ) {
    this.isForReplication = roles.isForReplication(group);
    this.ingress = this.rules("ingress");
    this.egress = this.rules("egress");
  }

  /** Who is let in without being a member. */
  public outsiders(): Violation[] {
    const open = this.ingress.filter(
      // Of a group for something else, only what is written for replication is about it.
      ({ block }) => this.isForReplication || isFor(block, REPLICATION_PORT),
    );
    // What is open to the internet is AWS-SEC-2's.
    const publicNetworks = publicCidrs(open.flatMap(({ block }) => networksOf(block)));
    return open.flatMap((rule) => [...this.wideNetworks(rule, publicNetworks), ...this.otherGroups(rule)]);
  }

  /** Replication that goes one way only. */
  public oneWay(): Violation[] {
    if (!this.isForReplication) return [];
    const { address } = this.group;
    if (this.ingress.length === 0 && !this.isCovered("ingress")) {
      const message =
        `Nothing lets replication (${REPLICATION_PORT}) in to Interface 1: the members' data drift apart, and clients that fail over see ` +
        `stale data. ${INSTEAD}`;
      return [{ address, message }];
    }
    if (this.egress.length === 0 && !this.isCovered("egress")) {
      const message =
        `Nothing lets replication (${REPLICATION_PORT}) out of Interface 1, for Terraform takes AWS's rule that allows all out of the ` +
        `group: the members' data drift apart. Let ${REPLICATION_PORT} out to the same members that are let in.`;
      return [{ address, message }];
    }
    return [
      ...this.unidirectional(this.ingress, this.egress, "out to"),
      ...this.unidirectional(this.egress, this.ingress, "in from"),
    ];
  }

  private rules(direction: Direction): SecurityRule[] {
    return this.roles.groups
      .of(this.group, direction)
      .filter(({ block }) => holdsFor(block, REPLICATION_PORT));
  }

  /** Whether all that the document attaches the group to has other groups that let replication through. */
  private isCovered(direction: Direction): boolean {
    const { groups } = this.roles;
    const attached = groups.attachedTo(this.group);
    return (
      attached.length > 0 &&
      attached.every((resource) =>
        groups
          .groupsOf(resource)
          .some((group) =>
            groups.of(group, direction).some(({ block }) => holdsFor(block, REPLICATION_PORT)),
          ),
      )
    );
  }

  private wideNetworks({ block, address }: SecurityRule, publicNetworks: readonly string[]): Violation[] {
    const wide = networksOf(block).filter(
      (network): network is string =>
        typeof network === "string" &&
        onlyAddressOf(network) === undefined &&
        !publicNetworks.includes(network),
    );
    if (wide.length === 0) return [];
    const message =
      `Replication (${REPLICATION_PORT}) is open to ${listed(wide)}: whoever is there can speak to the members as if to its own cluster. ` +
      INSTEAD;
    return [{ address, message }];
  }

  private otherGroups(rule: SecurityRule): Violation[] {
    return this.roles.groups.peersOf(rule).flatMap((peer): Violation[] => {
      if (peer.kind !== "group" || peer.group === undefined) return [];
      const start = `Replication (${REPLICATION_PORT}) is open to ${peer.group.address}`;
      switch (this.roles.roleOf(peer.group)) {
        case "load-balancer":
          return [
            {
              address: rule.address,
              message: `${start}, the group of a load balancer: clients may reach it through that. ${INSTEAD}`,
            },
          ];
        case "elsewhere":
          return [
            {
              address: rule.address,
              message: `${start}, which the document attaches to no node of the cluster. ${INSTEAD}`,
              level: "warning",
            },
          ];
        default:
          return [];
      }
    });
  }

  /** Members that are named one by one in one direction, and not in the other. */
  private unidirectional(
    there: readonly SecurityRule[],
    back: readonly SecurityRule[],
    preposition: string,
  ): Violation[] {
    const named = addressesIn(back);
    const networks = back.flatMap(({ block }) => networksOf(block));
    // A direction that names no member one by one lets them through by the group, by a network or by a list.
    if (named.length === 0) return [];
    const isSure = back.every((rule) =>
      this.roles.groups.peersOf(rule).every(({ kind }) => kind === "network"),
    );
    const lost = addressesIn(there).filter(
      (member) => !networks.some((network) => holdsNetwork(network, member)),
    );
    if (lost.length === 0) return [];
    const members = listed(lost.map((member) => (typeof member === "string" ? member : member.expression)));
    const message =
      `Replication (${REPLICATION_PORT}) is not let ${preposition} ${members}, while it is the other way: members replicate in both directions. ` +
      `Add the rule.`;
    const violation = { address: this.group.address, message };
    // A member in the VPC may get through by the security group.
    return [isSure ? violation : { ...violation, level: "warning" }];
  }
}

/** The networks of single addresses that rules name for replication. */
const addressesIn = (rules: readonly SecurityRule[]): Text[] =>
  rules
    .filter(({ block }) => isFor(block, REPLICATION_PORT))
    .flatMap(({ block }) => networksOf(block))
    .filter((network) => onlyAddressOf(network) !== undefined);
