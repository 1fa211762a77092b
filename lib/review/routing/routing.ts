import ipaddr from "ipaddr.js";
import type { Graph, Resource } from "../graph/graph";
import type { Text } from "../graph/value";
import { AddressBook } from "./address-book";
import type { AssumptionId } from "./assumptions";
import { checkersReach } from "./checkers-reach";
import { nameInZone } from "./domain-name";
import { Geography } from "./geography";
import { loadBalancersOf, type LoadBalancer } from "./load-balancer";
import { breaches, metricOf } from "./metric";
import { RecordSets, type RecordEntry, type RecordSet } from "./record-set";
import { isHealthy, isMixed, throughName, throughZone } from "./through-load-balancer";
import { Way, type World } from "./world";

/** A probe is healthy when more than this part of Route 53's checkers say so (Route 53 guide). */
const HEALTHY_PART = 0.18;

/** More levels than any tree of records that AWS would follow. */
const DEEPEST = 100;

/** Record types that lead clients to an address. */
const LEADING_TYPES: readonly string[] = ["A", "AAAA", "CNAME"];

/** Computes where Route 53 and the load balancers lead new clients, in any world. */
export class Routing {
  public readonly recordSets: RecordSets;
  public readonly loadBalancers: readonly LoadBalancer[];
  public readonly addresses: AddressBook;
  private readonly reached = new Map<string, boolean>();

  public constructor(public readonly graph: Graph) {
    this.recordSets = new RecordSets(graph);
    this.loadBalancers = loadBalancersOf(graph, (intents) => new Geography(graph, intents));
    this.addresses = new AddressBook(graph, this.loadBalancers);
  }

  /** Where clients of a record set end up on a port. */
  public way(set: RecordSet, port: number, world: World): Way {
    return new Walk(this, port, world).through(set);
  }

  /** Whether Route 53's checkers get through to a port of a load balancer. */
  public checkersReach(balancer: LoadBalancer, port: number): boolean {
    const key = `${port} ${balancer.resource.address}`;
    const reached = this.reached.get(key) ?? checkersReach(this.graph, balancer.resource, port);
    this.reached.set(key, reached);
    return reached;
  }

  /** The set that an alias, or a CNAME, of a set leads to; undefined where that is no record of the document. */
  public next(set: RecordSet, { resource }: RecordEntry): RecordSet | undefined {
    const [alias] = resource.blocks("alias");
    const target = alias === undefined ? cnameOf(set, resource) : alias.text("name");
    if (target === undefined) return undefined;
    const record = this.graph.named(target, "aws_route53_record");
    const name = nameInZone(record?.text("name") ?? target, set.zone.name);
    const sets = this.recordSets.named(set.zone, name);
    return alias === undefined
      ? sets.find(({ type }) => LEADING_TYPES.includes(type))
      : sets.find(({ type }) => type === set.type);
  }
}

/** The name that a CNAME record leads to. */
export const cnameOf = (set: RecordSet, resource: Resource): Text | undefined =>
  set.type === "CNAME" ? resource.texts("records")[0] : undefined;

/** One question: a port, in a world. */
class Walk {
  /** Record sets and checks that are being asked about: to meet one again is a loop. */
  private readonly asking = new Set<object>();
  private readonly ways = new Map<object, Way>();
  private readonly healths = new Map<object, boolean>();
  private readonly assumed = new Set<AssumptionId>();
  /** Record sets between the client's name and the one at hand. */
  private depth = 0;

  public constructor(
    private readonly routing: Routing,
    private readonly port: number,
    private readonly world: World,
  ) {}

  public through(set: RecordSet): Way {
    // Route 53 refuses a loop of aliases; a document may hold one.
    return this.once(this.ways, set, Way.nowhere(), () => {
      const chosen = this.choose(set);
      const parts = chosen.map((entry) => ({
        part: set.entries.length === 1 || entry.policy !== "weighted" ? 1 : entry.weight,
        way: this.follow(set, entry),
      }));
      const even = parts.every(({ part }) => part === 0);
      const way = Way.split(even ? parts.map(({ way }) => ({ part: 1, way })) : parts);
      return way.assuming(...this.assumed);
    });
  }

  /** The records that Route 53 may answer with (Route 53 guide, how records are chosen). */
  private choose(set: RecordSet): readonly RecordEntry[] {
    const { entries } = set;
    const [first] = entries;
    if (first === undefined || first.policy === "simple") return entries;
    const healthy = entries.filter((entry) => this.isHealthy(set, entry));
    if (first.policy === "failover") {
      const [primary, secondary] = ["PRIMARY", "SECONDARY"].map((role) =>
        entries.filter((entry) => entry.role === role),
      );
      const isUp = primary?.some((entry) => healthy.includes(entry)) === true;
      const isNextUp = secondary?.some((entry) => healthy.includes(entry)) === true;
      if (!isUp && !isNextUp) this.assumed.add("all-down");
      return (!isUp && isNextUp) || primary?.length === 0 ? (secondary ?? []) : (primary ?? []);
    }
    if (first.policy === "weighted") {
      const weighty = entries.filter(({ weight }) => weight > 0);
      const up = weighty.filter((entry) => healthy.includes(entry));
      if (up.length > 0) return up;
      const spare = healthy.filter(({ weight }) => weight === 0);
      if (spare.length > 0) return spare;
      return weighty.length > 0 ? weighty : entries;
    }
    if (first.policy !== "multivalue") this.assumed.add("client-location");
    return healthy.length > 0 ? healthy : entries;
  }

  private follow(set: RecordSet, entry: RecordEntry): Way {
    const { resource } = entry;
    const name = resource.blocks("alias")[0]?.text("name") ?? cnameOf(set, resource);
    if (name !== undefined) return this.followName(set, entry, name);
    const values = resource.texts("records");
    return Way.split(values.map((value) => ({ part: 1, way: this.toAddress(value) })));
  }

  private followName(set: RecordSet, entry: RecordEntry, name: Text): Way {
    const holder = this.routing.addresses.balancerNamed(name);
    if (holder?.kind === "balancer") {
      return holder.zone === undefined
        ? throughName(holder.balancer, this.port, this.world)
        : throughZone(holder.balancer, holder.zone, this.port, this.world).assuming("zonal-alias");
    }
    const next = this.routing.next(set, entry);
    if (next === undefined) return Way.nowhere();
    this.depth += 1;
    // Two failover sets, one below the other, are in AWS's examples.
    if (this.depth > 1) this.assumed.add("nested-failover");
    const way = this.through(next);
    this.depth -= 1;
    return way;
  }

  private toAddress(address: Text): Way {
    const holder = this.routing.addresses.holderOf(address);
    if (holder?.kind === "zone") return throughZone(holder.balancer, holder.zone, this.port, this.world);
    return holder?.kind === "node" ? Way.to(holder.node) : Way.nowhere();
  }

  /** Whether Route 53 takes a record for healthy: both its check and its alias's target must be. */
  private isHealthy(set: RecordSet, entry: RecordEntry): boolean {
    const { resource } = entry;
    const check = resource.link("health_check_id", "aws_route53_health_check");
    if (check !== undefined && !this.isCheckHealthy(check)) return false;
    const [alias] = resource.blocks("alias");
    if (alias?.flag("evaluate_target_health") !== true) return true;
    return this.isTargetHealthy(set, entry, alias.text("name"));
  }

  private isTargetHealthy(set: RecordSet, entry: RecordEntry, name: Text | undefined): boolean {
    const holder = name === undefined ? undefined : this.routing.addresses.balancerNamed(name);
    if (holder?.kind === "balancer") {
      if (holder.zone !== undefined) this.assumed.add("zonal-alias");
      if (isMixed(holder.balancer, this.world)) this.assumed.add("mixed-groups");
      return isHealthy(holder.balancer, this.world);
    }
    const next = this.routing.next(set, entry);
    // A target beyond the document never fails over, as far as anybody can tell.
    if (next === undefined) return true;
    return this.once(this.healths, next, false, () =>
      next.entries.some((below) => this.isHealthy(next, below)),
    );
  }

  private isCheckHealthy(check: Resource): boolean {
    // A disabled check is healthy, or unhealthy when it is inverted (API, HealthCheckConfig).
    const status =
      check.flag("disabled") === true ||
      this.once(this.healths, check, true, () => this.isCheckPassing(check));
    return check.flag("invert_healthcheck") === true ? !status : status;
  }

  private isCheckPassing(check: Resource): boolean {
    const type = check.known("type") ?? "";
    if (type === "CALCULATED") {
      const children = check.links("child_healthchecks", "aws_route53_health_check");
      const healthy = children.filter((child) => this.isCheckHealthy(child)).length;
      return healthy >= (check.number("child_health_threshold") ?? 0);
    }
    if (type === "CLOUDWATCH_METRIC") return this.isMetricFine(check);
    // A person moves a routing control; nothing that dies does.
    if (type === "RECOVERY_CONTROL") return true;
    return this.isProbeAnswered(check);
  }

  private isMetricFine(check: Resource): boolean {
    const alarm = check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
    const { graph, loadBalancers } = this.routing;
    const value = alarm === undefined ? undefined : metricOf(graph, alarm, loadBalancers, this.world);
    if (alarm === undefined || value === undefined) {
      this.assumed.add("unknown-metric");
      return true;
    }
    if (value === "missing") {
      this.assumed.add("metric-in-dead-zone");
      // LastKnownStatus: it was healthy before.
      return check.known("insufficient_data_health_status") !== "Unhealthy";
    }
    return !breaches(alarm, value);
  }

  private isProbeAnswered(check: Resource): boolean {
    const port = check.number("port") ?? ((check.known("type") ?? "").startsWith("HTTPS") ? 443 : 80);
    const address = check.text("ip_address");
    if (address !== undefined && address !== "") return this.isAnswered(address, port);
    const name = check.text("fqdn");
    return name === undefined || this.isNameAnswered(name, port);
  }

  private isAnswered(address: Text, port: number): boolean {
    const holder = this.routing.addresses.holderOf(address);
    if (holder?.kind === "zone") {
      const { balancer, zone } = holder;
      if (isPrivate(address) || balancer.isInternal) return false;
      if (!this.routing.checkersReach(balancer, port)) return false;
      return throughZone(balancer, zone, port, this.world).served(this.world) > HEALTHY_PART;
    }
    if (isPrivate(address)) return false;
    return holder?.kind === "node" ? !this.world.nodes.has(holder.node) : true;
  }

  private isNameAnswered(name: Text, port: number): boolean {
    const walk = new Walk(this.routing, port, this.world);
    for (const asked of this.asking) walk.asking.add(asked);
    const holder = this.routing.addresses.balancerNamed(name);
    if (holder?.kind === "balancer") {
      return throughName(holder.balancer, port, this.world).served(this.world) > HEALTHY_PART;
    }
    const key = nameInZone(name, undefined);
    const set = this.routing.recordSets.all.find(
      (candidate) => candidate.name === key && LEADING_TYPES.includes(candidate.type),
    );
    return set === undefined || walk.through(set).served(this.world) > HEALTHY_PART;
  }

  /** Asks once of each subject; where an answer leads back to its own question, or on and on, says `onLoop`. */
  private once<T>(answers: Map<object, T>, subject: object, onLoop: T, ask: () => T): T {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    if (this.asking.has(subject) || this.asking.size >= DEEPEST) return onLoop;
    this.asking.add(subject);
    const answer = ask();
    this.asking.delete(subject);
    answers.set(subject, answer);
    return answer;
  }
}

const PRIVATE_RANGES: readonly string[] = [
  "private",
  "carrierGradeNat",
  "loopback",
  "linkLocal",
  "uniqueLocal",
];

/** Whether Route 53's checkers cannot connect to an address, whatever stands there. */
export const isPrivate = (address: Text): boolean =>
  typeof address === "string" &&
  ipaddr.isValid(address) &&
  PRIVATE_RANGES.includes(ipaddr.parse(address).range());
