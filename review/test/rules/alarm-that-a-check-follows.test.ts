import type { Steps } from "../impact/support/plan";
import {
  adding,
  addressesOf,
  bodyOf,
  changing,
  without,
  type Body,
  type Document,
} from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { internal } from "../support/hand-written-internal";
import { refusals } from "./support/refusals";

const NODES = handWrittenNodes(3);
const BASE = tagged(internal(handWritten(), NODES), "ordered-list", NODES);
const ALARM = "aws_cloudwatch_metric_alarm.a";
const CHECK = "aws_route53_health_check.a";

const found = (document: Document) => objectionsOf("AWS-R53-3", document);

test("alarms that Route 53 follows are no violation, and a stack without any is none", () => {
  expect(found(BASE)).toEqual([]);
  expect(found(handWritten())).toEqual([]);
});

test.each<[string, Body, RegExp]>([
  [
    "metric math",
    {
      metric_query: [
        { id: "e", expression: "m1 * 2", return_data: true },
        { id: "m1", metric: [{ period: 60 }] },
      ],
    },
    /uses metric math/,
  ],
  [
    "a percentile in a query",
    { metric_query: [{ id: "m1", metric: [{ period: 60, stat: "p99" }] }] },
    /statistic p99/,
  ],
  [
    "a short period in a query",
    { metric_query: [{ id: "m1", metric: [{ period: 10, stat: "Sum" }] }] },
    /of 10 s/,
  ],
])("an alarm with %s is one that Route 53 cannot follow", (_what, changes, reason) => {
  const document = changing(BASE, ALARM, changes);
  expect(objectionsOf("SEMS-DNS-1", document)).toContainEqual(
    expect.stringMatching(new RegExp(`^error ${ALARM}: .*${reason.source}`)),
  );
});

test("a check that looks in another region finds no alarm", () => {
  const document = changing(BASE, CHECK, { cloudwatch_alarm_region: "eu-west-1" });
  expect(found(document)).toEqual([
    expect.stringMatching(new RegExp(`^error ${CHECK}: .* in eu-west-1, .* in us-east-1`)),
  ]);
});

/** What is said of a plan. */
const stale = (after: Document, steps: Steps = {}, before: Document = BASE): string[] =>
  refusals("AWS-R53-3", after, steps, before);

test("Route 53 keeps its copy of an alarm that changes without its check", () => {
  const after = changing(BASE, ALARM, { threshold: 2 });
  expect(stale(after)).toEqual([
    expect.stringMatching(new RegExp(`^warning ${ALARM}: The plan changes threshold .*${CHECK}.*triggers`)),
  ]);
  expect(stale(changing(after, CHECK, { triggers: { threshold: "2" } }))).toEqual([]);
  expect(stale(changing(BASE, ALARM, { alarm_description: "other" }))).toEqual([]);
  const dimensions = { LoadBalancer: "net/other/1" };
  expect(stale(changing(BASE, ALARM, { dimensions }))).toEqual([]);
  expect(addressesOf(BASE, /^aws_cloudwatch_metric_alarm\./)).toContain(ALARM);
});

test("Route 53 keeps its copy of an alarm that gets a setting which it did not have", () => {
  const before = changing(BASE, ALARM, { statistic: undefined });
  expect(stale(BASE, {}, before)).toEqual([
    expect.stringMatching(new RegExp(`^warning ${ALARM}: The plan changes statistic of the alarm`)),
  ]);
});

test("Route 53 keeps its copy of an alarm that another one of its name replaces", () => {
  const replaced = { replaced: { [ALARM]: "" } };
  expect(stale(changing(BASE, ALARM, { threshold: 2 }), replaced)).toEqual([
    expect.stringMatching(new RegExp(`^warning ${ALARM}: The plan changes threshold of the alarm`)),
  ]);
  expect(stale(BASE, replaced)).toEqual([]);
});

test("Route 53 has no copy of an alarm that did not exist", () => {
  const named = changing(BASE, CHECK, { cloudwatch_alarm_name: "keys-a" });
  const after = changing(named, ALARM, { alarm_name: "keys-a" });
  expect(found(changing(after, CHECK, { cloudwatch_alarm_region: "eu-west-1" }))).toHaveLength(1);
  expect(stale(after, {}, without(named, ALARM))).toEqual([]);
});

test("an alarm of two names is mentioned with the first", () => {
  const record = bodyOf(BASE, "aws_route53_record.tier1_primary");
  const name = "other.example.com";
  const second = bodyOf(BASE, "aws_route53_record.tier2_primary");
  const document = changing(
    adding(BASE, {
      "aws_route53_record.other_primary": { ...record, name },
      "aws_route53_record.other_secondary": {
        ...second,
        name,
        failover_routing_policy: { type: "SECONDARY" },
      },
    }),
    CHECK,
    { cloudwatch_alarm_region: "eu-west-1" },
  );
  expect(found(document)).toEqual([
    expect.stringMatching(new RegExp(`^error ${CHECK}: The check of keys\\.example\\.com looks for`)),
  ]);
});
