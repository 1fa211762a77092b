import { ClientService } from "../../../lib";
import {
  access,
  addressIn,
  both,
  everyKind,
  method,
  nodeNumber,
  perNode,
  probed,
  zonal,
  type ClusterChange,
  type Edit,
  type Kind,
} from "./change";

const ADDRESS = "`allocationId` or `privateAddress` changed";
const HEALTH = "`endpointHealth.by`, `.intervalSeconds`, `.protocol`";

const internetFacing = ({ scheme }: Kind): boolean => scheme === "internet-facing";

/** The first subnet with one of the change's own Elastic IPs. */
const elasticIp = (which: number): Edit =>
  access(({ access: { subnets } }, { around }) => ({
    subnets: subnets.map((subnet, i) =>
      i === 0 ? { ...subnet, allocationId: around.allocationIds[which] ?? "" } : subnet,
    ),
  }));

/** Subnets of the zones of the first two nodes, and the first two nodes. */
const twoZones: Edit = access(({ access: { subnets } }) => ({ subnets: subnets.slice(0, 2) }));
const twoNodes: Edit = (setup) => ({
  ...setup,
  cluster: { ...setup.cluster, nodes: setup.cluster.nodes.slice(0, 2) },
});

const custom = (name: string, port: number): Edit =>
  access({ services: [ClientService.HTTPS, ClientService.custom(name, port)] });

/** Changes that replace a resource, as AWS or the provider leaves no other way: the rows of the second table. */
export const REPLACING_CHANGES: readonly ClusterChange[] = [
  {
    name: "the scheme",
    documented: ["`scheme`"],
    fits: ({ topology, byAlarm }) => topology === "per-node" && byAlarm !== true,
    nameVanishes: true,
    after: (setup, context) => {
      const scheme = context.kind.scheme === "internal" ? "internet-facing" : "internal";
      const { hostedZone } = context.around.networkOf(scheme);
      return { ...setup, access: { ...setup.access, scheme, hostedZone } };
    },
  },
  {
    name: "the topology, to per-node",
    documented: ["`topology`"],
    fits: zonal,
    after: access(({ access: { subnets } }) => ({
      topology: "per-node",
      endpointHealth: undefined,
      subnets: subnets.map(({ id, availabilityZone }) => ({ id, availabilityZone })),
    })),
  },
  {
    name: "the topology, to zonal",
    documented: ["`topology`"],
    fits: perNode,
    after: access(({ access: { subnets } }, { kind, number }) => ({
      topology: "zonal",
      subnets: subnets.map((subnet, i) =>
        kind.scheme === "internal"
          ? { ...subnet, privateAddress: addressIn(i + 1, 20 + 2 * number) }
          : subnet,
      ),
    })),
  },
  {
    name: "an Elastic IP given",
    documented: [ADDRESS],
    fits: internetFacing,
    after: elasticIp(0),
  },
  {
    name: "an Elastic IP taken away",
    documented: [ADDRESS],
    fits: internetFacing,
    before: elasticIp(0),
  },
  {
    name: "another Elastic IP",
    documented: [ADDRESS],
    fits: internetFacing,
    before: elasticIp(0),
    after: elasticIp(1),
  },
  {
    name: "another private address",
    documented: [ADDRESS],
    fits: ({ topology, scheme }) => topology === "zonal" && scheme === "internal",
    after: access(({ access: { subnets } }, { number }) => ({
      subnets: subnets.map((subnet, i) =>
        i === 0 ? { ...subnet, privateAddress: addressIn(1, 21 + 2 * number) } : subnet,
      ),
    })),
  },
  {
    name: "a subnet less",
    documented: ["a subnet removed"],
    fits: ({ topology, method }) => topology === "zonal" || method === "weighted",
    before: twoNodes,
    after: both(twoNodes, twoZones),
  },
  {
    name: "another name of a node, per-node",
    documented: ["per-node: a node's `name`"],
    fits: perNode,
    after: nodeNumber(1, (node) => ({ ...node, name: "mail1" })),
  },
  {
    name: "another zone of a node, per-node",
    documented: ["per-node: a node's zone"],
    fits: perNode,
    before: twoNodes,
    after: both(
      twoNodes,
      nodeNumber(2, (node) => ({
        ...node,
        interface2: { address: addressIn(3, 10), availabilityZone: "us-east-1c" },
      })),
    ),
  },
  {
    name: "another name of the client access",
    documented: ["`name` of a client access"],
    fits: (kind) => kind.method === "fail-over" && kind.scheme === "internet-facing",
    nameVanishes: true,
    mayNeedSecondDeploy: true,
    after: access({ name: "staff" }),
  },
  {
    name: "another port of a service",
    documented: ["another port of a service"],
    fits: everyKind,
    before: custom("portal", 8443),
    after: custom("portal", 8444),
  },
  {
    name: "endpointHealth by alarms",
    documented: [HEALTH],
    fits: probed,
    after: access({ endpointHealth: { by: "cloudwatch-alarm" } }),
  },
  {
    name: "endpointHealth by Route 53's checkers",
    documented: [HEALTH],
    fits: ({ byAlarm }) => byAlarm === true,
    after: access({ endpointHealth: { by: "route53-checkers" } }),
  },
  {
    name: "interval and protocol of endpointHealth",
    documented: [HEALTH],
    fits: (kind) => probed(kind) && method("fail-over", "ordered-list", "weighted")(kind),
    after: access({ endpointHealth: { intervalSeconds: 30, protocol: "HTTPS" } }),
  },
];
