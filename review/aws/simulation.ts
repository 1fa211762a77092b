import ipaddr from "ipaddr.js";
import { Unknown, type Text } from "../terraform/value";
import type { CheckSurroundings } from "./check-health";
import type { Branch, Lead } from "./route53/record-targets";
import type { LoadBalancer } from "./elb/load-balancer";
import { choose } from "./route53/routing-policy";
import { isRecordHealthy } from "./record-health";
import type { RecordSet } from "./route53/records";
import { throughName, throughZone } from "./elb/traffic";
import { Way } from "./scenario";

/** Who looks a name up: clients get wherever the name leads, Route 53's checkers come from the internet. */
export type Traveller = "client" | "checker";

/** What a walk depends on. */
export interface WalkSurroundings extends CheckSurroundings {
  /** Asks once of each subject; says `onLoop` where the answer leads back to its own question. */
  once<T>(answers: Map<object, T>, subject: object, onLoop: T, ask: () => T): T;
  checkersReach(balancer: LoadBalancer, port: number): boolean;
}

/** Stands for whatever lies beyond the document: it never dies, as far as anybody can tell. */
const BEYOND = "beyond the document";

/** Failover sets below one another in AWS's examples. */
const DOCUMENTED_DEPTH = 2;

/** Where names and addresses lead in one world, on one port. */
export class Walk {
  private readonly ways = new Map<object, Way>();
  /** Failover sets on the way to what is at hand. */
  private depth = 0;

  public constructor(
    private readonly around: WalkSurroundings,
    private readonly port: number,
    private readonly traveller: Traveller,
  ) {}

  /** Where a record set leads. */
  public through(set: RecordSet): Way {
    const { around } = this;
    // Route 53 refuses a loop of aliases; a document may hold one.
    return around.once(this.ways, set, Way.nowhere(), () => {
      const isFailover = set.entries[0]?.policy === "failover";
      if (isFailover) this.depth += 1;
      if (this.depth > DOCUMENTED_DEPTH) around.assume("nested-failover");
      const branches = new Map(around.routing.leads.of(set).map((branch) => [branch.entry, branch] as const));
      const choices = choose(
        set.entries,
        (entry) => {
          const branch = branches.get(entry);
          return branch !== undefined && isRecordHealthy(branch, around);
        },
        (id) => {
          around.assume(id);
        },
      );
      const way = Way.split(
        choices.map(({ entry, part }) => ({ part, way: this.alongBranch(branches.get(entry)) })),
      );
      if (isFailover) this.depth -= 1;
      return way;
    });
  }

  /** Where a lead leads. */
  public along(lead: Lead): Way {
    const isChecker = this.traveller === "checker";
    if (lead.kind === "set") return this.through(lead.set);
    // Of a load balancer's address, its scheme tells whether it is private.
    if (isChecker && lead.kind !== "balancer" && isPrivate(lead.value)) return Way.nowhere();
    if (lead.kind === "node") return Way.to(lead.node);
    if (lead.kind === "beyond") return isChecker ? Way.to(BEYOND) : Way.nowhere();
    const { balancer } = lead;
    if (isChecker && !this.isOpenToCheckers(balancer)) return Way.nowhere();
    if (lead.zone === undefined) return throughName(balancer, this.port, this.around.world);
    const zone = balancer.zones.find(({ name }) => name === lead.zone);
    return zone === undefined ? Way.nowhere() : throughZone(balancer, zone, this.port, this.around.world);
  }

  /** A record with several values answers with all, and clients take one. */
  private alongBranch(branch: Branch | undefined): Way {
    return Way.split((branch?.leads ?? []).map((lead) => ({ part: 1, way: this.along(lead) })));
  }

  private isOpenToCheckers(balancer: LoadBalancer): boolean {
    return !balancer.isInternal && this.around.checkersReach(balancer, this.port);
  }
}

const PRIVATE_RANGES: readonly string[] = [
  "private",
  "carrierGradeNat",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "unspecified",
];

/** Whether Route 53's checkers cannot connect to an address, whatever stands there. */
export function isPrivate(address: Text): boolean {
  if (address instanceof Unknown) return address.attribute?.startsWith("private_") === true;
  return ipaddr.isValid(address) && PRIVATE_RANGES.includes(ipaddr.parse(address).range());
}
