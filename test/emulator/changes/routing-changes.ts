import { ClientService, LoadBalancingMethod } from "../../../lib";
import {
  access,
  both,
  everyKind,
  method,
  nodeNumber,
  notified,
  perNode,
  probed,
  zonal,
  type ClusterChange,
  type Edit,
} from "./change";

const ORDER = "order of the nodes, `maintenance`";
const TO_MANUAL = "fail-over or ordered list to `manual`, and back";
const SERVICES = "`services`, `healthCheck`, `endpointHealth`";

const reversed: Edit = (setup) => ({
  ...setup,
  cluster: { ...setup.cluster, nodes: [...setup.cluster.nodes].reverse() },
});
const maintenance: Edit = nodeNumber(1, (node) => ({ ...node, maintenance: true }));

/** Weighted, the load balancer changes, too; with `manual`, neither order nor maintenance changes anything. */
const inOrder = method("fail-over", "ordered-list");

/** Records in place; weighted, its listeners and tags, too; with notifications, the alarm on failover. */
const RECORDS_IN_PLACE =
  /^aws_route53_record\.\S+: update$|^aws_cloudwatch_composite_alarm\.\S+_Failover: update$/;
const WEIGHTED_IN_PLACE = /^aws_(route53_record|lb_listener|lb)\.\S+: update$/;

const services = (...all: readonly ClientService[]): Edit => access({ services: all });

/** Changes that replace nothing: the rows of the first table. */
export const ROUTING_CHANGES: readonly ClusterChange[] = [
  {
    name: "the order of the nodes",
    documented: [ORDER],
    fits: inOrder,
    plans: RECORDS_IN_PLACE,
    after: reversed,
  },
  {
    name: "the order of the nodes, weighted",
    documented: [ORDER],
    fits: method("weighted"),
    plans: WEIGHTED_IN_PLACE,
    after: reversed,
  },
  {
    name: "the order of the nodes, with notifications",
    documented: [ORDER],
    fits: inOrder,
    plans: RECORDS_IN_PLACE,
    before: notified,
    after: both(notified, reversed),
  },
  {
    name: "maintenance of the first node",
    documented: [ORDER, "Upgrade the servers"],
    fits: inOrder,
    plans: RECORDS_IN_PLACE,
    after: maintenance,
  },
  {
    name: "maintenance of the first node, weighted",
    documented: [ORDER],
    fits: method("weighted"),
    plans: WEIGHTED_IN_PLACE,
    after: maintenance,
  },
  {
    name: "ttlSeconds",
    documented: ["`ttlSeconds`"],
    fits: zonal,
    plans: /^aws_route53_record\.\S+: update$/,
    after: access({ ttlSeconds: 20 }),
  },
  {
    name: "activeNode",
    documented: ["`activeNode`"],
    fits: method("manual"),
    plans: /^aws_route53_record\.\S+Records_Tier1_Primary: update$|^aws_lb\.\S+: update$/,
    after: access({ method: LoadBalancingMethod.manual("sems1") }),
  },
  {
    name: "to manual",
    documented: [TO_MANUAL],
    fits: method("fail-over", "ordered-list"),
    plans: /^aws_lb\.\S+: update$|^aws_route53_record\.\S+: (update|delete)$/,
    after: access({ method: LoadBalancingMethod.manual("sems1") }),
  },
  {
    name: "from manual to the ordered list",
    documented: [TO_MANUAL],
    fits: method("manual"),
    plans: /^aws_lb\.\S+: update$|^aws_route53_record\.\S+: (update|create)$/,
    after: access({ method: LoadBalancingMethod.orderedList() }),
  },
  {
    name: "to weighted",
    documented: ["to `weighted`"],
    fits: method("fail-over", "ordered-list", "manual"),
    after: access({ method: LoadBalancingMethod.weighted() }),
  },
  {
    name: "from weighted to the ordered list",
    documented: ["from `weighted`"],
    fits: method("weighted"),
    after: access({ method: LoadBalancingMethod.orderedList() }),
  },
  {
    name: "a service more",
    documented: [SERVICES],
    fits: everyKind,
    after: services(ClientService.HTTPS, ClientService.LDAPS),
  },
  {
    name: "a service less",
    documented: [SERVICES],
    fits: everyKind,
    before: services(ClientService.HTTPS, ClientService.LDAPS),
  },
  {
    name: "healthCheck, and a service with its own",
    documented: [SERVICES],
    fits: everyKind,
    before: services(ClientService.HTTPS, ClientService.LDAPS),
    after: both(
      services(ClientService.HTTPS, ClientService.LDAPS.withHealthCheck({ intervalSeconds: 30 })),
      access({ healthCheck: { intervalSeconds: 15, unhealthyThreshold: 3 } }),
    ),
  },
  {
    name: "failureThreshold and regions of endpointHealth",
    documented: [SERVICES],
    fits: probed,
    plans: /^aws_route53_health_check\.\S+: update$/,
    after: access({
      endpointHealth: { failureThreshold: 2, regions: ["us-east-1", "us-west-2", "eu-west-1"] },
    }),
  },
  {
    name: "failbackDelaySeconds",
    documented: ["Return by hand after a failover"],
    fits: (kind) => kind.method !== "manual",
    after: access({ failbackDelaySeconds: 60 }),
  },
  {
    name: "no more failbackDelaySeconds",
    documented: ["Return by hand after a failover"],
    fits: (kind) => kind.method !== "manual",
    before: access({ failbackDelaySeconds: 60 }),
  },
  {
    name: "tcpIdleTimeoutSeconds",
    documented: ["When a node fails"],
    fits: perNode,
    plans: /^aws_lb_listener\.\S+: update$/,
    after: access({ tcpIdleTimeoutSeconds: 60 }),
  },
];
