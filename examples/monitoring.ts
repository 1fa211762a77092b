import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, SemsCluster } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:operations";

/** The cluster's own alarms on a topic of yours, and an alarm and a dashboard of your own from its metrics. */
export class MonitoringStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const authority =
      "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444";
    const cluster = new SemsCluster(this, "Keys", {
      clientFqdn: "keys.example.com",
      vpcId: "vpc-0123456789abcdef0",
      nodes: ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
        name: `sems${i + 1}`,
        interface1: { fqdn: `sems${i + 1}.example.com`, address: `10.0.1${i + 1}.10` },
        interface2: { address: `10.0.${i + 1}.10`, availabilityZone },
      })),
      certificates: {
        client: CertificateSource.privateCa(authority),
        replication: CertificateSource.privateCa(authority),
      },
      notifications: { topicArn: TOPIC },
      // The others stay on.
      monitoring: { failOpen: false },
    });
    const { metrics } = cluster.addClientAccess("clients", {
      hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
      scheme: "internet-facing",
      subnets: [
        { id: "subnet-0aaaaaaaaaaaaaaaa", availabilityZone: "us-east-1a" },
        { id: "subnet-0bbbbbbbbbbbbbbbb", availabilityZone: "us-east-1b" },
      ],
    });

    new CloudwatchMetricAlarm(this, "BackupInUse", {
      ...metrics.newFlows("sems2"),
      alarmName: "keys.example.com: clients on the backup",
      comparisonOperator: "GreaterThanThreshold",
      threshold: 100,
      evaluationPeriods: 5,
      // No connections, no data: no client is on the backup.
      treatMissingData: "notBreaching",
      alarmActions: [TOPIC],
    });

    const flows = ["sems1", "sems2"].map((node) => {
      const { namespace, metricName, dimensions } = metrics.activeFlows(node);
      return [namespace, metricName, ...Object.entries(dimensions).flat(), { label: node }];
    });
    new CloudwatchDashboard(this, "Dashboard", {
      dashboardName: "keys-connections",
      // What is not known yet holds no character that JSON escapes.
      dashboardBody: JSON.stringify({
        widgets: [
          {
            type: "metric",
            x: 0,
            y: 0,
            width: 24,
            height: 6,
            properties: {
              title: "Connections by node",
              region: "us-east-1",
              stat: "Average",
              metrics: flows,
            },
          },
        ],
      }),
    });
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${cluster.minimumProviderVersion}, < 7.0.0`,
    );
  }
}
