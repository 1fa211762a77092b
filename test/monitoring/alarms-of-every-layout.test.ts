import { readFileSync } from "node:fs";
import { z } from "zod";
import { RUNBOOKS } from "../../lib/monitoring/access-alarms";
import { node } from "../support/cluster";
import { LAYOUTS, template } from "../support/monitored-access";
import { PUBLISHED_METRICS } from "../support/published-metrics";
import type { Block, Template } from "../support/template";

const strings = (value: unknown): Record<string, string> => z.record(z.string(), z.string()).parse(value);

test.each(LAYOUTS)(
  "%s: another order of the nodes changes the alarm on failover only",
  (_layout, options) => {
    const alarmsIn = (order: readonly number[]) => {
      const made = template(options, undefined, { nodes: order.map((n) => node(n)) });
      const { Keys_Monitoring_clients_Failover: failover, ...composites } = made.resources(
        "aws_cloudwatch_composite_alarm",
      );
      return [made.resources("aws_cloudwatch_metric_alarm"), composites, failover?.["alarm_name"]];
    };
    expect(alarmsIn([2, 1])).toEqual(alarmsIn([1, 2]));
  },
);

describe.each(LAYOUTS)("Monitoring of a client access, %s,", (_which, options) => {
  const alarmsOf = () => {
    const made = template(options);
    return {
      metric: made.all("aws_cloudwatch_metric_alarm"),
      composite: made.all("aws_cloudwatch_composite_alarm"),
    };
  };

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
      blocks(template(options)),
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

  test("has all alarms on metrics that AWS publishes", () => {
    for (const alarm of alarmsOf().metric) {
      const metric = PUBLISHED_METRICS[`${String(alarm["namespace"])} ${String(alarm["metric_name"])}`];
      expect(metric?.statistics).toContain(alarm["statistic"]);
      expect(metric?.dimensions).toContainEqual(Object.keys(strings(alarm["dimensions"])).sort());
      // A metric without data points while nothing happens must not alarm on their absence.
      if (metric?.reporting === "nonzero") expect(alarm["treat_missing_data"]).toBe("notBreaching");
      expect(["breaching", "notBreaching", "ignore"]).toContain(alarm["treat_missing_data"]);
    }
  });

  test("has names of its own, which differ between alarms of both kinds", () => {
    const { metric, composite } = alarmsOf();
    const names = [...metric, ...composite].map((alarm) => String(alarm["alarm_name"]));
    expect(new Set(names).size).toBe(names.length);
    const monitoring = names.filter((name) => !name.includes("certificate"));
    expect(monitoring.filter((name) => !/\$\{aws_lb\.\S+\.name\}/.test(name))).toEqual([]);
  });

  test("says what to do, and names a section of the docs", () => {
    const headings = readFileSync("docs/operations.md", "utf8").match(/^#+ .*$/gm) ?? [];
    for (const section of Object.values(RUNBOOKS)) expect(headings).toContain(`## ${section}`);
    const { metric, composite } = alarmsOf();
    const texts = [...metric, ...composite]
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
