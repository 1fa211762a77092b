/* What the data plane is built from: AWS's resources reduced to what packets and queries meet. Times are in seconds. */

/** A Route 53 hosted zone, with its records. */
export interface HostedZone {
  readonly id: string;
  readonly name: string;
  readonly records: readonly DnsRecord[];
}

/** A record: of its set the only one, or one of several that a routing policy chooses from. */
export interface DnsRecord {
  readonly name: string;
  readonly type: "A" | "CNAME";
  readonly policy:
    | { readonly kind: "simple" }
    | { readonly kind: "failover"; readonly role: "PRIMARY" | "SECONDARY" }
    | { readonly kind: "weighted"; readonly weight: number };
  readonly healthCheck: string | undefined;
  readonly answer:
    | { readonly kind: "values"; readonly values: readonly string[]; readonly ttl: number }
    | { readonly kind: "alias"; readonly target: string; readonly evaluatesHealth: boolean };
}

/** A Route 53 health check. */
export type HealthCheck = { readonly id: string; readonly name: string } & (
  | EndpointCheck
  | {
      readonly kind: "calculated";
      readonly children: readonly string[];
      /** How many of them must be healthy. */
      readonly threshold: number;
    }
  | MetricCheck
);

export interface EndpointCheck {
  readonly kind: "endpoint";
  readonly protocol: "TCP" | "HTTP" | "HTTPS";
  readonly address: string;
  readonly port: number;
  readonly path: string;
  readonly interval: number;
  readonly threshold: number;
}

/** A check that watches the metric of an alarm: the healthy hosts of a target group, in one zone or in all. */
export interface MetricCheck {
  readonly kind: "metric";
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly zone: string | undefined;
  readonly period: number;
  readonly periods: number;
  /** Unhealthy below it. */
  readonly minimum: number;
  readonly withoutData: "Healthy" | "Unhealthy" | "LastKnownStatus";
}

/** A Network Load Balancer. */
export interface NetworkLoadBalancer {
  readonly name: string;
  readonly dnsName: string;
  readonly arnSuffix: string;
  /** One address for each zone. */
  readonly zones: readonly { readonly name: string; readonly address: string }[];
  readonly listeners: readonly Listener[];
}

export interface Listener {
  readonly port: number;
  readonly forwards: readonly { readonly group: TargetGroup; readonly weight: number }[];
  /** Whether a source keeps to the target group that it was given. */
  readonly sticky: boolean;
}

export interface TargetGroup {
  readonly name: string;
  readonly arnSuffix: string;
  readonly crossZone: boolean;
  readonly sticky: boolean;
  readonly terminatesUnhealthy: boolean;
  /** Fewer healthy targets than this, and traffic goes to all. */
  readonly routingMinimum: number;
  /** Fewer healthy targets than this, and the zone leaves DNS; 0 for never. */
  readonly dnsMinimum: number;
  readonly probe: {
    readonly protocol: "TCP" | "HTTP" | "HTTPS";
    readonly port: number | undefined;
    readonly path: string;
    readonly codes: readonly (readonly [from: number, to: number])[];
    readonly interval: number;
    readonly timeout: number;
    readonly healthyThreshold: number;
    readonly unhealthyThreshold: number;
  };
  readonly targets: readonly { readonly address: string; readonly port: number; readonly zone: string }[];
}

/** A SEMS server. */
export interface SemsNode {
  readonly name: string;
  /** Of Interface 2. */
  readonly address: string;
  readonly zone: string;
  readonly ports: readonly number[];
  /** Its own FQDN and the address of Interface 1, where the document has them. */
  readonly interface1: { readonly fqdn: string; readonly address: string } | undefined;
}

/** A name that clients use, and its ports. */
export interface ClientName {
  readonly fqdn: string;
  readonly zoneId: string;
  readonly ports: readonly number[];
  /** The addresses of its nodes. */
  readonly nodes: readonly string[];
}

/** All of it. */
export interface Description {
  readonly zones: readonly HostedZone[];
  readonly checks: readonly HealthCheck[];
  readonly loadBalancers: readonly NetworkLoadBalancer[];
  readonly nodes: readonly SemsNode[];
  readonly names: readonly ClientName[];
}
