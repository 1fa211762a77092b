import type { ICertificateSource } from "../certificates/certificate";
import {
  checkClientAccess,
  checkServedCluster,
  type ClientAccessDescription,
} from "../client-access/validate-client-access";
import { DEFAULT_ACCESS_NAME } from "../client-access/client-access-props";
import { emptyList, zoneOfOtherRegion } from "./errors";
import type { Problem } from "./problem";
import { isResolved, type DeepPartial } from "../tokens";
import { checkMonitoring, type MonitoringOptions } from "../monitoring/monitoring-options";
import { checkNotifications, type NotificationsOptions } from "../monitoring/notifications";
import { checkReplication, type ReplicationOptions } from "../replication/replication";
import { checkNodes, type SemsNode } from "../sems-node";
import { checkUnique } from "./values";

/** A cluster as a program or a config file may describe it: any part may be missing or a token. */
export interface ClusterDescription {
  readonly clientFqdn?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly nodes?: DeepPartial<readonly SemsNode[]> | undefined;
  readonly clientAccess?: readonly (DeepPartial<ClientAccessDescription> | undefined)[] | undefined;
  readonly certificates?:
    | {
        readonly client?: ICertificateSource | undefined;
        readonly replication?: ICertificateSource | undefined;
      }
    | undefined;
  readonly replication?: DeepPartial<ReplicationOptions> | undefined;
  readonly notifications?: NotificationsOptions | undefined;
  readonly monitoring?: Omit<MonitoringOptions, "healthChecks"> | undefined;
}

/** Everything that is wrong with a cluster, in the order of its props. */
export function checkCluster(cluster: ClusterDescription, region: string | undefined): Problem[] {
  const { clientFqdn, nodes, certificates } = cluster;
  return [
    ...checkServedCluster(cluster),
    ...checkNodes("nodes", nodes),
    ...checkAccesses(cluster),
    ...checkRegion(cluster, region),
    ...(certificates?.client?.check("certificates.client", [{ commonName: clientFqdn }], region) ?? []),
    ...(certificates?.replication?.check(
      "certificates.replication",
      (nodes ?? []).map((node) => ({ commonName: node?.interface1?.fqdn, nodeName: node?.name })),
      region,
    ) ?? []),
    ...checkUnique(
      [
        ...(certificates?.client?.existing?.("certificates.client") ?? []),
        ...(certificates?.replication?.existing?.("certificates.replication") ?? []),
      ],
      "SEMS-CERT-1",
    ),
    ...checkReplication("replication", cluster.replication, nodes),
    ...checkNotifications("notifications", cluster.notifications, region),
    ...checkMonitoring("monitoring", cluster.monitoring, cluster.notifications !== undefined),
  ];
}

/** Everything that is wrong with the client accesses of a cluster, of which the last was added to a valid cluster. */
export const checkAddedAccess = (cluster: ClusterDescription, region: string | undefined): Problem[] => [
  ...checkAccesses(cluster),
  ...checkRegion(cluster, region),
];

/** Nodes and subnets are in zones of the region. */
function checkRegion({ nodes, clientAccess }: ClusterDescription, region: string | undefined): Problem[] {
  if (!isResolved(region)) return [];
  const zones = [
    ...(nodes ?? []).map((node, i) => ({
      path: `nodes[${i}].interface2.availabilityZone`,
      zone: node?.interface2?.availabilityZone,
    })),
    ...(clientAccess ?? []).flatMap((access, i) =>
      (access?.subnets ?? []).map((subnet, j) => ({
        path: `clientAccess[${i}].subnets[${j}].availabilityZone`,
        zone: subnet?.availabilityZone,
      })),
    ),
  ];
  return zones.flatMap(({ path, zone }) =>
    isResolved(zone) && !isZoneOf(region, zone) ? [zoneOfOtherRegion(path, zone, region)] : [],
  );
}

/** A region's zones have its name and a letter; Local Zones have their place between. */
const isZoneOf = (region: string, zone: string): boolean =>
  zone.startsWith(region) && /^(-[a-z]+-\d+)?[a-z]$/.test(zone.slice(region.length));

function checkAccesses(cluster: ClusterDescription): Problem[] {
  const { clientAccess } = cluster;
  if (clientAccess === undefined) return [];
  if (clientAccess.length === 0) return [emptyList("clientAccess", "at least one client access")];
  return [
    ...clientAccess.flatMap((access, i) => checkClientAccess(`clientAccess[${i}]`, access ?? {}, cluster)),
    ...checkUnique(
      clientAccess.map((access, i) => ({
        path: `clientAccess[${i}].name`,
        value: access?.name ?? DEFAULT_ACCESS_NAME,
      })),
    ),
    // One zone holds a name's failover records once (SEMS-DNS-1).
    ...checkUnique(
      clientAccess.map((access, i) => ({
        path: `clientAccess[${i}].hostedZone.id`,
        value: access?.hostedZone?.id,
      })),
      "SEMS-DNS-1",
    ),
    ...checkAddresses(clientAccess),
  ];
}

/** An address belongs to one load balancer of one access. Duplicates within an access have their own check. */
function checkAddresses(accesses: readonly (DeepPartial<ClientAccessDescription> | undefined)[]): Problem[] {
  const keys = ["allocationId", "privateAddress"] as const;
  return keys.flatMap((key) => {
    const found = accesses.map((access, i) => {
      const places = (access?.subnets ?? []).map((subnet, j) => ({
        path: `clientAccess[${i}].subnets[${j}].${key}`,
        value: subnet?.[key],
      }));
      return places.filter((place, j) => places.findIndex(({ value }) => value === place.value) === j);
    });
    return checkUnique(found.flat());
  });
}
