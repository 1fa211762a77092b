import type { Construct } from "constructs";
import { CertificateSource } from "../../lib";
import { CertificateNotices } from "../../lib/certificates/certificate-notices";
import { ClientCertificate } from "../../lib/certificates/cluster-certificates";
import { newStack, synth } from "../support/cluster";
import { authorityArn, certificateArn, topicArn } from "../support/config";

const arn = certificateArn("1");

const props = {
  certificate: { commonName: "sems1.example.com", arn },
  place: "Interface 1 of sems1",
  topicArn,
};

const template = () => synth((stack) => new CertificateNotices(stack, "Notices", props));

/** A rule's event pattern, out of Terraform's `${jsonencode({"key" = …})}`. */
function pattern(rule: string): unknown {
  const expression = String(template().resources("aws_cloudwatch_event_rule")[rule]?.["event_pattern"]);
  const [, hcl = ""] = /^\$\{jsonencode\((.*)\)\}$/.exec(expression) ?? [];
  return JSON.parse(hcl.replaceAll('" = ', '": '));
}

/** What a rule writes; EventBridge wants it in quotes. */
const writes = (rule: string, text: string) => {
  expect(template().resources("aws_cloudwatch_event_target")[`${rule}_Target`]).toMatchObject({
    input_transformer: { input_template: JSON.stringify(text) },
  });
};

describe("CertificateNotices", () => {
  test("a renewed or imported certificate is noticed by its ARN alone", () => {
    expect(pattern("Notices_Renewed")).toEqual({
      source: ["aws.acm"],
      "detail-type": ["ACM Certificate Available"],
      resources: [arn],
      detail: { Action: ["RENEWAL", "REIMPORT"] },
    });
  });

  test("a certificate in trouble is noticed by its ARN alone", () => {
    expect(pattern("Notices_Trouble")).toEqual({
      source: ["aws.acm"],
      "detail-type": [
        "ACM Certificate Approaching Expiration",
        "ACM Certificate Renewal Action Required",
        "ACM Certificate Expired",
        "ACM Certificate Revoked",
      ],
      resources: [arn],
    });
  });

  test("the pattern waits for the ARN of a certificate that is still to be made", () => {
    const { event_pattern: written } = synth((stack) => {
      const certificate = new ClientCertificate(stack, "Client", {
        clientFqdn: "keys.example.com",
        source: CertificateSource.privateCa(authorityArn),
      });
      const place = "Interface 2 of sems1, sems2";
      new CertificateNotices(stack, "Notices", {
        certificate,
        place,
        topicArn,
      });
    }).resources("aws_cloudwatch_event_rule")["Notices_Renewed"] ?? { event_pattern: undefined };
    expect(written).toMatch(/"resources" = \[aws_acm_certificate\.Client_\w+\.arn\]/);
  });

  test("a person reads which certificate to install on which interface of which node", () => {
    writes(
      "Notices_Renewed",
      "ACM has a new certificate for sems1.example.com. The appliance keeps the old one until somebody exports the " +
        `new one and installs it on Interface 1 of sems1, which must be done before the old one ends. Certificate: ${arn}`,
    );
    writes(
      "Notices_Trouble",
      "<event>: sems1.example.com, installed on Interface 1 of sems1. See to its renewal in ACM, then export and " +
        `install it there. Certificate: ${arn}`,
    );
  });

  test.each(["Renewed", "Trouble"])("what the rule %s finds goes to the topic", (rule) => {
    expect(template().resources("aws_cloudwatch_event_target")[`Notices_${rule}_Target`]).toMatchObject({
      arn: topicArn,
      rule: expect.stringMatching(
        new RegExp(`^\\$\\{aws_cloudwatch_event_rule\\.Notices_${rule}_\\w+\\.name\\}$`),
      ),
      input_transformer: { input_paths: { event: "$.detail-type" } },
    });
  });

  test("exposes the rules, what each of them sends to the topic, and the alarm", () => {
    const { rules, targets, alarm } = new CertificateNotices(newStack(), "Notices", props);
    const paths = (made: readonly Construct[]) => made.map(({ node }) => node.path);
    expect(paths(rules)).toEqual(["test/Notices/Renewed/Resource", "test/Notices/Trouble/Resource"]);
    expect(paths(targets)).toEqual(["test/Notices/Renewed/Target", "test/Notices/Trouble/Target"]);
    expect(alarm.node.path).toBe("test/Notices/DaysToExpiry");
  });

  test("an alarm notifies when fewer than 30 days are left, and sends nothing on recovery", () => {
    const alarms = template().resources("aws_cloudwatch_metric_alarm");
    expect(alarms).toEqual({
      Notices_DaysToExpiry: expect.objectContaining({
        alarm_name: "SEMS certificate of sems1.example.com, stack test",
        namespace: "AWS/CertificateManager",
        metric_name: "DaysToExpiry",
        dimensions: { CertificateArn: arn },
        statistic: "Minimum",
        comparison_operator: "LessThanThreshold",
        threshold: 30,
        alarm_actions: [topicArn],
      }),
    });
    expect(alarms["Notices_DaysToExpiry"]).not.toHaveProperty("ok_actions");
  });

  test("the alarm looks once a day and keeps its state while there is no data", () => {
    expect(template().only("aws_cloudwatch_metric_alarm")).toMatchObject({
      period: 86_400,
      evaluation_periods: 1,
      treat_missing_data: "ignore",
    });
  });

  test("the alarm says where the renewed certificate must be installed", () => {
    expect(template().only("aws_cloudwatch_metric_alarm")["alarm_description"]).toBe(
      "Fewer than 30 days are left of the certificate of sems1.example.com: ACM has not renewed it. Once it is " +
        `renewed, install it on Interface 1 of sems1. Certificate: ${arn}`,
    );
  });
});
