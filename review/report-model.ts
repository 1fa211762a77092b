/** What a review says, whatever it was made of: all that reports print. */
export interface Review {
  /** What was read: a file's name, a folder's, or `standard input`. */
  readonly source: string;
  readonly services: readonly Service[];
  readonly findings: readonly Finding[];
  /** What a plan changes; null for a configuration or a state. */
  readonly changes: Changes | null;
}

/** A name that clients use, at one port. */
export interface Service {
  /** Name of the stack, where there are several. */
  readonly stack?: string;
  readonly clientFqdn: string;
  /** Name of the hosted zone, or its id where the document does not give the name. */
  readonly zone: string;
  /** Id of the hosted zone, or the address of the resource whose id AWS will choose: two zones may have one name. */
  readonly zoneId?: string;
  readonly port: number;
  /** What the tags and outputs declare; null without any. */
  readonly declared: { readonly method: string; readonly order: readonly string[] | null } | null;
  /** Whether SEMS serves here, by the tags or because the reader says so: its rules are judged, and its words used. */
  readonly isSems: boolean;
  /** The nodes in the order in which they serve. */
  readonly nodes: readonly ServedNode[];
  /** Every set of nodes that are down, by their number, then in the nodes' order. */
  readonly states: readonly State[];
  /** Each zone that is down, with the nodes in it. */
  readonly zones: readonly ZoneState[];
  /** Each service of each node that fails alone, where the name has several services, and not too many to list. */
  readonly serviceStates?: readonly ServiceState[];
  /** What is served now, where the change makes a difference to it. */
  readonly before?: Pick<Service, "nodes" | "states" | "zones" | "serviceStates">;
  /** The time until clients reach the next node, at worst; null where no failover happens. */
  readonly failover: Failover | null;
  /** The path of clients to the nodes. */
  readonly diagram: Diagram;
  /** What this service's rows rest on without AWS having documented it. */
  readonly assumptions: readonly Assumption[];
}

export interface ServedNode {
  /** From the tags, else the address. */
  readonly name: string;
  /** Of Interface 2; `(known after apply)` where AWS chooses it. */
  readonly address: string;
  /** Availability Zone, where it is known. */
  readonly zone?: string;
}

/** Which nodes serve new clients while some are down. */
export interface State {
  /** Names of the nodes that are down. */
  readonly down: readonly string[];
  /** Names of the nodes that serve, with the part of the new clients that each has; in the nodes' order. */
  readonly servedBy: readonly { readonly node: string; readonly share: number }[];
  /** The part that reaches no healthy node. */
  readonly lost: number;
  /** Ids of the assumptions that this row rests on. */
  readonly assumptions: readonly string[];
}

/** Which nodes serve while a zone is down. */
export interface ZoneState extends State {
  readonly zone: string;
}

/** Which nodes serve while one service of a node fails and the node's others answer; no node is down then. */
export interface ServiceState extends State {
  readonly node: string;
  /** Port of the service's listener. */
  readonly port: number;
}

/** The failover time, and the time of the return. */
export interface Failover extends WorstCase {
  /** From the moment at which a node answers again to the last client's return to it. */
  readonly failback: WorstCase;
}

/** A worst-case time, and its parts. */
export interface WorstCase {
  readonly worstCaseSeconds: number;
  readonly steps: readonly { readonly what: string; readonly seconds: number }[];
}

/** A reading of AWS's behaviour that no document settles; docs/assumptions.md has more. */
export interface Assumption {
  readonly id: string;
  readonly text: string;
}

export type Level = "error" | "warning";

/** A violation of a rule. */
export interface Finding {
  /** Name of the stack, where there are several. */
  readonly stack?: string;
  /** Id of the rule, such as `SEMS-LB-2`. */
  readonly rule: string;
  readonly level: Level;
  /** Address of the resource that has to change. */
  readonly address: string;
  /** What happens to whom, and what to change. */
  readonly message: string;
  /** Where the rule comes from. */
  readonly source: string;
  /** Why it is accepted; null where it is not. */
  readonly acknowledged: string | null;
}

/**
 * What a change does to clients, worst first: some get no service; they move to another node; fewer nodes could serve them;
 * the plan does not specify; nothing.
 */
export type Effect = "outage" | "clients-move" | "redundancy-lost" | "unknown" | "none";

/** What a plan does. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  /** Resources that exist already and that Terraform takes over. */
  readonly import: number;
  /** Resources that get another address in Terraform and are left as they are. */
  readonly move: number;
  /** Resources that stay in AWS without Terraform managing them. */
  readonly forget: number;
  /** What was changed outside Terraform since the last apply. */
  readonly drift: readonly Drifted[];
  /** The worst that it does to clients, accepted or not. */
  readonly effect: Effect;
  /** Services that the change ends. */
  readonly removed: readonly Pick<Service, "clientFqdn" | "zone" | "port" | "nodes">[];
  /** What clients or administrators will notice, the worst first. */
  readonly disruptive: readonly Disruption[];
}

/** A resource that was changed outside Terraform. */
export interface Drifted {
  readonly address: string;
  readonly action: "update" | "delete";
  /** The attributes that differ; none of what was deleted. */
  readonly attributes: readonly string[];
}

/** A change of one resource that people notice. */
export interface Disruption {
  readonly address: string;
  readonly why: string;
  /** What happens to the resource, where that is known. */
  readonly action?: "create" | "update" | "replace" | "delete";
  readonly effect: Effect;
  /** What to do instead. */
  readonly instead: string;
  /** Where the package's documentation says how. */
  readonly runbook: string;
  /** Why it is accepted; null where it is not. */
  readonly acknowledged: string | null;
}

/** The path of clients through the resources, first choice first. */
export interface Diagram {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  readonly id: string;
  readonly kind: "name" | "address" | "load-balancer" | "node" | "other";
  /** First line, then what qualifies it. */
  readonly lines: readonly string[];
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Such as `PRIMARY` or `weight 10`. */
  readonly label: string;
  /** Whether clients take this path while all nodes are healthy. */
  readonly taken: boolean;
}
