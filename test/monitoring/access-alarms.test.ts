import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  ClientService,
  LoadBalancingMethod,
  SemsCluster,
  type ClientAccessOptions,
  type MonitoringOptions,
} from "../../lib";
import { clusterProps, problemsOf, synth } from "../support/cluster";
import { topicArn } from "../support/config";
import { access, delayed, internal, perNode, template, weighted } from "../support/monitored-access";
import type { Template } from "../support/template";

const notifications = { topicArn };

const OFF = { noHealthyTarget: false, failover: false, noHealthyNode: false, failOpen: false };

const namesOf = (made: Template, type: string): string[] =>
  Object.keys(made.resources(type))
    .filter((name) => name.includes("Monitoring"))
    .map((name) => name.replace("Keys_Monitoring_clients_", ""))
    .sort();
const metricAlarms = (made: Template): string[] => namesOf(made, "aws_cloudwatch_metric_alarm");
const composites = (made: Template): string[] => namesOf(made, "aws_cloudwatch_composite_alarm");

describe("The alarms of a client access", () => {
  test("are on by default once there are notifications, and on nothing without them", () => {
    const made = template(access());
    expect(metricAlarms(made)).toEqual([
      "FailOpen_us-east-1a",
      "FailOpen_us-east-1b",
      "Nodes_us-east-1a_443",
      "Nodes_us-east-1b_443",
    ]);
    expect(composites(made)).toEqual(["Failover", "NoHealthyNode"]);
    const without = template(access(), undefined, { notifications: undefined });
    expect([metricAlarms(without), composites(without)]).toEqual([[], []]);
  });

  test.each<[keyof MonitoringOptions, string[], string[]]>([
    [
      "noHealthyTarget",
      ["FailOpen_us-east-1a", "FailOpen_us-east-1b", "Nodes_us-east-1a_443", "Nodes_us-east-1b_443"],
      ["Failover", "NoHealthyNode"],
    ],
    [
      "failover",
      ["FailOpen_us-east-1a", "FailOpen_us-east-1b", "Nodes_us-east-1a_443", "Nodes_us-east-1b_443"],
      ["NoHealthyNode"],
    ],
    [
      "noHealthyNode",
      ["FailOpen_us-east-1a", "FailOpen_us-east-1b", "Nodes_us-east-1a_443", "Nodes_us-east-1b_443"],
      ["Failover"],
    ],
    ["failOpen", ["Nodes_us-east-1a_443", "Nodes_us-east-1b_443"], ["Failover", "NoHealthyNode"]],
  ])("can be switched off: %s", (name, metrics, composed) => {
    const made = template(access(), { [name]: false });
    expect([metricAlarms(made), composites(made)]).toEqual([metrics, composed]);
    // What other alarms read still exists then, and notifies no one.
    const ofNode = made.resources("aws_cloudwatch_metric_alarm")[
      "Keys_Monitoring_clients_Nodes_us-east-1a_443"
    ];
    expect(ofNode?.["alarm_actions"]).toEqual(name === "noHealthyTarget" ? undefined : [topicArn]);
  });

  test.each<[keyof MonitoringOptions, string[], string[]]>([
    ["noHealthyTarget", ["Nodes_us-east-1a_443", "Nodes_us-east-1b_443"], []],
    ["failover", ["Nodes_us-east-1a_443", "Nodes_us-east-1b_443"], ["Failover"]],
    ["noHealthyNode", ["Nodes_us-east-1a_443", "Nodes_us-east-1b_443"], ["NoHealthyNode"]],
    ["failOpen", ["FailOpen_us-east-1a", "FailOpen_us-east-1b"], []],
  ])("can be on alone: %s", (name, metrics, composed) => {
    const made = template(access(), { ...OFF, [name]: true });
    expect([metricAlarms(made), composites(made)]).toEqual([metrics, composed]);
  });

  test("are none where all are off", () => {
    const made = template(access(), OFF);
    expect([metricAlarms(made), composites(made)]).toEqual([[], []]);
  });

  test("read an alarm that is endpoint health already, in place of a second one on its metric", () => {
    for (const options of [internal, delayed]) {
      const made = template(options);
      expect(metricAlarms(made)).toEqual(["FailOpen_us-east-1a", "FailOpen_us-east-1b"]);
      expect(composites(made)).toEqual([
        "Failover",
        "NoHealthyNode",
        "Nodes_us-east-1a_443",
        "Nodes_us-east-1b_443",
      ]);
      const rule = made.resources("aws_cloudwatch_composite_alarm")[
        "Keys_Monitoring_clients_Nodes_us-east-1b_443"
      ]?.["alarm_rule"];
      expect(
        made.resources("aws_cloudwatch_composite_alarm")["Keys_Monitoring_clients_NoHealthyNode"]?.[
          "alarm_rule"
        ],
      ).toMatch(
        /^\(ALARM\("\S+_us-east-1a_Alarm-443_\S+"\)\) AND \(ALARM\("\S+_us-east-1b_Alarm-443_\S+"\)\)$/,
      );
      expect(rule).toMatch(
        /^ALARM\("\$\{aws_cloudwatch_metric_alarm\.Keys_ClientAccess_clients_Zones_us-east-1b_Alarm-443_\w+\.alarm_name\}"\)$/,
      );
    }
  });

  test("read of each service its own alarm that is endpoint health, unless what they report is off", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const rules = template({ ...internal, services }).resources("aws_cloudwatch_composite_alarm");
    for (const port of [443, 636])
      expect(rules[`Keys_Monitoring_clients_Nodes_us-east-1b_${port}`]?.["alarm_rule"]).toContain(
        `Zones_us-east-1b_Alarm-${port}_`,
      );
    expect(composites(template(internal, { noHealthyTarget: false }))).toEqual(["Failover", "NoHealthyNode"]);
  });

  test("on a node notify of its end, too", () => {
    const made = template(access()).resources("aws_cloudwatch_metric_alarm");
    expect(made["Keys_Monitoring_clients_Nodes_us-east-1b_443"]).toEqual({
      alarm_name: expect.stringMatching(
        /^SEMS keys\.example\.com 443 us-east-1b no healthy target \$\{aws_lb\.Keys_ClientAccess_clients_LoadBalancer_\w+\.name\}$/,
      ),
      alarm_description: expect.stringMatching(
        /^sems2 has no healthy target for https \(port 443\) of keys\.example\.com\. .*Runbook: .*"When a node fails"\.$/,
      ),
      namespace: "AWS/NetworkELB",
      metric_name: "HealthyHostCount",
      dimensions: {
        LoadBalancer: expect.stringContaining(".arn_suffix}"),
        TargetGroup: expect.stringContaining(".arn_suffix}"),
        AvailabilityZone: "us-east-1b",
      },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 1,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
      alarm_actions: [topicArn],
      ok_actions: [topicArn],
    });
  });

  test("on failover says which node does not serve", () => {
    const { Keys_Monitoring_clients_Failover: failover } = template(access()).resources(
      "aws_cloudwatch_composite_alarm",
    );
    expect(failover).toMatchObject({
      alarm_name: expect.stringMatching(
        /^SEMS keys\.example\.com failover in effect \$\{aws_lb\.\S+\.name\} \(composite\)$/,
      ),
      alarm_description: expect.stringContaining("another node than sems1 serves them"),
      alarm_actions: [topicArn],
      ok_actions: [topicArn],
    });
  });

  test("on fail-open notify as soon as a connection is routed to an unhealthy node", () => {
    const made = template(access()).resources("aws_cloudwatch_metric_alarm");
    expect(made["Keys_Monitoring_clients_FailOpen_us-east-1a"]).toMatchObject({
      alarm_name: expect.stringContaining("us-east-1a failed open"),
      alarm_description: expect.stringContaining("to an unhealthy node in us-east-1a"),
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      alarm_actions: [topicArn],
    });
  });

  test("on failover watches the first node, and not while none is healthy", () => {
    const ruleOf = (options: ClientAccessOptions, name: string) =>
      String(
        template(options).resources("aws_cloudwatch_composite_alarm")[`Keys_Monitoring_clients_${name}`]?.[
          "alarm_rule"
        ],
      ).replaceAll(
        /\$\{aws_cloudwatch_metric_alarm\.Keys_Monitoring_clients_Nodes_(\S+?)_\w{8}\.alarm_name\}/g,
        "$1",
      );
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    expect(ruleOf(access({ services }), "Failover")).toBe(
      '((ALARM("us-east-1a_443") OR ALARM("us-east-1a_636"))) AND NOT ' +
        '((ALARM("us-east-1a_443") OR ALARM("us-east-1a_636")) AND ' +
        '(ALARM("us-east-1b_443") OR ALARM("us-east-1b_636")))',
    );
    expect(ruleOf(perNode, "NoHealthyNode")).toBe('(ALARM("sems1_443")) AND (ALARM("sems2_443"))');
    // Weighted, the ordered list serves while any node is down.
    expect(ruleOf(weighted, "Failover")).toBe(
      '((ALARM("us-east-1a_443")) OR (ALARM("us-east-1b_443"))) AND NOT ' +
        '((ALARM("us-east-1a_443")) AND (ALARM("us-east-1b_443")))',
    );
  });

  test("on failover is none with the method manual", () => {
    expect(composites(template(access({ method: LoadBalancingMethod.manual("sems1") })))).toEqual([
      "NoHealthyNode",
    ]);
  });

  test("on fail-open watches the weighted load balancer as a whole", () => {
    const made = template(weighted).resources("aws_cloudwatch_metric_alarm");
    expect(made["Keys_Monitoring_clients_FailOpen_Weighted"]).toMatchObject({
      dimensions: { LoadBalancer: expect.stringContaining("Weighted_LoadBalancer") },
    });
  });

  const withHealthChecks = (options: ClientAccessOptions) =>
    synth((stack) => {
      const provider = new AwsProvider(stack, "virginia", { alias: "virginia", region: "us-east-1" });
      const healthChecks = { provider, topicArn: "arn:aws:sns:us-east-1:111122223333:virginia" };
      const monitoring = { healthChecks };
      new SemsCluster(stack, "Keys", clusterProps(2, { clientAccess: [options], notifications, monitoring }));
    });

  test("on Route 53's own metrics are in us-east-1, with a topic of theirs", () => {
    const made = withHealthChecks(access());
    expect(
      made.resources("aws_cloudwatch_metric_alarm")["Keys_Monitoring_clients_HealthChecks_us-east-1a"],
    ).toMatchObject({
      provider: "aws.virginia",
      namespace: "AWS/Route53",
      metric_name: "HealthCheckStatus",
      threshold: 1,
      treat_missing_data: "breaching",
      alarm_actions: ["arn:aws:sns:us-east-1:111122223333:virginia"],
      ok_actions: ["arn:aws:sns:us-east-1:111122223333:virginia"],
    });
  });

  test("on Route 53's own metrics are none where there is no check: per-node", () => {
    expect(metricAlarms(withHealthChecks(perNode)).filter((name) => name.includes("HealthChecks"))).toEqual(
      [],
    );
  });

  test("come with a client access that is added later", () => {
    const made = synth((stack) => {
      const cluster = new SemsCluster(
        stack,
        "Keys",
        clusterProps(2, { notifications, clientAccess: undefined }),
      );
      cluster.addClientAccess("clients", access());
    });
    expect(composites(made)).toEqual(["Failover", "NoHealthyNode"]);
  });

  test("need notifications where they are asked for", () => {
    const problems = problemsOf((stack) => {
      new SemsCluster(stack, "Keys", clusterProps(2, { monitoring: { failover: true, failOpen: false } }));
    });
    expect(problems).toEqual([
      "monitoring.failover: found true, without notifications; allowed: omit, or `notifications` with a topic or e-mail addresses",
    ]);
  });
});
