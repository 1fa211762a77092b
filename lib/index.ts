export { CertificateSource } from "./certificates/certificate-source";
export type {
  Certificate,
  CertificateRequest,
  ExistingCertificate,
  ICertificateSource,
} from "./certificates/certificate";
export type { CertificateNotices, CertificateNoticesProps } from "./certificates/certificate-notices";
export type {
  CertificatePlacement,
  ClientCertificate,
  ClientCertificateProps,
  NodeCertificate,
  ReplicationCertificates,
  ReplicationCertificatesProps,
} from "./certificates/cluster-certificates";
export { ClientAccess } from "./client-access/client-access";
export type { ClientAccessAttributes, IClientAccess } from "./client-access/imported-client-access";
export type { ClientAccessMetrics } from "./client-access/client-access-metrics";
export type { ClientAccessOptions, ClientAccessProps } from "./client-access/client-access-props";
export { ClientService } from "./client-access/client-service";
export type { Destination, IEndpoint, RecordAnswer } from "./client-access/endpoint";
export type { EndpointHealthProps, HealthSource } from "./client-access/endpoint-health";
export { FailoverRecords, type FailoverRecordsProps } from "./client-access/dns-records";
export type { FailoverStep, FailoverTime, WorstCaseTime } from "./client-access/failover-time";
export {
  LoadBalancingMethod,
  type LoadBalancingMethodType,
  type Weights,
} from "./client-access/load-balancing-method";
export type { ExistingRecord, Takeover } from "./client-access/takeover";
export type { ServiceAlarm, WatchedService, WatchedZone } from "./client-access/zone-alarm";
export type { NodeTargetGroup, NodeTargetGroupProps } from "./client-access/node-target-group";
export type { AccessSubnet } from "./client-access/access-subnet";
export type { NodeTarget, Topology, Zone } from "./client-access/placement";
export type {
  ClientAccessSecurityGroups,
  ClientAccessSecurityGroupsProps,
} from "./client-access/security-groups";
export type {
  EndpointContext,
  LoadBalancerOptions,
  ProbedService,
  StaticAddress,
} from "./client-access/network-load-balancer";
export type { TargetHealthCheck, TargetHealthCheckProps } from "./client-access/target-health-check";
export type { WeightedLoadBalancer, WeightedLoadBalancerProps } from "./client-access/weighted-load-balancer";
export type { ProbeProtocol } from "./limits";
export { formatProblem, InvalidPropsError, type Problem } from "./validation/problem";
export type { ApplianceInterface, ApplianceVolume, SemsApplianceProps } from "./hosting/appliance-props";
export { SemsAppliance } from "./hosting/sems-appliance";
export type { HostedZone } from "./hosted-zone";
export type { Metric } from "./metric";
export { AccessAlarms, type AccessAlarmsProps } from "./monitoring/access-alarms";
export { ClusterDashboard, type ClusterDashboardProps } from "./monitoring/dashboard";
export type { HealthCheckAlarmOptions, MonitoringOptions } from "./monitoring/monitoring-options";
export {
  Notifications,
  type NotificationsOptions,
  type NotificationsProps,
} from "./monitoring/notifications";
export { Replication, type ReplicationOptions, type ReplicationProps } from "./replication/replication";
export type {
  ReplicationSecurityGroup,
  ReplicationSecurityGroupProps,
} from "./replication/replication-security-group";
export type { ISemsCluster, SemsClusterAttributes } from "./imported-cluster";
export { SemsCluster } from "./sems-cluster";
export type { ClusterCertificates, SemsClusterProps } from "./sems-cluster-props";
export { servingOrder, type Interface1, type Interface2, type SemsNode } from "./sems-node";
