import { ClientService } from "../../../lib";
import {
  access,
  addressIn,
  both,
  cluster,
  everyKind,
  method,
  nodeNumber,
  notified,
  zonal,
  type ClusterChange,
  type Edit,
} from "./change";

/** The method fail-over takes two nodes, no more. */
const takesThree = method("ordered-list", "weighted", "manual");

const withoutLastNode: Edit = (setup) => ({
  ...setup,
  cluster: { ...setup.cluster, nodes: setup.cluster.nodes.slice(0, -1) },
});
const withoutLastSubnet: Edit = access(({ access: { subnets } }) => ({ subnets: subnets.slice(0, -1) }));

const recordsOfNodes: Edit = (setup) => ({
  ...setup,
  certificates: "private-ca",
  cluster: { ...setup.cluster, replication: { hostedZone: setup.access.hostedZone } },
});

const outsideVpc: Edit = nodeNumber(1, (node) => ({
  ...node,
  interface2: { ...node.interface2, outsideVpc: true },
}));

/** Changes of the cluster's members, and of what is around them. */
export const MEMBER_CHANGES: readonly ClusterChange[] = [
  {
    name: "a node's addresses",
    documented: ["Replace a node"],
    fits: everyKind,
    after: nodeNumber(1, (node) => ({
      ...node,
      interface1: { ...node.interface1, address: addressIn(1, 13) },
      interface2: { ...node.interface2, address: addressIn(1, 12) },
    })),
  },
  {
    name: "a node more, with its subnet",
    documented: ["Add a node"],
    fits: takesThree,
    before: both(withoutLastNode, withoutLastSubnet),
  },
  {
    name: "a node less, with its subnet left",
    documented: ["Remove a node"],
    fits: takesThree,
    after: withoutLastNode,
  },
  {
    name: "another name of a node, zonal",
    documented: ["Add a node"],
    fits: zonal,
    after: nodeNumber(1, (node) => ({ ...node, name: "mail1" })),
  },
  {
    name: "another FQDN of a node, with records and certificates of its own",
    documented: ["Add a node"],
    fits: (kind) => kind.method === "fail-over",
    before: recordsOfNodes,
    after: both(
      recordsOfNodes,
      nodeNumber(1, ({ interface1: { fqdn, address }, ...node }) => ({
        ...node,
        interface1: { fqdn: `mail-${fqdn}`, address },
      })),
    ),
  },
  {
    name: "another zone of a node, zonal",
    documented: ["Replace a node"],
    fits: (kind) => zonal(kind) && kind.method === "fail-over",
    after: nodeNumber(2, (node) => ({
      ...node,
      interface2: { address: addressIn(3, 10), availabilityZone: "us-east-1c" },
    })),
  },
  {
    name: "a node no longer outside the VPC",
    documented: ["Replace a node"],
    fits: everyKind,
    before: outsideVpc,
  },
  {
    name: "a node outside the VPC from now on",
    documented: ["Replace a node"],
    fits: everyKind,
    after: outsideVpc,
  },
  {
    name: "certificates of a private CA",
    documented: ["Install a certificate"],
    fits: (kind) => kind.method === "fail-over",
    plans: /^aws_acm_certificate\.\S+: create$/,
    after: (setup) => ({ ...setup, certificates: "private-ca" }),
  },
  {
    name: "certificates that exist, in place of those of a private CA",
    documented: ["Install a certificate"],
    fits: (kind) => kind.method === "fail-over",
    plans: /^aws_acm_certificate\.\S+: delete$/,
    before: (setup) => ({ ...setup, certificates: "private-ca" }),
  },
  {
    name: "notifications, which change nothing else",
    documented: ["What an alarm means"],
    fits: everyKind,
    plans: /^aws_(cloudwatch|sns)_\S+: create$/,
    after: notified,
  },
  {
    name: "no more notifications, which changes nothing else",
    documented: ["What an alarm means"],
    fits: everyKind,
    plans: /^aws_(cloudwatch|sns)_\S+: delete$/,
    before: notified,
  },
  {
    name: "fewer alarms and a dashboard, which change nothing else",
    documented: ["What an alarm means"],
    fits: everyKind,
    plans: /^aws_cloudwatch_\S+: (create|delete|update)$/,
    before: notified,
    after: both(
      notified,
      cluster({ monitoring: { noHealthyTarget: false, failOpen: false, dashboard: true } }),
    ),
  },
  {
    name: "networks of clients and administrators, and the clients' own addresses",
    documented: ["Before the first client is enrolled"],
    fits: (kind) => kind.method !== "weighted",
    before: access({ allowedClients: ["198.51.100.0/24", "203.0.113.0/24"] }),
    after: both(
      access({
        allowedClients: ["203.0.113.0/24", "192.0.2.0/24"],
        preserveClientIp: true,
        services: [ClientService.HTTPS, ClientService.SMTP],
      }),
      cluster({ replication: { adminClients: ["10.9.0.0/16"] } }),
    ),
  },
  {
    name: "deletion protection",
    documented: ["Take the cluster down"],
    fits: everyKind,
    plans: /^aws_lb\.\S+: update$/,
    before: access({ deletionProtection: true }),
  },
];
