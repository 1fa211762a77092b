import {
  INTERNAL,
  KINDS,
  nameOfKind,
  PER_NODE,
  ZONAL,
  type ClusterChange,
  type TriedChanges,
} from "./change";
import { MEMBER_CHANGES } from "./member-changes";
import { REPLACING_CHANGES } from "./replacing-changes";
import { ROUTING_CHANGES } from "./routing-changes";

/** Changes of a deployed cluster: all that docs/operations.md describes. */
export const CLUSTER_CHANGES: readonly ClusterChange[] = [
  ...ROUTING_CHANGES,
  ...REPLACING_CHANGES,
  ...MEMBER_CHANGES,
];

const named = (...names: readonly string[]): ClusterChange[] =>
  names.map((name) => {
    const found = CLUSTER_CHANGES.find((change) => change.name === name);
    if (found === undefined) throw new Error(`no change is called ${name}`);
    return found;
  });

/**
 * What is tried in CI: few clusters, with several changes each, and none that creates or deletes a load balancer, which
 * takes the provider minutes.
 */
export const REPRESENTATIVE: readonly TriedChanges[] = [
  {
    kind: ZONAL,
    changes: named(
      "maintenance of the first node",
      "a node's addresses",
      "interval and protocol of endpointHealth",
      "certificates of a private CA",
      "notifications, which change nothing else",
    ),
  },
  {
    kind: { ...ZONAL, method: "ordered-list" },
    changes: named(
      "a node more, with its subnet",
      "endpointHealth by alarms",
      "another port of a service",
      "deletion protection",
    ),
  },
  {
    kind: INTERNAL,
    changes: named(
      "the order of the nodes, with notifications",
      "ttlSeconds",
      "a service less",
      "another name of a node, zonal",
    ),
  },
  {
    kind: PER_NODE,
    changes: named(
      "to manual",
      "tcpIdleTimeoutSeconds",
      "a node no longer outside the VPC",
      "another FQDN of a node, with records and certificates of its own",
      "a service more",
    ),
  },
];

/** All of them, one for each cluster, by kind of cluster. */
export const EVERY: ReadonlyMap<string, readonly TriedChanges[]> = new Map(
  KINDS.map((kind) => [
    nameOfKind(kind),
    CLUSTER_CHANGES.filter(({ fits }) => fits(kind)).map((change) => ({ changes: [change], kind })),
  ]),
);
