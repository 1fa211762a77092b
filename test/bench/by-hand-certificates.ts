import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmpcaCertificate } from "@cdktf/provider-aws/lib/acmpca-certificate";
import { AcmpcaCertificateAuthority } from "@cdktf/provider-aws/lib/acmpca-certificate-authority";
import { AcmpcaCertificateAuthorityCertificate } from "@cdktf/provider-aws/lib/acmpca-certificate-authority-certificate";
import { AcmpcaPermission } from "@cdktf/provider-aws/lib/acmpca-permission";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Fn, type TerraformStack } from "cdktf";

/** A private root CA; gives its ARN once it can issue. */
export function addAuthority(stack: TerraformStack): string {
  const authority = new AcmpcaCertificateAuthority(stack, "authority", {
    type: "ROOT",
    usageMode: "GENERAL_PURPOSE",
    certificateAuthorityConfiguration: {
      keyAlgorithm: "RSA_2048",
      signingAlgorithm: "SHA256WITHRSA",
      subject: { commonName: "SEMS sandbox root" },
    },
    permanentDeletionTimeInDays: 7,
  });
  const { partition } = new DataAwsPartition(stack, "partition");
  const root = new AcmpcaCertificate(stack, "authority-root", {
    certificateAuthorityArn: authority.arn,
    certificateSigningRequest: authority.certificateSigningRequest,
    signingAlgorithm: "SHA256WITHRSA",
    templateArn: `arn:${partition}:acm-pca:::template/RootCACertificate/V1`,
    validity: { type: "YEARS", value: "10" },
  });
  const active = new AcmpcaCertificateAuthorityCertificate(stack, "authority-active", {
    certificateAuthorityArn: authority.arn,
    certificate: root.certificate,
    certificateChain: root.certificateChain,
  });
  new AcmpcaPermission(stack, "authority-renewal", {
    certificateAuthorityArn: authority.arn,
    principal: "acm.amazonaws.com",
    actions: ["IssueCertificate", "GetCertificate", "ListPermissions"],
  });
  return active.certificateAuthorityArn;
}

/** The topic that writes to the operators; gives its ARN. */
export function addTopic(stack: TerraformStack, displayName: string): string {
  const { arn } = new SnsTopic(stack, "topic", { namePrefix: "sems-", displayName });
  const policy = new DataAwsIamPolicyDocument(stack, "topic-policy-document", {
    statement: [
      {
        sid: "Publish",
        principals: [{ type: "Service", identifiers: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] }],
        actions: ["sns:Publish"],
        resources: [arn],
      },
    ],
  });
  new SnsTopicPolicy(stack, "topic-policy", { arn, policy: policy.json });
  new SnsTopicSubscription(stack, "operators", {
    topicArn: arn,
    protocol: "email",
    endpoint: "sems-operators@example.com",
  });
  return arn;
}

/** What a certificate is made of, and whom its end concerns. */
export interface CertificateProps {
  readonly commonName: string;
  readonly authorityArn: string;
  /** Where it is installed. */
  readonly place: string;
  readonly topicArn: string;
}

/** A certificate, and what tells the operators about it; gives its ARN. */
export function addCertificate(stack: TerraformStack, id: string, props: CertificateProps): string {
  const { commonName, authorityArn, place, topicArn } = props;
  const { arn } = new AcmCertificate(stack, `certificate-${id}`, {
    domainName: commonName,
    subjectAlternativeNames: [commonName],
    certificateAuthorityArn: authorityArn,
    keyAlgorithm: "RSA_2048",
    tags: { Name: commonName },
    lifecycle: { createBeforeDestroy: true },
  });
  const renewed = new CloudwatchEventRule(stack, `renewed-${id}`, {
    namePrefix: "sems-",
    description: `The certificate of ${commonName} is new in ACM and must be installed`,
    eventPattern: Fn.jsonencode({
      source: ["aws.acm"],
      "detail-type": ["ACM Certificate Available"],
      resources: [arn],
      detail: { Action: ["RENEWAL", "REIMPORT"] },
    }),
  });
  new CloudwatchEventTarget(stack, `renewed-target-${id}`, {
    rule: renewed.name,
    arn: topicArn,
    inputTransformer: {
      inputPaths: { event: "$.detail-type" },
      inputTemplate:
        `"ACM has a new certificate for ${commonName}. The appliance keeps the old one until somebody exports the ` +
        `new one and installs it on ${place}, which must be done before the old one ends. Certificate: ${arn}"`,
    },
  });
  const trouble = new CloudwatchEventRule(stack, `trouble-${id}`, {
    namePrefix: "sems-",
    description: `The certificate of ${commonName} ends soon or needs a person`,
    eventPattern: Fn.jsonencode({
      source: ["aws.acm"],
      "detail-type": [
        "ACM Certificate Approaching Expiration",
        "ACM Certificate Renewal Action Required",
        "ACM Certificate Expired",
        "ACM Certificate Revoked",
      ],
      resources: [arn],
    }),
  });
  new CloudwatchEventTarget(stack, `trouble-target-${id}`, {
    rule: trouble.name,
    arn: topicArn,
    inputTransformer: {
      inputPaths: { event: "$.detail-type" },
      inputTemplate:
        `"<event>: ${commonName}, installed on ${place}. See to its renewal in ACM, then export and install it ` +
        `there. Certificate: ${arn}"`,
    },
  });
  new CloudwatchMetricAlarm(stack, `expiry-${id}`, {
    alarmName: `SEMS certificate of ${commonName}`,
    alarmDescription:
      `Fewer than 30 days are left of the certificate of ${commonName}: ACM has not renewed it. Once it is ` +
      `renewed, install it on ${place}. Certificate: ${arn}`,
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn: arn },
    statistic: "Minimum",
    period: 86_400,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: 30,
    treatMissingData: "ignore",
    alarmActions: [topicArn],
  });
  return arn;
}
