import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { nodeCount, unknownActiveNode } from "../validation/errors";
import { InvalidPropsError } from "../validation/problem";
import type { Destination, IEndpoint, RecordAnswer } from "./endpoint";
import type { HostedZone } from "../hosted-zone";
import { ImportBlock } from "./import-block";
import type { LoadBalancingMethod } from "./load-balancing-method";
import { importId, type Takeover } from "./takeover";

/** Props of `FailoverRecords`. */
export interface FailoverRecordsProps {
  /** The name that clients ask for. */
  readonly fqdn: string;
  /** The zone that holds the name. */
  readonly hostedZone: HostedZone;
  /** Two endpoints or more, in the order in which they serve. */
  readonly endpoints: readonly Destination[];
  /**
   * True for a name that another record refers to, false for one that clients resolve.
   * @default false
   */
  readonly inner?: boolean;
  /**
   * How the records of the name itself come about where it is in use already.
   * @default - they are made
   */
  readonly takeover?: Takeover;
}

type Role = "Primary" | "Secondary";

/** The two records of a name. */
interface Tier {
  readonly name: string;
  /** Primary and secondary; none where a change batch makes them. */
  readonly records: readonly Route53Record[];
  readonly configs: readonly Route53RecordConfig[];
}

/**
 * Puts endpoints in order: the first healthy one answers, and the first of all where none is healthy.
 *
 * N endpoints make N-1 nested failover pairs (SEMS-DNS-1). Ids and set identifiers name tier and role, never a node
 * (AWS-R53-2), and the tree's shape depends only on the number of endpoints: another order is an update in place.
 *
 * @throws InvalidPropsError with fewer than two endpoints
 */
export class FailoverRecords extends Construct {
  /** All records, from the client FQDN down: primary and secondary of each tier. */
  public readonly records: readonly Route53Record[];
  /** The records of the name itself, in place of which a change batch is handed over; none without a takeover. */
  public readonly handedOver: readonly Route53RecordConfig[];
  /** What routes to this tree from another name of its zone: an alias that evaluates its health. */
  public readonly destination: Destination;

  public constructor(scope: Construct, id: string, props: FailoverRecordsProps) {
    super(scope, id);
    const [last, ...others] = [...props.endpoints].reverse();
    if (last === undefined || others.length === 0) {
      throw new InvalidPropsError(this.node.path, [nodeCount("endpoints", props.endpoints.length)]);
    }
    // From the last tier up: each is the secondary of the tier above.
    const tiers: Tier[] = [];
    let next = last;
    for (const endpoint of others) {
      const tier = this.addTier(others.length - tiers.length, endpoint, next, props);
      tiers.unshift(tier);
      next = {
        ...aliasTo(tier, props.hostedZone),
        hasFixedAddress: [endpoint, next].some(({ hasFixedAddress }) => hasFixedAddress === true),
      };
    }
    this.records = tiers.flatMap(({ records }) => records);
    this.handedOver = tiers.flatMap(({ records, configs }) => (records.length === 0 ? configs : []));
    this.destination = next;
  }

  private addTier(tier: number, first: Destination, second: Destination, props: FailoverRecordsProps): Tier {
    const scope = new Construct(this, `Tier${tier}`);
    const name = tier === 1 ? props.fqdn : `tier${tier}.${props.fqdn}`;
    const isTop = tier === 1 && props.inner !== true;
    const configOf = (role: Role, { answer }: Destination): Route53RecordConfig => ({
      zoneId: props.hostedZone.id,
      name,
      type: "A",
      setIdentifier: `tier${tier}-${role.toLowerCase()}`,
      failoverRoutingPolicy: { type: role.toUpperCase() },
      ...answer,
    });
    const configs = [configOf("Primary", first), configOf("Secondary", second)];
    if (isTop && props.takeover?.record !== undefined) return { name, configs, records: [] };
    const add = (role: Role, destination: Destination) => {
      const { dependsOn = [], hasFixedAddress } = destination;
      const config = configOf(role, destination);
      const record = new Route53Record(scope, role, {
        ...config,
        dependsOn: [...dependsOn],
        // Records stop referring to a removed tier before it is deleted; a renamed one is created before the old one is
        // destroyed. Not so the clients' own secondary: it must be gone before its primary becomes a plain record, and
        // come back after. Nor what refers to a load balancer that cannot exist twice.
        ...((isTop && role === "Secondary") || hasFixedAddress === true
          ? {}
          : { lifecycle: { createBeforeDestroy: true } }),
      });
      if (isTop && props.takeover?.adopt === true) new ImportBlock(record, importId(config));
      return record;
    };
    const primary = add("Primary", first);
    const dependsOn = [...(second.dependsOn ?? []), ...(isTop ? [primary] : [])];
    return { name, configs, records: [primary, add("Secondary", { ...second, dependsOn })] };
  }
}

/** An alias within the zone: as healthy as the records of that name (SEMS-DNS-1). */
const aliasTo = ({ name, records }: Tier, zone: HostedZone): Omit<Destination, "hasFixedAddress"> => ({
  answer: { alias: { name, zoneId: zone.id, evaluateTargetHealth: true } },
  // Route 53 refuses an alias to a name that does not exist yet.
  dependsOn: records,
});

/** What the records of a client access are made of. */
export interface ClientRecordsProps {
  /** The name that clients ask for. */
  readonly fqdn: string;
  /** The zone that holds the name. */
  readonly hostedZone: HostedZone;
  /** How clients are directed to the nodes. */
  readonly method: LoadBalancingMethod;
  /** One per node, in the order in which they serve. */
  readonly endpoints: readonly IEndpoint[];
  /** What routes to all nodes at once; weighted only. */
  readonly weighted: Destination | undefined;
  /** How the client FQDN's own records come about where it is in use already. */
  readonly takeover: Takeover | undefined;
}

/** The records of a client access. */
export interface ClientRecords {
  /** Those that are made, the client FQDN's first. */
  readonly records: readonly Route53Record[];
  /** Those that a change batch makes. */
  readonly handedOver: readonly Route53RecordConfig[];
}

/** Makes the records that route clients to the nodes. */
export function addClientRecords(scope: Construct, props: ClientRecordsProps): ClientRecords {
  const { fqdn, hostedZone, method, endpoints, weighted, takeover } = props;
  if (method.type === "manual") {
    const destination = activeEndpoint(scope, method, endpoints);
    return new ManualRecord(scope, "Records", { fqdn, hostedZone, destination, takeover });
  }
  if (weighted === undefined) return new FailoverRecords(scope, "Records", props);
  // The safety net: while a node is down, its share of the clients would be lost.
  const name = orderedName(fqdn);
  const ordered = new FailoverRecords(scope, "Ordered", { fqdn: name, hostedZone, endpoints, inner: true });
  const either = [weighted, ordered.destination];
  const top = new FailoverRecords(scope, "Records", { fqdn, hostedZone, endpoints: either, takeover });
  return { records: [...top.records, ...ordered.records], handedOver: top.handedOver };
}

/** The name of the ordered list below a weighted name. */
export const orderedName = (fqdn: string): string => `ordered.${fqdn}`;

/** The endpoint of the node that a person has chosen. */
function activeEndpoint(
  scope: Construct,
  { activeNode = "" }: LoadBalancingMethod,
  endpoints: readonly IEndpoint[],
): IEndpoint {
  const active = endpoints.find(({ nodeName }) => nodeName === activeNode);
  if (active !== undefined) return active;
  const names = endpoints.map(({ nodeName }) => nodeName);
  throw new InvalidPropsError(scope.node.path, [unknownActiveNode("method.activeNode", activeNode, names)]);
}

/** Props of `ManualRecord`. */
export interface ManualRecordProps {
  /** The name that clients ask for. */
  readonly fqdn: string;
  /** The zone that holds the name. */
  readonly hostedZone: HostedZone;
  /** Where all clients go. */
  readonly destination: Destination;
  /**
   * How the record comes about where the name is in use already.
   * @default - it is made
   */
  readonly takeover?: Takeover;
}

/**
 * One plain record that routes to one node, whatever its health: another node is one in-place update.
 *
 * It has the resource address of the failover records' first one, which Route 53 can exchange for it in one step: a plain
 * record and failover records of one name cannot coexist.
 */
export class ManualRecord extends Construct {
  /** The record; none where a change batch makes it. */
  public readonly records: readonly Route53Record[];
  /** The record that a change batch makes; none without a takeover. */
  public readonly handedOver: readonly Route53RecordConfig[];

  public constructor(scope: Construct, id: string, props: ManualRecordProps) {
    super(scope, id);
    const { fqdn, hostedZone, destination, takeover } = props;
    const config = {
      zoneId: hostedZone.id,
      name: fqdn,
      type: "A",
      ...withoutHealthCheck(destination.answer),
    };
    const isHandedOver = takeover?.record !== undefined;
    this.handedOver = isHandedOver ? [config] : [];
    if (isHandedOver) {
      this.records = [];
      return;
    }
    const record = new Route53Record(new Construct(this, "Tier1"), "Primary", {
      ...config,
      dependsOn: destination.dependsOn && [...destination.dependsOn],
      ...(destination.hasFixedAddress === true ? {} : { lifecycle: { createBeforeDestroy: true } }),
    });
    if (takeover?.adopt === true) new ImportBlock(record, importId(config));
    this.records = [record];
  }
}

/** A plain record has no other one to fall to. */
const withoutHealthCheck = ({ healthCheckId, ...answer }: RecordAnswer): RecordAnswer => answer;
