import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { regionOfArn } from "../arn";
import type { ClientAccess } from "../client-access/client-access";
import type { ClientService } from "../client-access/client-service";
import { daysToExpiry, type Metric } from "../metric";
import type { AccessAlarms } from "./access-alarms";

/** Props of `ClusterDashboard`. */
export interface ClusterDashboardProps {
  /** The name that clients use. */
  readonly clientFqdn: string;
  /** Distinguishes the dashboard from another stack's of the same name: letters, digits and hyphens. */
  readonly name: string;
  /** How clients reach the cluster. */
  readonly clientAccess: readonly ClientAccess[];
  /** The cluster's certificates, with what to call each. */
  readonly certificates: readonly {
    /** Legend of the certificate's line. */
    readonly label: string;
    /** ARN of the certificate in ACM. */
    readonly arn: string;
  }[];
  /**
   * Alarms to show.
   * @default - none
   */
  readonly alarms?: readonly AccessAlarms[];
}

/** A line of a graph: a metric and its legend. */
interface Line {
  readonly label: string;
  readonly metric: Metric;
}

/** Width of the grid of a dashboard, and the size of a graph in it (CloudWatch API, dashboard body). */
const GRID = { columns: 24, width: 8, height: 6 } as const;

/** What a widget shows at most (CloudWatch API, dashboard body). */
const ALARMS_PER_WIDGET = 100;

/** Route 53's metrics exist only here. */
const ROUTE53_REGION = "us-east-1";

/** A CloudWatch dashboard of one cluster: what is healthy, which node serves, connections, and days to expiry. */
export class ClusterDashboard extends Construct {
  /** The dashboard. */
  public readonly resource: CloudwatchDashboard;

  public constructor(scope: Construct, id: string, props: ClusterDashboardProps) {
    super(scope, id);
    this.resource = new CloudwatchDashboard(this, "Resource", {
      dashboardName: props.name,
      // At synthesis: client accesses may be added until then. ARNs, which are tokens, have no character that JSON escapes.
      dashboardBody: Lazy.stringValue({
        produce: () => JSON.stringify({ widgets: inGrid(props.clientAccess.flatMap(rowsOf), props) }),
      }),
    });
  }
}

/** The graphs of one client access, each with its place in the grid. */
function inGrid(graphs: readonly object[], props: ClusterDashboardProps): object[] {
  const alarms = (props.alarms ?? []).flatMap(({ metricAlarms, compositeAlarms }) => [
    ...compositeAlarms.map(({ arn }) => arn),
    ...metricAlarms.map(({ arn }) => arn),
  ]);
  const region = props.clientAccess.map(regionOfAccess)[0];
  const widgets = [
    ...(alarms.length === 0
      ? []
      : [{ type: "alarm", properties: { title: "Alarms", alarms: alarms.slice(0, ALARMS_PER_WIDGET) } }]),
    ...graphs,
    graph(
      "Days to expiry of the certificates in ACM",
      region,
      props.certificates.map(({ label, arn }) => ({ label, metric: daysToExpiry(arn) })),
    ),
  ];
  const perRow = GRID.columns / GRID.width;
  return widgets.map((widget, i) => ({
    x: (i % perRow) * GRID.width,
    y: Math.floor(i / perRow) * GRID.height,
    width: GRID.width,
    height: GRID.height,
    ...widget,
  }));
}

const regionOfAccess = ({ loadBalancers: [first] }: ClientAccess): string | undefined =>
  first && regionOfArn(first.arn);

function rowsOf(access: ClientAccess): object[] {
  const region = regionOfAccess(access);
  const { metrics, endpoints, services, clientFqdn } = access;
  const title = (what: string): string => `${clientFqdn} (${access.node.id}): ${what}`;
  const perNode = (metric: (node: string) => Metric): Line[] =>
    endpoints.map(({ nodeName }) => ({ label: nodeName, metric: metric(nodeName) }));
  const perService = (service: ClientService): Line[] =>
    perNode((node) => metrics.healthyNodes(node, service)).map((line) => ({
      ...line,
      label: `${line.label} ${service.name}`,
    }));
  const checks = endpoints.flatMap(({ nodeName }): Line[] => {
    const metric = metrics.healthCheckStatus(nodeName);
    return metric === undefined ? [] : [{ label: nodeName, metric }];
  });
  return [
    graph(title("healthy targets"), region, services.flatMap(perService)),
    graph(
      title("new connections, by the node that serves them"),
      region,
      perNode((node) => metrics.newFlows(node)),
    ),
    graph(
      title("open connections"),
      region,
      perNode((node) => metrics.activeFlows(node)),
    ),
    graph(
      title("connections reset by the node"),
      region,
      perNode((node) => metrics.targetResets(node)),
    ),
    graph(
      title("connections to an unhealthy node (fail open)"),
      region,
      perNode((node) => metrics.failOpenFlows(node)),
    ),
    ...(checks.length === 0 ? [] : [graph(title("Route 53 health checks"), ROUTE53_REGION, checks)]),
  ];
}

/** A widget of metrics, in the words of the dashboard body. */
function graph(title: string, region: string | undefined, lines: readonly Line[]): object {
  return {
    type: "metric",
    properties: {
      title,
      view: "timeSeries",
      region,
      yAxis: { left: { min: 0 } },
      metrics: lines.map(({ label, metric }) => [
        metric.namespace,
        metric.metricName,
        ...Object.entries(metric.dimensions).flat(),
        { label, stat: metric.statistic, period: metric.period },
      ]),
    },
  };
}
