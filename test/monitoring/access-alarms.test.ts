import { readFileSync } from "node:fs";
import { z } from "zod";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  ClientService,
  LoadBalancingMethod,
  SemsCluster,
  type ClientAccessOptions,
  type MonitoringOptions,
  type SemsClusterProps,
} from "../../lib";
import { RUNBOOKS } from "../../lib/monitoring/access-alarms";
import {
  clusterProps,
  hostedZone,
  newStack,
  node,
  problemsOf,
  subnet,
  synth,
  upTo,
} from "../support/cluster";
import { topicArn } from "../support/config";
import { PUBLISHED_METRICS } from "../support/published-metrics";
import { type Template, type Block } from "../support/template";

const notifications = { topicArn };

const access = (changes: Partial<ClientAccessOptions> = {}): ClientAccessOptions => ({
  hostedZone,
  scheme: "internet-facing",
  subnets: upTo(2).map(subnet),
  ...changes,
});
const internal = access({
  scheme: "internal",
  subnets: upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
});
const delayed = access({ failbackDelaySeconds: 60 });
const perNode = access({ topology: "per-node" });
const weighted = access({ method: LoadBalancingMethod.weighted() });

const LAYOUTS: readonly (readonly [string, ClientAccessOptions])[] = [
  ["zonal by checkers", access()],
  ["zonal by checkers with a failback delay", delayed],
  ["zonal by alarm", internal],
  ["per-node", perNode],
  ["weighted", weighted],
  ["manual", access({ method: LoadBalancingMethod.manual("sems2") })],
  ["with two services", access({ services: [ClientService.HTTPS, ClientService.LDAPS] })],
];

const template = (
  options: ClientAccessOptions,
  monitoring?: MonitoringOptions,
  changes: Partial<SemsClusterProps> = {},
) =>
  synth((stack) => {
    const props = clusterProps(2, { clientAccess: [options], notifications, monitoring, ...changes });
    new SemsCluster(stack, "Keys", props);
  });

const namesOf = (made: Template, type: string): string[] =>
  Object.keys(made.resources(type))
    .filter((name) => name.includes("Monitoring"))
    .map((name) => name.replace("Keys_Monitoring_clients_", ""))
    .sort();
const metricAlarms = (made: Template): string[] => namesOf(made, "aws_cloudwatch_metric_alarm");
const composites = (made: Template): string[] => namesOf(made, "aws_cloudwatch_composite_alarm");

test.each(LAYOUTS)("%s: no alarm has another name in another order of the nodes", (_layout, options) => {
  const namesIn = (order: readonly number[]) => {
    const made = template(options, undefined, { nodes: order.map((n) => node(n)) });
    return ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].map((type) =>
      Object.fromEntries(
        Object.entries(made.resources(type)).map(([id, block]) => [id, block["alarm_name"]]),
      ),
    );
  };
  expect(namesIn([2, 1])).toEqual(namesIn([1, 2]));
});

const strings = (value: unknown): Record<string, string> => z.record(z.string(), z.string()).parse(value);

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

  test("are none where all are off", () => {
    const off = { noHealthyTarget: false, failover: false, noHealthyNode: false, failOpen: false };
    const made = template(access(), off);
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
      expect(rule).toMatch(
        /^ALARM\("\$\{aws_cloudwatch_metric_alarm\.Keys_ClientAccess_clients_Zones_us-east-1b_Alarm-443_\w+\.alarm_name\}"\)$/,
      );
    }
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

  test("on Route 53's own metrics are in us-east-1, with a topic of theirs", () => {
    const made = synth((stack) => {
      const provider = new AwsProvider(stack, "virginia", { alias: "virginia", region: "us-east-1" });
      const healthChecks = { provider, topicArn: "arn:aws:sns:us-east-1:111122223333:virginia" };
      const monitoring = { healthChecks };
      new SemsCluster(stack, "Keys", clusterProps(2, { notifications, monitoring }));
    });
    expect(
      made.resources("aws_cloudwatch_metric_alarm")["Keys_Monitoring_clients_HealthChecks_us-east-1a"],
    ).toMatchObject({
      provider: "aws.virginia",
      namespace: "AWS/Route53",
      metric_name: "HealthCheckStatus",
      threshold: 1,
      treat_missing_data: "breaching",
      alarm_actions: ["arn:aws:sns:us-east-1:111122223333:virginia"],
    });
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

describe.each(LAYOUTS)("Monitoring of a client access, %s,", (_which, options) => {
  const made = template(options);
  const alarms = Object.entries(made.resources("aws_cloudwatch_metric_alarm"));

  test("changes no resource that exists without it", () => {
    const blocks = (document: Template): Map<string, Block> => {
      const resources: Readonly<Record<string, Readonly<Record<string, Block>>>> = JSON.parse(
        JSON.stringify(document.json["resource"]),
      );
      return new Map(
        Object.entries(resources).flatMap(([type, byName]) =>
          Object.entries(byName).map(([name, block]) => [`${type}.${name}`, block] as const),
        ),
      );
    };
    const [before, after] = [
      blocks(template(options, undefined, { notifications: undefined })),
      blocks(made),
    ];
    for (const [address, block] of before)
      expect({ address, block: after.get(address) }).toEqual({ address, block });
    const added = [...after.keys()].filter((address) => !before.has(address));
    expect([...new Set(added.map((address) => address.split(".")[0]))].sort()).toEqual([
      "aws_cloudwatch_composite_alarm",
      "aws_cloudwatch_event_rule",
      "aws_cloudwatch_event_target",
      "aws_cloudwatch_metric_alarm",
    ]);
  });

  test.each(alarms)("has %s on a metric that AWS publishes", (_name, alarm) => {
    const metric = PUBLISHED_METRICS[`${String(alarm["namespace"])} ${String(alarm["metric_name"])}`];
    expect(metric?.statistics).toContain(alarm["statistic"]);
    expect(metric?.dimensions).toContainEqual(Object.keys(strings(alarm["dimensions"])).sort());
    // A metric without data points while nothing happens must not alarm on their absence.
    if (metric?.reporting === "nonzero") expect(alarm["treat_missing_data"]).toBe("notBreaching");
    expect(["breaching", "notBreaching", "ignore"]).toContain(alarm["treat_missing_data"]);
  });

  test("has names of its own, which differ between alarms of both kinds", () => {
    const all = [...made.all("aws_cloudwatch_metric_alarm"), ...made.all("aws_cloudwatch_composite_alarm")];
    const names = all.map((alarm) => String(alarm["alarm_name"]));
    expect(new Set(names).size).toBe(names.length);
    const monitoring = names.filter((name) => !name.includes("certificate"));
    expect(monitoring.filter((name) => !/\$\{aws_lb\.\S+\.name\}/.test(name))).toEqual([]);
  });

  test("says what to do, and names a section of the docs", () => {
    const headings = readFileSync("docs/operations.md", "utf8").match(/^#+ .*$/gm) ?? [];
    for (const section of Object.values(RUNBOOKS)) expect(headings).toContain(`## ${section}`);
    const texts = [...made.all("aws_cloudwatch_metric_alarm"), ...made.all("aws_cloudwatch_composite_alarm")]
      .filter((alarm) => alarm["alarm_actions"] !== undefined)
      .map((alarm) => String(alarm["alarm_description"]))
      .filter((text) => !text.includes("certificate"));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      expect(text).toMatch(/Runbook: docs\/operations\.md of the SEMS constructs, "[^"]+"\.$/);
      // CloudWatch takes 1,024 characters.
      expect(text.length).toBeLessThan(1024);
    }
  });
});

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
