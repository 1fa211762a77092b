import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Fn, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { daysToExpiry } from "../metric";
import type { Certificate } from "./certificate";

/** Props of `CertificateNotices`. */
export interface CertificateNoticesProps {
  /** The certificate to watch. */
  readonly certificate: Certificate;
  /** Where it is installed: "Interface 1 of sems1". */
  readonly place: string;
  /** SNS topic that receives the notices. */
  readonly topicArn: string;
}

/**
 * Days before the end at which a certificate should long be new: ACM begins to renew 45 (public) or 60 (private)
 * days before, and again and again until it succeeds.
 */
const LATE_DAYS = 30;

/** What ACM reports when a certificate nears its end, or needs a person for its renewal. */
const TROUBLE = [
  "ACM Certificate Approaching Expiration",
  "ACM Certificate Renewal Action Required",
  "ACM Certificate Expired",
  "ACM Certificate Revoked",
];

/**
 * Notices about one certificate before it expires. ACM renews automatically, but the appliance keeps the old certificate
 * until a person exports and installs the new one.
 */
export class CertificateNotices extends Construct {
  /** Of ACM's events: a new certificate waits, the old one nears its end. */
  public readonly rules: readonly CloudwatchEventRule[];
  /** What the rules send to the topic, in their order. */
  public readonly targets: readonly CloudwatchEventTarget[];
  /** Few days are left. */
  public readonly alarm: CloudwatchMetricAlarm;

  public constructor(scope: Construct, id: string, props: CertificateNoticesProps) {
    super(scope, id);
    const { place, topicArn } = props;
    const { commonName, arn } = props.certificate;
    const notices = [
      this.addRule("Renewed", topicArn, {
        description: `The certificate of ${commonName} is new in ACM and must be installed`,
        pattern: {
          "detail-type": ["ACM Certificate Available"],
          resources: [arn],
          detail: { Action: ["RENEWAL", "REIMPORT"] },
        },
        text:
          `ACM has a new certificate for ${commonName}. The appliance keeps the old one until somebody exports the ` +
          `new one and installs it on ${place}, which must be done before the old one ends. Certificate: ${arn}`,
      }),
      this.addRule("Trouble", topicArn, {
        description: `The certificate of ${commonName} ends soon or needs a person`,
        pattern: { "detail-type": TROUBLE, resources: [arn] },
        text:
          `<event>: ${commonName}, installed on ${place}. See to its renewal in ACM, then export and install it ` +
          `there. Certificate: ${arn}`,
      }),
    ];
    this.rules = notices.map(({ rule }) => rule);
    this.targets = notices.map(({ target }) => target);
    this.alarm = new CloudwatchMetricAlarm(this, "DaysToExpiry", {
      // By what it is about and its stack, as alarms are the account's: another stack may watch the same name.
      alarmName: `SEMS certificate of ${commonName}, stack ${TerraformStack.of(this).node.id}`,
      alarmDescription:
        `Fewer than ${LATE_DAYS} days are left of the certificate of ${commonName}: ACM has not renewed it. Once it ` +
        `is renewed, install it on ${place}. Certificate: ${arn}`,
      ...daysToExpiry(arn),
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: LATE_DAYS,
      // The metric ends with the certificate: the alarm stays, and a new certificate without data does not alarm.
      treatMissingData: "ignore",
      alarmActions: [topicArn],
    });
  }

  /** A rule for events of ACM that puts a plain sentence on the topic. */
  private addRule(
    id: string,
    topicArn: string,
    { description, pattern, text }: { description: string; pattern: Record<string, unknown>; text: string },
  ): { readonly rule: CloudwatchEventRule; readonly target: CloudwatchEventTarget } {
    const scope = new Construct(this, id);
    const rule = new CloudwatchEventRule(scope, "Resource", {
      namePrefix: "sems-",
      description,
      eventPattern: Fn.jsonencode({ source: ["aws.acm"], ...pattern }),
    });
    const target = new CloudwatchEventTarget(scope, "Target", {
      rule: rule.name,
      arn: topicArn,
      inputTransformer: { inputPaths: { event: "$.detail-type" }, inputTemplate: `"${text}"` },
    });
    return { rule, target };
  }
}
