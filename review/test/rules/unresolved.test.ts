import { objectionsOf } from "../support/findings";
import { KEYS, ref, ScenarioDocument, type Answer } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const twoNodes = (): ScenarioDocument => new ScenarioDocument().balancer({ zones: [[1], [2]] });

/** What is not specified, without what is left open of a resource itself. */
const unresolved = (document: ScenarioDocument): string[] =>
  objectionsOf("REVIEW-1", document.json).filter((line) => !line.includes("what this resource does"));

/** A failover pair of two answers, the first of which a check decides about. */
const failover = (primary: Answer, secondary: Answer, check?: Arguments | string): ScenarioDocument => {
  const document = twoNodes();
  const health_check_id = typeof check === "string" ? check : document.check(1, check);
  return document
    .failover(KEYS, "PRIMARY", primary, { health_check_id })
    .failover(KEYS, "SECONDARY", secondary);
};
/** Nodes in order, behind a listener of several target groups. */
const withListener = (target_group: readonly Arguments[]): ScenarioDocument => {
  const document = twoNodes().ordered([1, 2]);
  const listener = document.json.resource["aws_lb_listener"]?.["nlb_443"];
  const default_action = [{ type: "forward", forward: [{ target_group }] }];
  return document.add("aws_lb_listener", "nlb_443", { ...listener, default_action });
};
const checked = (check: Arguments | string): ScenarioDocument => failover({ zone: 1 }, { zone: 2 }, check);

describe("what the path of clients rests on without the document specifying it (REVIEW-1)", () => {
  test.each<[string, ScenarioDocument, RegExp]>([
    [
      "a PRIMARY elsewhere",
      failover({ values: ["203.0.113.9"] }, { zone: 2 }),
      /^warning aws_route53_record\.record_\d+: The PRIMARY record of keys\.example\.com points to 203\.0\.113\.9, which the document does not contain/,
    ],
    [
      "a PRIMARY with an expression",
      failover({ values: ["${var.a}"] }, { zone: 2 }),
      /: The PRIMARY record of keys\.example\.com points to var\.a, which the document does not contain/,
    ],
    [
      "a PRIMARY on CloudFront, which is no last resort",
      failover({ name: "d111111abcdef8.cloudfront.net" }, { zone: 2 }),
      /: The PRIMARY record of keys\.example\.com points to d111111abcdef8\.cloudfront\.net/,
    ],
    [
      "a record of another policy",
      twoNodes()
        .weighted(KEYS, 1, { zone: 1 })
        .weighted(KEYS, 1, { values: ["203.0.113.9"] }),
      /: The record of keys\.example\.com points to 203\.0\.113\.9/,
    ],
    [
      "the group of one of a listener's shares",
      withListener([
        { arn: ref("aws_lb_target_group.nlb_443", "arn"), weight: 1 },
        { arn: "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/other/1", weight: 1 },
      ]),
      /^warning aws_lb_listener\.nlb_443: The document does not specify to which target group this listener routes clients of port 443/,
    ],
    ["a health check", checked("${var.check}"), /does not contain the record's health check/],
    [
      "an alarm",
      checked({ type: "CLOUDWATCH_METRIC", cloudwatch_alarm_name: "elsewhere" }),
      /^warning aws_route53_health_check\.check_\d+: The document does not contain the alarm that this health check follows/,
    ],
    [
      "a health check that another is calculated from",
      checked({ type: "CALCULATED", child_health_threshold: 1, child_healthchecks: ["11111111-2222"] }),
      /^warning aws_route53_health_check\.check_\d+: The document does not contain all health checks that this one is calculated from/,
    ],
  ])("is named: %s", (_what, document, says) => {
    expect(unresolved(document)).toEqual([expect.stringMatching(says)]);
  });

  test.each<[string, ScenarioDocument]>([
    ["nothing", twoNodes().ordered([1, 2])],
    ["a last resort on CloudFront", failover({ zone: 1 }, { name: "d111111abcdef8.cloudfront.net" })],
    [
      "a health check that decides nothing, of a record that answers alone",
      new ScenarioDocument()
        .balancer({ zones: [[1], [2]], args: { tags: { "sems:client-fqdn": KEYS } } })
        .record(KEYS, { zone: 1 }, { health_check_id: "${var.check}" }),
    ],
    [
      "a load balancer of another kind, which SEMS-CERT-3 is about",
      failover({ zone: 1 }, { name: ref("aws_lb.web", "dns_name") }).add("aws_lb", "web", {
        load_balancer_type: "application",
      }),
    ],
    [
      "a check that is calculated from what the document holds",
      (() => {
        const document = twoNodes();
        const child_healthchecks = [document.check(1)];
        const check = { type: "CALCULATED", child_health_threshold: 1, child_healthchecks };
        return document
          .failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1, check) })
          .failover(KEYS, "SECONDARY", { zone: 2 });
      })(),
    ],
  ])("is not %s", (_what, document) => {
    expect(unresolved(document)).toEqual([]);
  });

  test("is the health check of a record that is alone below an alias, which asks for its health", () => {
    const document = twoNodes().failover(KEYS, "PRIMARY", { name: `one.${KEYS}`, evaluates: true });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    document.record(`one.${KEYS}`, { zone: 1 }, { health_check_id: "${var.check}" });
    expect(unresolved(document)).toEqual([
      expect.stringMatching(
        /^warning aws_route53_record\.record_\d+: .* does not contain the record's health check/,
      ),
    ]);
  });

  test.each<[string, Arguments, RegExp]>([
    [
      "one attribute",
      { port: "${var.port}" },
      /: port is not known before the apply and decides which node serves clients: /,
    ],
    [
      "several",
      { port: "${var.port}", disabled: "${var.disabled}" },
      /: \w+ and \w+ are not known before the apply and decide which node serves clients: /,
    ],
  ])("is %s of a health check", (_what, args, says) => {
    expect(unresolved(checked(args))).toEqual([expect.stringMatching(says)]);
  });

  test("is who registers targets that the document does not list", () => {
    const document = twoNodes().ordered([1, 2]);
    document.add("aws_autoscaling_attachment", "more", {
      autoscaling_group_name: "more",
      lb_target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
    });
    expect(unresolved(document)).toContainEqual(
      expect.stringMatching(
        /^warning aws_lb_target_group\.nlb_443: The targets of this group are registered by aws_autoscaling_attachment\.more, and/,
      ),
    );
  });

  test.each([
    [undefined, /Add the subnets as data sources\.$/],
    [KEYS, /Add the subnets as data sources, or the tags sems:zone:NAME and sems:subnet:ZONE\.$/],
  ])("are the zones of targets and subnets, with the tag %s", (fqdn, says) => {
    const subnet_mapping = [1, 2].map((n) => ({
      subnet_id: `subnet-${n}`,
      allocation_id: ref(`aws_eip.nlb_${n}`, "id"),
    }));
    const tags = fqdn === undefined ? {} : { tags: { "sems:client-fqdn": fqdn } };
    const document = new ScenarioDocument().balancer({
      zones: [[], []],
      args: { subnet_mapping, ...tags },
    });
    document.target("nlb_443", 1).target("nlb_443", 2).ordered([1, 2]);
    const [found] = unresolved(document);
    expect(found).toMatch(
      /Zones aws_lb_target_group_attachment\.nlb_443_1_\d and aws_lb_target_group_attachment\.nlb_443_2_\d and the load/,
    );
    expect(found).toMatch(says);
  });
});

test("each target is named whose zone the document does not specify, one that no zone is left for, too", () => {
  const subnet_mapping = [1, 2].map((n) => ({
    subnet_id: `subnet-${n}`,
    allocation_id: ref(`aws_eip.nlb_${n}`, "id"),
  }));
  const zones = (group: Arguments) => {
    const document = new ScenarioDocument().balancer({ zones: [[], []], args: { subnet_mapping }, group });
    for (const n of [1, 2, 3]) document.target("nlb_443", n);
    return unresolved(document.ordered([1, 2])).map((line) => line.match(/nlb_443_\d/g));
  };
  expect(zones({})).toEqual([["nlb_443_1", "nlb_443_2", "nlb_443_3"]]);
  expect(zones({ load_balancing_cross_zone_enabled: "true" })).toEqual([["nlb_443_1", "nlb_443_2"]]);
});

describe("failover names of which nothing specifies the targets (REVIEW-1)", () => {
  const open: Answer = { values: ["${var.a}"] };
  const names = (document: ScenarioDocument) =>
    unresolved(document).filter((line) =>
      line.includes("does not specify the targets of the failover records"),
    );

  test("are named once, at the first of their records", () => {
    expect(names(failover(open, open))).toEqual([
      expect.stringMatching(
        /^warning aws_route53_record\.record_4: The document does not specify the targets of the failover records of keys\.example\.com/,
      ),
    ]);
  });

  test("are named beside a record of another policy, and by the first address", () => {
    const document = failover(open, open).weighted(KEYS, 1, open);
    for (let n = 0; n < 6; n++) document.weighted(KEYS, 1, open);
    expect(names(document)).toEqual([expect.stringContaining(" aws_route53_record.record_11: ")]);
  });

  test.each<[string, ScenarioDocument]>([
    ["where one of them is known", failover(open, { zone: 2 })],
    ["where an address is", failover(open, { values: ["203.0.113.9"] })],
    ["where an expression names a resource", failover(open, { values: [ref("aws_eip.other", "public_ip")] })],
    [
      "where each record is, whose target may be a load balancer",
      failover({ name: "${var.a.dns_name}" }, { name: "${var.b.dns_name}" }),
    ],
    ["where records have another policy", twoNodes().weighted(KEYS, 1, open).weighted(KEYS, 1, open)],
    ["where records have no targets", failover({ values: [] }, { values: [] })],
  ])("are none %s", (_where, document) => {
    expect(names(document)).toEqual([]);
  });
});
