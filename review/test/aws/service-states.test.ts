import { servicesIn } from "../../aws/services";
import { mainRows } from "../../report/summary";
import { reviewOf } from "../support/review";
import { objectionsOf } from "../support/findings";
import { KEYS, nameOf, ref, ScenarioDocument } from "../support/scenario-document";

const PORTS = [443, 636];

/** Two nodes with two services, each node's record checked on some ports, of which so many must answer. */
function pair(checked: readonly number[], threshold: number): ScenarioDocument {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2]], ports: PORTS });
  for (const port of PORTS) document.group(`nlb_${port}`, { port });
  for (const n of [1, 2]) {
    const children = checked.map((port) => document.probe(n, { port }));
    const id = document.check(n, {
      type: "CALCULATED",
      child_health_threshold: threshold,
      child_healthchecks: children,
    });
    document.failover(KEYS, n === 1 ? "PRIMARY" : "SECONDARY", { zone: n }, { health_check_id: id });
  }
  return document;
}

/** What clients of each port reach while one service of node 1 fails: `PORT: NODES`. */
const rowsOf = (document: ScenarioDocument, failed: number): string[] =>
  servicesIn(document.graph()).services.map(({ port, serviceStates }) => {
    const state = serviceStates.find(
      (row) => row.failed?.port === failed && row.failed.node.key === "10.0.1.10",
    );
    const shares = [...(state?.traffic.shares ?? [])].map(([key]) => key);
    return `${port}: ${shares.join()}${(state?.traffic.nowhere ?? 0) > 0 ? "nothing" : ""}`;
  });

describe("a service of a node may fail alone", () => {
  test("and where the record wants all services, clients of all of them go to the next node", () => {
    const document = pair([443, 636], 2);

    expect(rowsOf(document, 636)).toEqual(["443: 10.0.2.10", "636: 10.0.2.10"]);
    expect(objectionsOf("SEMS-LB-2", document.json)).toEqual([]);
  });

  test.each([["one check of several is enough", [443, 636], 1, [443, 636]]])(
    "its clients reach nothing where %s",
    (_why, checked, threshold, failing) => {
      const document = pair(checked, threshold);

      for (const port of failing) expect(rowsOf(document, port)).toContain(`${port}: nothing`);
      expect(objectionsOf("SEMS-LB-2", document.json)).toEqual(
        failing.map((port): unknown =>
          expect.stringMatching(
            new RegExp(
              `With port ${port} of 10\\.0\\.1\\.10 not answering, all clients of keys\\.example\\.com:${port} should be routed to 10\\.0\\.2\\.10, but 100 % reach nothing`,
            ),
          ),
        ),
      );
    },
  );

  test("a service that nothing checks is a row of the table, and no violation: one port may represent a node", () => {
    const document = pair([443], 1);

    expect(rowsOf(document, 636)).toEqual(["443: 10.0.1.10", "636: nothing"]);
    expect(objectionsOf("SEMS-LB-2", document.json)).toEqual([]);
  });

  test("a load balancer that probes another port than it routes to does not see it", () => {
    const behind = (health_check: readonly unknown[]) => {
      const document = new ScenarioDocument();
      for (const n of [1, 2]) {
        document.balancer({ name: `nlb${n}`, zones: n === 1 ? [[1]] : [[], [2]], ports: PORTS });
        for (const port of PORTS) document.group(`nlb${n}_${port}`, { port, health_check });
        document.failover(KEYS, n === 1 ? "PRIMARY" : "SECONDARY", {
          name: nameOf(`nlb${n}`),
          evaluates: true,
        });
      }
      return document;
    };

    expect(rowsOf(behind([{ protocol: "TCP", port: "traffic-port" }]), 636)).toEqual([
      "443: 10.0.2.10",
      "636: 10.0.2.10",
    ]);
    expect(rowsOf(behind([{ protocol: "TCP", port: "443" }]), 636)).toEqual([
      "443: 10.0.1.10",
      "636: nothing",
    ]);
  });

  test("the table has one row for a node whose services are alike, and a row for each that differs", () => {
    const namesIn = (document: ScenarioDocument): string[] =>
      reviewOf(document.json).services.flatMap((service) =>
        mainRows(service).flatMap(({ down, name }) =>
          down === "service" ? [`${service.port}: ${name}`] : [],
        ),
      );

    expect(namesIn(pair([443, 636], 2)).slice(0, 2)).toEqual([
      "443: one service of 10.0.1.10",
      "443: one service of 10.0.2.10",
    ]);
    expect(namesIn(pair([443], 1))).toContain("636: port 636 of 10.0.1.10");
  });

  test("an alarm on the target group of that service sees it", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]], ports: PORTS });
    for (const port of PORTS) document.group(`nlb_${port}`, { port });
    for (const n of [1, 2]) {
      document.add("aws_cloudwatch_metric_alarm", `a${n}`, {
        namespace: "AWS/NetworkELB",
        metric_name: "HealthyHostCount",
        comparison_operator: "LessThanThreshold",
        threshold: 1,
        dimensions: {
          LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
          TargetGroup: ref("aws_lb_target_group.nlb_636", "arn_suffix"),
          AvailabilityZone: n === 1 ? "us-east-1a" : "us-east-1b",
        },
      });
      const id = document.check(n, {
        type: "CLOUDWATCH_METRIC",
        cloudwatch_alarm_name: ref(`aws_cloudwatch_metric_alarm.a${n}`, "alarm_name"),
      });
      document.failover(KEYS, n === 1 ? "PRIMARY" : "SECONDARY", { zone: n }, { health_check_id: id });
    }

    expect(rowsOf(document, 636)).toEqual(["443: 10.0.2.10", "636: 10.0.2.10"]);
    expect(rowsOf(document, 443)).toEqual(["443: nothing", "636: 10.0.1.10"]);
  });
});
