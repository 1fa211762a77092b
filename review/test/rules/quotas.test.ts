import { planBetween } from "../impact/support/plan";
import { adding, addressesOf, bodyOf, changing, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWritten, handWrittenNodes, ipTcp, tagged, tcp } from "../support/hand-written";
import { reviewOf } from "../support/review";

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));

const found = (document: Document) => objectionsOf("AWS-QUOTA-1", document);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
const tags = (count: number): Body => Object.fromEntries(upTo(count).map((n) => [`tag${n}`, "x"]));

/** A group with rules for so many networks, and for the checkers' prefix list. */
const group = (networks: number, lists = 0, version: 4 | 6 = 4): Document =>
  adding(BASE, {
    "aws_ec2_managed_prefix_list.checkers": { name: "com.amazonaws.us-east-1.route53-healthchecks" },
    "aws_security_group.clients": { name: "clients" },
    ...Object.fromEntries(
      upTo(networks).map((n) => [
        `aws_vpc_security_group_ingress_rule.n${n}`,
        {
          ...ipTcp(443),
          security_group_id: "${aws_security_group.clients.id}",
          ...(version === 4 ? { cidr_ipv4: `10.${n}.0.0/16` } : { cidr_ipv6: `2001:db8:${n}::/48` }),
        },
      ]),
    ),
    ...Object.fromEntries(
      upTo(lists).map((n) => [
        `aws_vpc_security_group_ingress_rule.l${n}`,
        {
          ...ipTcp(n),
          security_group_id: "${aws_security_group.clients.id}",
          prefix_list_id: "${aws_ec2_managed_prefix_list.checkers.id}",
        },
      ]),
    ),
  });

test("what is within the quotas is no violation", () => {
  expect(found(BASE)).toEqual([]);
  expect(found(group(60))).toEqual([]);
  expect(found(group(10, 2))).toEqual([]);
  expect(found(changing(BASE, "aws_eip.a", { tags: tags(50) }))).toEqual([]);
});

test("rules of a security group are counted with the weight of prefix lists", () => {
  expect(found(group(61))).toEqual([
    expect.stringMatching(
      /^warning aws_security_group\.clients: 61 inbound IPv4 rules, where AWS allows 60 by default/,
    ),
  ]);
  expect(found(group(11, 2))).toEqual([
    expect.stringContaining(
      "61 inbound IPv4 rules (11 + 2 × 25 of com.amazonaws.us-east-1.route53-healthchecks)",
    ),
  ]);
  // The two address families are counted apart.
  expect(found(group(59, 2, 6))).toEqual([]);
  expect(found(group(61, 0, 6))).toEqual([expect.stringContaining("61 inbound IPv6 rules,")]);
});

test("a list of one's own counts with the entries that it may have", () => {
  const rule = { ...ipTcp(443), security_group_id: "${aws_security_group.clients.id}" };
  const document = adding(BASE, {
    "aws_ec2_managed_prefix_list.own": { name: "own", address_family: "IPv4", max_entries: 61 },
    "aws_security_group.clients": { name: "clients" },
    "aws_vpc_security_group_egress_rule.a": {
      ...rule,
      prefix_list_id: "${aws_ec2_managed_prefix_list.own.id}",
    },
  });
  expect(found(document)).toEqual([expect.stringContaining("61 outbound IPv4 rules (1 × 61 of own)")]);
});

test("more than 50 tags are refused, those of the provider included", () => {
  expect(found(changing(BASE, "aws_eip.a", { tags: tags(51) }))).toEqual([
    expect.stringMatching(/^error aws_eip\.a: 51 tags, and AWS allows 50: .*\(TagLimitExceeded\)/),
  ]);
  expect(found(changing(BASE, "aws_eip.a", { tags: tags(51), tags_all: tags(51) }))).toEqual([
    expect.stringContaining("51 tags, and"),
  ]);
  expect(found(changing(BASE, "aws_lb_target_group.https", { tags: tags(51) }))).toEqual([
    expect.stringMatching(/^error aws_lb_target_group\.https: 51 tags, .*\(TooManyTags\)/),
  ]);
  expect(found(changing(BASE, "aws_eip.a", { tags: tags(49), tags_all: tags(51) }))).toEqual([
    expect.stringContaining("51 tags (49 of its own + 2 of the provider's default_tags)"),
  ]);
});

test("listeners of a load balancer and target groups of an action are counted", () => {
  const [listener = ""] = addressesOf(BASE, /^aws_lb_listener\./);
  const body = bodyOf(BASE, listener);
  const more = Object.fromEntries(
    upTo(49).map((n) => [`aws_lb_listener.more${n}`, { ...body, port: 10_000 + n }]),
  );
  expect(found(adding(BASE, more))).toEqual([
    expect.stringMatching(
      /^warning aws_lb\.keys: 51 listeners, where AWS allows 50 by default: .*TooManyListeners/,
    ),
  ]);
  const target_group = upTo(6).map((n) => ({
    arn: `arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/g${n}/1`,
  }));
  const six = changing(BASE, listener, {
    default_action: [{ type: "forward", forward: [{ target_group }] }],
  });
  expect(found(six)).toEqual([
    expect.stringMatching(new RegExp(`^error ${listener}: 6 target groups of one action, and AWS allows 5`)),
  ]);
});

/** A load balancer with so many targets in a zone, beside its three nodes. */
const withTargets = (count: number, document = BASE): Document =>
  adding(
    document,
    Object.fromEntries(
      upTo(count).map((n) => [
        `aws_lb_target_group_attachment.more${n}`,
        {
          target_group_arn: "${aws_lb_target_group.https.arn}",
          target_id: `10.0.${4 + Math.floor(n / 250)}.${n % 250}`,
          availability_zone: "us-east-1a",
        },
      ]),
    ),
  );

test("targets are counted by zone, and together with cross-zone load balancing", () => {
  // Two of the nodes' are in the zone: one of each service.
  expect(found(withTargets(498))).toEqual([]);
  expect(found(withTargets(499))).toEqual([
    expect.stringMatching(
      /^warning aws_lb\.keys: 501 targets in us-east-1a, where AWS allows 500 by default: .*\(TooManyTargets\).* Use another load balancer for a part of them, or have the quota raised first\.$/,
    ),
  ]);
  const crossZone = changing(BASE, "aws_lb.keys", { enable_cross_zone_load_balancing: true });
  expect(found(withTargets(494, crossZone))).toEqual([]);
  expect(found(withTargets(495, crossZone))).toEqual([
    expect.stringContaining(
      "501 targets behind a load balancer with cross-zone balancing, where AWS allows 500",
    ),
  ]);
});

test("further certificates of a load balancer's own listeners are counted", () => {
  const certificates = (count: number, listener: string): Document =>
    adding(
      BASE,
      Object.fromEntries(
        upTo(count).map((n) => [
          `aws_lb_listener_certificate.more${n}`,
          { listener_arn: listener, certificate_arn: `arn:aws:acm:us-east-1:1:certificate/${n}` },
        ]),
      ),
    );
  const own = "${aws_lb_listener.https.arn}";
  expect(found(certificates(25, own))).toEqual([]);
  expect(found(certificates(26, own))).toEqual([
    expect.stringContaining("26 further certificates of its listeners, where AWS allows 25 by default"),
  ]);
  expect(found(certificates(26, "${aws_lb_listener.other.arn}"))).toEqual([]);
});

test("values of a record are counted, unless one expression is all of them", () => {
  const record = (records: unknown): Document =>
    adding(BASE, {
      "aws_route53_record.values": { zone_id: "Z1", name: "values", type: "TXT", ttl: 60, records },
    });
  expect(found(record(upTo(400).map(String)))).toEqual([]);
  expect(found(record("${var.values}"))).toEqual([]);
  expect(found(record(upTo(401).map(String)))).toEqual([
    "error aws_route53_record.values: 401 values of one record, and AWS allows 400: the apply stops at the quota (InvalidChangeBatch). Use fewer values.",
  ]);
});

test("rules that refer to groups count in both address families, lists without entries and open networks in one", () => {
  const rule = { ...ipTcp(443), security_group_id: "${aws_security_group.clients.id}" };
  const referring = (peer: (n: number) => Body): Document =>
    adding(BASE, {
      "aws_security_group.clients": { name: "clients" },
      ...Object.fromEntries(
        upTo(61).map((n) => [`aws_vpc_security_group_ingress_rule.n${n}`, { ...rule, ...peer(n) }]),
      ),
    });
  expect(found(referring((n) => ({ referenced_security_group_id: `sg-${n}` })))).toEqual([
    expect.stringContaining("61 inbound IPv4 rules, where"),
    expect.stringContaining("61 inbound IPv6 rules, where"),
  ]);
  const inOne = [expect.stringContaining("61 inbound IPv4 rules, where")];
  expect(found(referring((n) => ({ prefix_list_id: `pl-${n}` })))).toEqual(inOne);
  expect(found(referring((n) => ({ cidr_ipv4: `\${var.network${n}}` })))).toEqual(inOne);
});

test("a group that lets itself in counts itself in both address families", () => {
  const networks = Array.from({ length: 60 }, (_, i) => `10.${i}.0.0/16`);
  const ingress = [{ ...tcp(443), self: true, cidr_blocks: networks }];
  const document = adding(BASE, { "aws_security_group.clients": { name: "clients", ingress } });
  expect(found(document)).toEqual([expect.stringContaining("61 inbound IPv4 rules, where")]);
});

describe("a plan that exceeds a quota", () => {
  const messages = (before: Document, after: Document) =>
    reviewOf(planBetween(before, after))
      .findings.filter(({ rule }) => rule === "AWS-QUOTA-1")
      .map(({ message }) => message);
  const tagging = (document: Document, count: number): Document =>
    changing(document, "aws_lb.keys", {
      tags: { ...(bodyOf(BASE, "aws_lb.keys")["tags"] as Body), ...tags(count) },
    });

  test("says what is destroyed by then", () => {
    expect(messages(BASE, tagging(BASE, 50))).toEqual([
      expect.stringMatching(/\(TooManyTags\)\. Nothing is destroyed by then\. Remove tags\.$/),
    ]);
  });

  test("and does not write what exceeds it, is not stopped there", () => {
    const before = tagging(BASE, 50);
    expect(messages(before, changing(before, "aws_eip.a", { tags: { Name: "a" } }))).toEqual([
      expect.stringMatching(/\(TooManyTags\)\. Remove tags\.$/),
    ]);
  });

  test("of several resources, is stopped at any of them", () => {
    const check = bodyOf(BASE, "aws_route53_health_check.a");
    const more = Object.fromEntries(upTo(200).map((n) => [`aws_route53_health_check.more${n}`, check]));
    expect(messages({ ...BASE, resource: {}, output: {} }, adding(BASE, more))).toEqual([
      expect.stringMatching(/\(TooManyHealthChecks\)\. Probe one port/),
    ]);
  });
});
