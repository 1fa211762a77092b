import { ClientService, SemsCluster, type ClientAccessOptions } from "../../lib";
import { clusterProps, newStack } from "../support/cluster";
import { access, LAYOUTS, perNode } from "../support/monitored-access";
import { PUBLISHED_METRICS } from "../support/published-metrics";

describe("The metrics of a client access", () => {
  const metricsOf = (options: ClientAccessOptions) => {
    const cluster = new SemsCluster(newStack(), "Keys", clusterProps(2, { clientAccess: [options] }));
    return cluster.clientAccessNamed("clients").metrics;
  };

  test.each(LAYOUTS)("are published by AWS, %s", (_which, options) => {
    const metrics = metricsOf(options);
    const all = [
      metrics.healthyNodes("sems2"),
      metrics.unhealthyNodes("sems2", ClientService.HTTPS),
      metrics.newFlows("sems2"),
      metrics.activeFlows("sems2"),
      metrics.targetResets("sems2"),
      metrics.failOpenFlows("sems2"),
      ...[metrics.healthCheckStatus("sems2")].filter((metric) => metric !== undefined),
    ];
    for (const { namespace, metricName, statistic, dimensions } of all) {
      const published = PUBLISHED_METRICS[`${namespace} ${metricName}`];
      expect(published?.statistics).toContain(statistic);
      expect(published?.dimensions).toContainEqual(Object.keys(dimensions).sort());
    }
  });

  test("know no check per-node, where an alias evaluates the load balancer", () => {
    expect(metricsOf(perNode).healthCheckStatus("sems1")).toBeUndefined();
    expect(metricsOf(access()).healthCheckStatus("sems1")).toMatchObject({ namespace: "AWS/Route53" });
  });

  test("of an unknown node or service are refused", () => {
    expect(() => metricsOf(access()).newFlows("sems3")).toThrow(
      'node: found "sems3"; allowed: the name of a node (sems1, sems2)',
    );
    expect(() => metricsOf(access()).healthyNodes("sems1", ClientService.LDAP)).toThrow(
      'service: found "ldap"; allowed: a service of the client access (https)',
    );
  });
});
