import { Testing } from "cdktf";
import { z } from "zod";
import {
  AccessAlarms,
  ClientAccess,
  ClientService,
  ClusterDashboard,
  SemsCluster,
  type SemsClusterProps,
} from "../../lib";
import { accessProps, clusterProps, hostedZone, newStack, subnet, synth, upTo } from "../support/cluster";
import { topicArn } from "../support/config";
import { PUBLISHED_METRICS } from "../support/published-metrics";

/** The body of a dashboard as the CloudWatch API reference describes it ("Dashboard body structure and syntax"). */
const options = z.strictObject({
  label: z.string().min(1),
  stat: z.enum(["SampleCount", "Average", "Sum", "Minimum", "Maximum"]),
  period: z.union([z.literal([1, 5, 10, 20, 30]), z.number().int().multipleOf(60)]),
});
const placed = {
  x: z.number().int().min(0).max(23),
  y: z.number().int().min(0),
  width: z.number().int().min(1).max(24),
  height: z.number().int().min(1).max(1000),
};
const widget = z.discriminatedUnion("type", [
  z.strictObject({
    ...placed,
    type: z.literal("metric"),
    properties: z.strictObject({
      title: z.string().min(1),
      view: z.enum(["timeSeries", "singleValue", "gauge", "bar", "pie", "table"]),
      region: z.string().min(1),
      yAxis: z.strictObject({ left: z.strictObject({ min: z.number() }) }),
      // Namespace, name, at most 30 dimensions, options.
      metrics: z
        .array(z.tuple([z.string(), z.string()], z.union([z.string(), options])))
        .min(1)
        .max(500),
    }),
  }),
  z.strictObject({
    ...placed,
    type: z.literal("alarm"),
    properties: z.strictObject({ title: z.string(), alarms: z.array(z.string()).min(1).max(100) }),
  }),
]);
const bodySchema = z.strictObject({ widgets: z.array(widget).min(1).max(500) });

/** The body, with a placeholder for what is known only after deployment. */
function bodyOf(changes: Partial<SemsClusterProps>, nodes = 2) {
  const made = synth((stack) => {
    new SemsCluster(stack, "Keys", clusterProps(nodes, { monitoring: { dashboard: true }, ...changes }));
  });
  const body = String(made.only("aws_cloudwatch_dashboard")["dashboard_body"]);
  return bodySchema.parse(JSON.parse(body.replaceAll(/\$\{[^}]*\}/g, "known-after-deployment")));
}

describe("The dashboard", () => {
  test("is there where it is asked for", () => {
    const made = (monitoring?: SemsClusterProps["monitoring"]) =>
      synth((stack) => {
        new SemsCluster(stack, "Keys", clusterProps(2, { monitoring }));
      }).all("aws_cloudwatch_dashboard");
    expect(made()).toEqual([]);
    expect(made({ dashboard: true })).toEqual([
      expect.objectContaining({ dashboard_name: "sems-test-keys-example-com" }),
    ]);
  });

  test.each<[string, Partial<SemsClusterProps>, number]>([
    ["without alarms", {}, 2],
    ["with alarms", { notifications: { topicArn } }, 2],
    [
      "of six nodes, three services and two client accesses",
      {
        notifications: { topicArn },
        clientAccess: ["clients", "partners"].map((name, i) => ({
          name,
          hostedZone: { ...hostedZone, id: `Z${i}` },
          scheme: "internet-facing" as const,
          topology: i === 0 ? ("zonal" as const) : ("per-node" as const),
          services: [ClientService.HTTPS, ClientService.LDAP, ClientService.LDAPS],
          subnets: upTo(6).map(subnet),
        })),
      },
      6,
    ],
  ])("is valid by the syntax of its body, on published metrics: %s", (_which, changes, nodes) => {
    const { widgets } = bodyOf(changes, nodes);
    const graphs = widgets.flatMap((each) => (each.type === "metric" ? [each.properties] : []));
    for (const { metrics, region } of graphs) {
      for (const [namespace, name, ...rest] of metrics) {
        const published = PUBLISHED_METRICS[`${namespace} ${name}`];
        const dimensions = rest.filter((part) => typeof part === "string").filter((_part, i) => i % 2 === 0);
        const found = rest.flatMap((part) => (typeof part === "string" ? [] : [part]));
        expect(published?.dimensions).toContainEqual([...dimensions].sort());
        expect(found.map(({ stat }) => published?.statistics.includes(stat))).toEqual([true]);
        if (published?.region !== undefined) expect(region).toBe(published.region);
      }
    }
  });

  test("shows health, flows, resets, fail-open, health checks and days to expiry, without overlap", () => {
    const { widgets } = bodyOf({ notifications: { topicArn } });
    const titles = widgets.map(({ properties: { title } }) =>
      title.replace("keys.example.com (clients): ", ""),
    );
    expect(titles).toEqual([
      "Alarms",
      "healthy targets",
      "new connections, by the node that serves them",
      "open connections",
      "connections reset by the node",
      "connections to an unhealthy node (fail open)",
      "Route 53 health checks",
      "Days to expiry of the certificates in ACM",
    ]);
    expect(widgets.map(({ x, y, width, height }) => [x, y, width, height])).toEqual(
      [0, 6, 12].flatMap((y) => [0, 8, 16].map((x) => [x, y, 8, 6])).slice(0, widgets.length),
    );
  });

  test("shows no health checks where there are none: per-node", () => {
    const perNode = {
      hostedZone,
      scheme: "internet-facing" as const,
      topology: "per-node" as const,
      subnets: upTo(2).map(subnet),
    };
    const { widgets } = bodyOf({ clientAccess: [perNode] });
    expect(JSON.stringify(widgets)).not.toContain("Route 53");
  });

  describe("by itself", () => {
    const alarmsShown = (alarmsOf: (all: AccessAlarms) => readonly AccessAlarms[] | undefined) => {
      const made = synth((stack) => {
        const access = new ClientAccess(stack, "Access", accessProps());
        const alarms = alarmsOf(new AccessAlarms(stack, "Alarms", { access, topicArn }));
        const props = {
          clientFqdn: "keys.example.com",
          name: "sems",
          clientAccess: [access],
          certificates: [],
        };
        new ClusterDashboard(stack, "Dashboard", { ...props, ...(alarms === undefined ? {} : { alarms }) });
      });
      const body = String(made.only("aws_cloudwatch_dashboard")["dashboard_body"]);
      const { widgets } = JSON.parse(body.replaceAll(/\$\{[^}]*\}/g, "arn")) as {
        widgets: { properties: { alarms?: string[] } }[];
      };
      return widgets[0]?.properties.alarms?.length;
    };

    test("shows no alarms where none are given", () => {
      expect(alarmsShown(() => undefined)).toBeUndefined();
    });

    test("shows no more alarms than a widget takes", () => {
      expect(alarmsShown((all) => [all])).toBe(6);
      expect(alarmsShown((all) => Array.from({ length: 20 }, () => all))).toBe(100);
    });
  });

  test("shows a client access that is added later", () => {
    const stack = newStack();
    const props = clusterProps(2, { clientAccess: undefined, monitoring: { dashboard: true } });
    const cluster = new SemsCluster(stack, "Keys", props);
    cluster.addClientAccess("later", {
      hostedZone,
      scheme: "internet-facing",
      subnets: upTo(2).map(subnet),
    });
    expect(Testing.synth(stack)).toContain("keys.example.com (later): healthy targets");
  });
});
