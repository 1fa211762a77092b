import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import isEmail from "validator/lib/isEmail";
import { checkArn } from "../arn";
import { constructId } from "../construct-id";
import { emptyList, refuse, unknownList, wrongForm, type Problem } from "../errors";
import { isKnown } from "../known";
import { checkUnique } from "../values";

/** Who is told. */
export interface NotificationsProps {
  /** SNS topic that exists; its policy must let events.amazonaws.com and cloudwatch.amazonaws.com publish. */
  readonly topicArn?: string;
  /** Addresses that a new topic writes to; each must confirm the message that AWS sends it. */
  readonly emails?: readonly string[];
}

/**
 * The topic that people are told through: one that exists, or a new one with e-mail subscriptions.
 *
 * @throws InvalidPropsError unless there is either a topic or an e-mail address
 */
export class Notifications extends Construct {
  /** ARN of the topic. */
  public readonly topicArn: string;

  public constructor(
    scope: Construct,
    id: string,
    props: NotificationsProps & { readonly clientFqdn: string },
  ) {
    super(scope, id);
    refuse(this.node.path, checkNotifications("", props, undefined));
    this.topicArn = props.topicArn ?? this.addTopic(props.clientFqdn, props.emails ?? []).arn;
  }

  private addTopic(clientFqdn: string, emails: readonly string[]): SnsTopic {
    const topic = new SnsTopic(this, "Resource", { namePrefix: "sems-", displayName: clientFqdn });
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
    new SnsTopicPolicy(this, "TopicPolicy", { arn: topic.arn, policy: policy.json });
    emails.forEach((endpoint, i) => {
      new SnsTopicSubscription(this, constructId(endpoint, "Email", i), {
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    });
    return topic;
  }
}

/** Checks who is told: a topic, or e-mail addresses. */
export function checkNotifications(
  where: string,
  props: NotificationsProps | undefined,
  region: string | undefined,
): Problem[] {
  if (props === undefined) return [];
  const at = (key: string): string => (where === "" ? key : `${where}.${key}`);
  const { topicArn, emails } = props;
  const oneOfTwo = (topicArn === undefined) !== (emails === undefined);
  const found = topicArn === undefined ? "neither topicArn nor emails" : "both topicArn and emails";
  return [
    ...(oneOfTwo ? [] : [{ where, found, allowed: "one of the two" }]),
    ...checkArn(at("topicArn"), topicArn, { service: "sns", kind: "", region }),
    ...checkEmails(at("emails"), emails),
  ];
}

function checkEmails(where: string, emails: readonly string[] | undefined): Problem[] {
  if (emails === undefined) return [];
  if (!isKnown(emails)) return [unknownList(where)];
  if (emails.length === 0) return [emptyList(where, "at least one e-mail address")];
  const places = emails.map((value, i) => ({ where: `${where}[${i}]`, value }));
  return [
    ...places.flatMap((place) =>
      isKnown(place.value) && !isEmail(place.value)
        ? [wrongForm(place.where, place.value, "an e-mail address such as ops@example.com")]
        : [],
    ),
    ...checkUnique(places),
  ];
}
