import type { TerraformProvider } from "cdktf";
import type { ICertificateSource } from "./certificates/certificate";
import type { ClientAccessOptions } from "./client-access/client-access-props";
import type { MonitoringOptions } from "./monitoring/monitoring-options";
import type { NotificationsOptions } from "./monitoring/notifications";
import type { ReplicationOptions } from "./replication/replication";
import type { SemsNode } from "./sems-node";

/** Where the cluster's certificates come from. */
export interface ClusterCertificates {
  /** The one certificate that all nodes carry on Interface 2 (SEMS-CERT-2). */
  readonly client: ICertificateSource;
  /** The certificates of Interface 1, one per node (SEMS-CERT-1). */
  readonly replication: ICertificateSource;
}

/** Props of `SemsCluster`. Any string may be a token: it is checked when it is known. */
export interface SemsClusterProps {
  /** The name that clients are bound to for life; no node's own name (SEMS-LB-7). */
  readonly clientFqdn: string;
  /** The VPC of load balancers and security groups. */
  readonly vpcId: string;
  /** Two to six servers, in order of preference (SEMS-CLUSTER-1). */
  readonly nodes: readonly SemsNode[];
  /**
   * How clients reach the cluster: one client access per hosted zone.
   * @default - none; add them with `addClientAccess`
   */
  readonly clientAccess?: readonly ClientAccessOptions[];
  /** Where the certificates come from. */
  readonly certificates: ClusterCertificates;
  /**
   * Replication and administration of the nodes (Interface 1).
   * @default - no records for the nodes, no administration from outside
   */
  readonly replication?: ReplicationOptions;
  /**
   * Where alarms and notices about certificates go.
   * @default - nowhere
   */
  readonly notifications?: NotificationsOptions;
  /**
   * Which alarms notify, and whether there is a dashboard.
   * @default - with `notifications`, all alarms; no dashboard
   */
  readonly monitoring?: MonitoringOptions;
  /**
   * Provider of every resource; may be an alias.
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}
