import {
  ClientService,
  LoadBalancingMethod,
  SemsCluster,
  type ClientAccessOptions,
  type MonitoringOptions,
  type SemsClusterProps,
} from "../../lib";
import { clusterProps, hostedZone, subnet, synth, upTo } from "./cluster";
import { topicArn } from "./config";

const notifications = { topicArn };

/** A client access by static addresses of two zones. */
export const access = (changes: Partial<ClientAccessOptions> = {}): ClientAccessOptions => ({
  hostedZone,
  scheme: "internet-facing",
  subnets: upTo(2).map(subnet),
  ...changes,
});

/** One of clients inside, by private addresses. */
export const internal = access({
  scheme: "internal",
  subnets: upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
});

/** One whose nodes must stay healthy for a while before they serve again. */
export const delayed = access({ failbackDelaySeconds: 60 });

/** One with a load balancer for each node. */
export const perNode = access({ topology: "per-node" });

/** One with a load balancer for all nodes, beside those of each zone. */
export const weighted = access({ method: LoadBalancingMethod.weighted() });

/** Client accesses of every kind. */
export const LAYOUTS: readonly (readonly [string, ClientAccessOptions])[] = [
  ["zonal by checkers", access()],
  ["zonal by checkers with a failback delay", delayed],
  ["zonal by alarm", internal],
  ["per-node", perNode],
  ["weighted", weighted],
  ["manual", access({ method: LoadBalancingMethod.manual("sems2") })],
  ["with two services", access({ services: [ClientService.HTTPS, ClientService.LDAPS] })],
];

/** A cluster with one client access, which is monitored. */
export const template = (
  options: ClientAccessOptions,
  monitoring?: MonitoringOptions,
  changes: Partial<SemsClusterProps> = {},
) =>
  synth((stack) => {
    const props = clusterProps(2, { clientAccess: [options], notifications, monitoring, ...changes });
    new SemsCluster(stack, "Keys", props);
  });
