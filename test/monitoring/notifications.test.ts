import { TerraformOutput, Token } from "cdktf";
import { Notifications, SemsCluster, type NotificationsOptions } from "../../lib";
import { clusterProps, newStack, problemsOf, synth } from "../support/cluster";
import { topicArn } from "../support/config";
import { Template } from "../support/template";

const template = (props: NotificationsOptions) =>
  synth((stack) => {
    new Notifications(stack, "Notifications", { ...props, clientFqdn: "keys.example.com" });
  });

const problems = (notifications: NotificationsOptions) =>
  problemsOf((stack) => {
    new SemsCluster(stack, "Keys", clusterProps(2, { notifications }));
  });

const TOPIC = expect.stringMatching(/^\$\{aws_sns_topic\.Notifications_\w+\.arn\}$/);

describe("Notifications", () => {
  test("a topic that exists is used as it is", () => {
    const { topicArn: used } = new Notifications(newStack(), "Notifications", {
      topicArn,
      clientFqdn: "keys.example.com",
    });
    expect(used).toBe(topicArn);
    expect(template({ topicArn }).addresses()).toEqual([]);
  });

  test("e-mail addresses make a topic that writes to each of them", () => {
    const made = template({ emails: ["ops@example.com", "pki@example.com"] });
    expect(made.only("aws_sns_topic")).toEqual({ name_prefix: "sems-", display_name: "keys.example.com" });
    expect(made.all("aws_sns_topic_subscription")).toEqual([
      { topic_arn: TOPIC, protocol: "email", endpoint: "ops@example.com" },
      { topic_arn: TOPIC, protocol: "email", endpoint: "pki@example.com" },
    ]);
  });

  test("only EventBridge and CloudWatch may publish to the topic", () => {
    const made = template({ emails: ["ops@example.com"] });
    expect(made.only("aws_sns_topic_policy")).toEqual({
      arn: TOPIC,
      policy: expect.stringMatching(/^\$\{data\.aws_iam_policy_document\.Notifications_Policy_\w+\.json\}$/),
    });
    expect(made.dataSources("aws_iam_policy_document")).toEqual({
      Notifications_Policy: {
        statement: [
          {
            sid: "Publish",
            principals: [
              { type: "Service", identifiers: ["events.amazonaws.com", "cloudwatch.amazonaws.com"] },
            ],
            actions: ["sns:Publish"],
            resources: [TOPIC],
          },
        ],
      },
    });
  });

  test("what was made is exposed", () => {
    const stack = newStack();
    const clientFqdn = "keys.example.com";
    const emails = ["ops@example.com", "pki@example.com"];
    const made = new Notifications(stack, "Notifications", { emails, clientFqdn });
    new TerraformOutput(stack, "topic", { value: made.topicArn });
    expect(new Template(stack).output("topic")).toEqual(TOPIC);
    expect(made.topic?.node.path).toBe("test/Notifications/Resource");
    expect(made.topicPolicy?.node.path).toBe("test/Notifications/TopicPolicy");
    expect(made.subscriptions.map(({ endpointInput }) => endpointInput)).toEqual(emails);
  });

  test("of a topic that exists nothing is made, hence nothing exposed", () => {
    const made = new Notifications(newStack(), "Notifications", { topicArn, clientFqdn: "keys.example.com" });
    expect(made).toMatchObject({ topic: undefined, topicPolicy: undefined, subscriptions: [] });
  });

  test("another order of addresses leaves every subscription where it is", () => {
    const subscriptions = (emails: string[]) => template({ emails }).resources("aws_sns_topic_subscription");
    expect(subscriptions(["b@example.com", "a@example.com"])).toEqual(
      subscriptions(["a@example.com", "b@example.com"]),
    );
  });

  test("an address that is a token goes by its place", () => {
    const emails = [Token.asString({ resolve: () => "ops@example.com" })];
    expect(problems({ emails })).toEqual([]);
    expect(template({ emails }).resources("aws_sns_topic_subscription")).toMatchObject({
      Notifications_Email1: { endpoint: "ops@example.com" },
    });
  });

  test.each<[string, NotificationsOptions]>([
    ["neither topicArn nor emails", {}],
    ["both topicArn and emails", { topicArn, emails: ["ops@example.com"] }],
  ])("%s of topic and addresses is refused", (found, props) => {
    expect(problems(props)).toEqual([`notifications: found ${found}; allowed: exactly one of them`]);
  });

  test("an ARN that is no topic's is refused", () => {
    const queue = "arn:aws:sqs:us-east-1:111122223333:sems";
    expect(problems({ topicArn: queue })).toEqual([
      `notifications.topicArn: found "${queue}"; allowed: the ARN of an object of this region, ` +
        "arn:aws:sns:us-east-1:ACCOUNT:…",
    ]);
  });

  test("a list without an address is refused", () => {
    expect(problems({ emails: [] })).toEqual([
      "notifications.emails: found an empty list; allowed: at least one e-mail address",
    ]);
  });

  test("what is no e-mail address is refused", () => {
    expect(problems({ emails: ["ops@example.com", "ops"] })).toEqual([
      'notifications.emails[1]: found "ops"; allowed: an e-mail address such as ops@example.com',
    ]);
  });

  test("an address that is listed twice is refused", () => {
    expect(problems({ emails: ["ops@example.com", "Ops@example.com"] })).toEqual([
      'notifications.emails[1]: found "Ops@example.com"; allowed: a unique value; notifications.emails[0] ' +
        "already uses it",
    ]);
  });
});
