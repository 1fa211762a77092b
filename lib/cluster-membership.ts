import type { SemsNode } from "./sems-node";

/** What an appliance takes from the cluster that it belongs to: the security groups of its interfaces. */
export interface ClusterSecurityGroups {
  /** For Interface 1. */
  readonly replication: { readonly securityGroup: { readonly id: string } };
  /** For Interface 2, one per client access. */
  readonly clientAccess: readonly {
    readonly securityGroups: { readonly interface2: { readonly id: string } };
  }[];
}

/** The cluster of each node that an appliance describes; undefined until a cluster has the node. */
const clusters = new WeakMap<SemsNode, { cluster: ClusterSecurityGroups | undefined }>();

/** Registers the node that an appliance describes, so that its cluster can be found. */
export function registerApplianceNode(node: SemsNode): void {
  clusters.set(node, { cluster: undefined });
}

/** The cluster that has an appliance's node; undefined until there is one. */
export const clusterOf = (node: SemsNode): ClusterSecurityGroups | undefined => clusters.get(node)?.cluster;

/** Records that a cluster has these nodes; nodes that no appliance describes are passed over. */
export function joinCluster(cluster: ClusterSecurityGroups, nodes: readonly SemsNode[]): void {
  for (const node of nodes) {
    const membership = clusters.get(node);
    if (membership !== undefined) membership.cluster = cluster;
  }
}
