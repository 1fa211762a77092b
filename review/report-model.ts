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
  /** Name of the hosted zone, or its id where nothing tells the name. */
  readonly zone: string;
  readonly port: number;
  /** What the tags and outputs say is meant; null without any. */
  readonly declared: { readonly method: string; readonly order: readonly string[] | null } | null;
  /** The nodes in the order in which they serve. */
  readonly nodes: readonly ServedNode[];
  /** Every set of dead nodes, by their number, then in the nodes' order. */
  readonly states: readonly State[];
  /** Each dead zone, with the nodes in it. */
  readonly zones: readonly ZoneState[];
  /** The time until clients reach the next node, at worst; null where no fail-over happens. */
  readonly failover: Failover | null;
  /** What a client's way looks like. */
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

/** Who serves new clients while some nodes are dead. */
export interface State {
  /** Names of the dead nodes. */
  readonly down: readonly string[];
  /** Names of the nodes that serve, with the part of the new clients that each has; in the nodes' order. */
  readonly servedBy: readonly { readonly node: string; readonly share: number }[];
  /** The part that reaches no working node. */
  readonly lost: number;
  /** Ids of the assumptions that this row rests on. */
  readonly assumptions: readonly string[];
}

/** Who serves while a zone is dead. */
export interface ZoneState extends State {
  readonly zone: string;
}

/** The parts of a fail-over's time. */
export interface Failover {
  readonly worstCaseSeconds: number;
  readonly steps: readonly { readonly what: string; readonly seconds: number }[];
}

/** A reading of AWS's behaviour that no document settles; docs/assumptions.md has more. */
export interface Assumption {
  readonly id: string;
  readonly text: string;
}

export type Level = "error" | "warning";

/** Something that a rule objects to. */
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
  /** Why somebody accepts it; null where nobody does. */
  readonly acknowledged: string | null;
}

/** What a plan does. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  /** What clients or administrators will notice. */
  readonly disruptive: readonly Disruption[];
}

/** A change of one resource that people notice. */
export interface Disruption {
  readonly address: string;
  readonly why: string;
  /** What happens to the resource, where that is known. */
  readonly action?: "create" | "update" | "replace" | "delete";
}

/** A client's way through the resources, first choice first. */
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
  /** Whether clients go this way while all nodes are alive. */
  readonly taken: boolean;
}
