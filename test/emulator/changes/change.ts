import {
  CertificateSource,
  LoadBalancingMethod,
  type ClientAccessOptions,
  type SemsClusterProps,
  type SemsNode,
} from "../../../lib";
import { upTo } from "../../support/cluster";
import { METHODS, type Network, type Way } from "../../support/ways";

/** How clients are directed, and what decides that a node is unhealthy. */
export interface Kind extends Pick<Way, "method" | "topology" | "scheme"> {
  /** Alarms where Route 53's checkers could probe, too. */
  readonly byAlarm?: true;
}

const LAYOUTS: readonly Omit<Kind, "method">[] = [
  { topology: "zonal", scheme: "internet-facing" },
  { topology: "zonal", scheme: "internet-facing", byAlarm: true },
  { topology: "zonal", scheme: "internal" },
  { topology: "per-node", scheme: "internet-facing" },
  { topology: "per-node", scheme: "internal" },
];

/** All of them. */
export const KINDS: readonly Kind[] = METHODS.flatMap((method) =>
  LAYOUTS.map((layout) => ({ ...layout, method })),
);

export const nameOfKind = ({ method, topology, scheme, byAlarm }: Kind): string =>
  [topology, scheme, ...(byAlarm === true ? ["alarms"] : []), method].join(" ");

/** What exists before the cluster. */
export interface Surroundings {
  readonly networkOf: (scheme: Way["scheme"]) => Network;
  /** Two Elastic IPs of each change. */
  readonly allocationIds: readonly string[];
  readonly authorityArn: string;
}

/** A cluster with one client access. */
export interface Setup {
  readonly access: ClientAccessOptions;
  readonly cluster: Omit<SemsClusterProps, "clientAccess" | "certificates">;
  readonly certificates: "existing" | "private-ca";
}

/** What a change is about to meet. */
export interface Context {
  readonly kind: Kind;
  readonly around: Surroundings;
  /** Distinguishes the addresses of one change from those of another. */
  readonly number: number;
}

/** Another setup than the one of the kind. */
export type Edit = (setup: Setup, context: Context) => Setup;

/** A cluster before and after one change. */
export interface ClusterChange {
  readonly name: string;
  /** What docs/operations.md has on it: first cells of rows of its tables, or headings. */
  readonly documented: readonly string[];
  /** The kinds that have such a change. */
  readonly fits: (kind: Kind) => boolean;
  /** Whether the docs say that the name is without an address for a time. */
  readonly nameVanishes?: true;
  /** Whether the docs say that a second deploy may be needed. */
  readonly mayNeedSecondDeploy?: true;
  /** What alone the plan may do, where the docs say so: lines of `changesOf`, without the prefix of the change. */
  readonly plans?: RegExp;
  readonly before?: Edit;
  readonly after?: Edit;
}

export const everyKind = (): boolean => true;
export const zonal = ({ topology }: Kind): boolean => topology === "zonal";
export const perNode = ({ topology }: Kind): boolean => topology === "per-node";
export const probed = ({ topology, scheme, byAlarm }: Kind): boolean =>
  topology === "zonal" && scheme === "internet-facing" && byAlarm !== true;
export const method =
  (...methods: readonly Kind["method"][]) =>
  (kind: Kind): boolean =>
    methods.includes(kind.method);

export const ZONAL: Kind = { method: "fail-over", topology: "zonal", scheme: "internet-facing" };
export const INTERNAL: Kind = { ...ZONAL, scheme: "internal" };
export const PER_NODE: Kind = { ...INTERNAL, topology: "per-node" };

/** Changes props of the client access. */
export const access =
  (
    change: Partial<ClientAccessOptions> | ((setup: Setup, context: Context) => Partial<ClientAccessOptions>),
  ): Edit =>
  (setup, context) => ({
    ...setup,
    access: { ...setup.access, ...(typeof change === "function" ? change(setup, context) : change) },
  });

/** Changes props of the cluster. */
export const cluster =
  (change: Partial<Setup["cluster"]>): Edit =>
  (setup) => ({ ...setup, cluster: { ...setup.cluster, ...change } });

/** With somebody to notify: alarms, and notices about certificates. */
export const notified: Edit = cluster({ notifications: { emails: ["ops@example.com"] } });

/** Changes one node, by its number. */
export const nodeNumber =
  (n: number, change: (node: SemsNode) => SemsNode): Edit =>
  (setup) => ({
    ...setup,
    cluster: {
      ...setup.cluster,
      nodes: setup.cluster.nodes.map((node, i) => (i === n - 1 ? change(node) : node)),
    },
  });

/** Several edits, one after the other. */
export const both =
  (...edits: readonly Edit[]): Edit =>
  (setup, context) =>
    edits.reduce((edited, edit) => edit(edited, context), setup);

/** An Interface 2 or a load balancer in zone number `zone`: below 20 nodes, from there on load balancers. */
export const addressIn = (zone: number, host: number): string => `10.42.${zone}.${host}`;

/** The setup of a kind, before any edit. */
export function setupOf({ kind, around, number }: Context): Setup {
  const { topology, scheme, byAlarm } = kind;
  const network = around.networkOf(scheme);
  const needsAddresses = scheme === "internal" && topology === "zonal";
  return {
    certificates: "existing",
    cluster: {
      clientFqdn: `change${number}.${network.hostedZone.name}`,
      vpcId: network.vpcId,
      nodes: upTo(kind.method === "fail-over" ? 2 : 3).map((n) => ({
        name: `sems${n}`,
        interface1: { fqdn: `sems${n}-${number}.${network.hostedZone.name}`, address: addressIn(n, 11) },
        interface2: {
          address: addressIn(n, 10),
          availabilityZone: network.subnets[n - 1]?.availabilityZone ?? "",
        },
      })),
    },
    access: {
      hostedZone: network.hostedZone,
      scheme,
      topology,
      method: methodOf(kind),
      subnets: network.subnets.map((subnet, i) =>
        needsAddresses ? { ...subnet, privateAddress: addressIn(i + 1, 20 + 2 * number) } : subnet,
      ),
      deletionProtection: false,
      ...(byAlarm === true ? { endpointHealth: { by: "cloudwatch-alarm" } } : {}),
    },
  };
}

function methodOf({ method }: Kind): LoadBalancingMethod {
  const methods = {
    "fail-over": LoadBalancingMethod.failOver(),
    "ordered-list": LoadBalancingMethod.orderedList(),
    weighted: LoadBalancingMethod.weighted(),
    manual: LoadBalancingMethod.manual("sems2"),
  };
  return methods[method];
}

const ACM = "arn:aws:acm:us-east-1:111122223333:certificate";

/** Clusters that take several changes at once, none of which touches what another does. */
export interface TriedChanges {
  readonly kind: Kind;
  readonly changes: readonly ClusterChange[];
}

/** The props of a cluster before or after its changes. */
export function propsOfChanges(
  { changes, kind }: TriedChanges,
  when: "before" | "after",
  surroundings: Omit<Context, "kind">,
): SemsClusterProps {
  const context = { ...surroundings, kind };
  // What comes after starts from the setup of the kind, so that a change can take back what was there before.
  const edits = changes.flatMap((change) => change[when] ?? []);
  const { cluster, access, certificates } = both(...edits)(setupOf(context), context);
  const privateCa = CertificateSource.privateCa(context.around.authorityArn);
  return {
    ...cluster,
    clientAccess: [access],
    certificates:
      certificates === "private-ca"
        ? { client: privateCa, replication: privateCa }
        : {
            client: CertificateSource.existing(`${ACM}/client`),
            replication: CertificateSource.existingPerNode(
              Object.fromEntries(cluster.nodes.map(({ name }) => [name, `${ACM}/${name}`])),
            ),
          },
  };
}
