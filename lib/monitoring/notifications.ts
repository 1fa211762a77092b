import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import isEmail from "validator/lib/isEmail";
import { checkArn } from "../arn";
import { constructId } from "../construct-id";
import { emptyList, invalidValue, oneOfTwo } from "../validation/errors";
import { validateProps, under, type Problem } from "../validation/problem";
import { isResolved } from "../tokens";
import { checkMembers } from "../validation/values";

/** Where notifications go: exactly one of the two. */
export interface NotificationsOptions {
  /** SNS topic that exists; its policy must let events.amazonaws.com and cloudwatch.amazonaws.com publish. */
  readonly topicArn?: string;
  /** Addresses that a new topic writes to; each must confirm the message that AWS sends it. */
  readonly emails?: readonly string[];
}

/** Props of `Notifications`. */
export interface NotificationsProps extends NotificationsOptions {
  /** The name that clients use: the sender's name of the e-mails. */
  readonly clientFqdn: string;
}

/**
 * The SNS topic of the notifications: an existing one, or a new one with e-mail subscriptions.
 *
 * @throws InvalidPropsError unless there is either a topic or an e-mail address
 */
export class Notifications extends Construct {
  /** ARN of the topic. */
  public readonly topicArn: string;
  /** The topic that was made; undefined where it existed. */
  public readonly topic: SnsTopic | undefined;
  /** What lets AWS's services publish on the topic that was made. */
  public readonly topicPolicy: SnsTopicPolicy | undefined;
  /** One per e-mail address. */
  public readonly subscriptions: readonly SnsTopicSubscription[];

  public constructor(scope: Construct, id: string, props: NotificationsProps) {
    super(scope, id);
    validateProps(this.node.path, props, () => checkNotifications("", props, undefined));
    const { topicArn, emails = [], clientFqdn } = props;
    this.topic =
      topicArn === undefined
        ? new SnsTopic(this, "Resource", { namePrefix: "sems-", displayName: clientFqdn })
        : undefined;
    this.topicPolicy = this.topic && this.letServicesPublish(this.topic);
    const arn = this.topic?.arn ?? topicArn ?? "";
    this.topicArn = arn;
    this.subscriptions = emails.map(
      (endpoint, i) =>
        new SnsTopicSubscription(this, constructId([endpoint], "Email", i), {
          topicArn: arn,
          protocol: "email",
          endpoint,
        }),
    );
  }

  private letServicesPublish(topic: SnsTopic): SnsTopicPolicy {
    const policy = new DataAwsIamPolicyDocument(this, "Policy", {
      statement: [
        {
          sid: "Publish",
          principals: [
            { type: "Service", identifiers: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
          ],
          actions: ["sns:Publish"],
          resources: [topic.arn],
        },
      ],
    });
    return new SnsTopicPolicy(this, "TopicPolicy", { arn: topic.arn, policy: policy.json });
  }
}

/** Checks the notifications: a topic, or e-mail addresses. */
export function checkNotifications(
  path: string,
  props: NotificationsOptions | undefined,
  region: string | undefined,
): Problem[] {
  if (props === undefined) return [];
  const { topicArn, emails } = props;
  const hasOne = (topicArn === undefined) !== (emails === undefined);
  const actual = topicArn === undefined ? "neither topicArn nor emails" : "both topicArn and emails";
  return [
    ...(hasOne ? [] : [oneOfTwo(path, actual)]),
    ...checkArn(under(path, "topicArn"), topicArn, { service: "sns", kind: "", region }),
    ...checkEmails(under(path, "emails"), emails),
  ];
}

function checkEmails(path: string, emails: readonly string[] | undefined): Problem[] {
  if (emails?.length === 0) return [emptyList(path, "at least one e-mail address")];
  return checkMembers(path, emails, (here, email) =>
    isResolved(email) && !isEmail(email)
      ? [invalidValue(here, email, "an e-mail address such as ops@example.com")]
      : [],
  );
}
