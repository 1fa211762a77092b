import { findingsIn, reviewOfCase, rowsOf } from "../support/case";
import { addressesOf, changing, type Body, type Document } from "../support/document";
import { findingsOf } from "../support/findings";
import { inside, plain } from "../support/mended";
import { reviewOf } from "../support/review";

const errors = (document: Document): string[] =>
  findingsOf(document).flatMap(({ rule, level, message }) =>
    level === "error" ? [`${rule} ${message}`] : [],
  );

/** Attributes that decide which node serves clients, unknown. */
const UNKNOWN: readonly (readonly [what: string, document: Document, address: RegExp, changes: Body])[] = [
  ["a role", plain, /record\.tier1_primary/, { failover_routing_policy: [{ type: "${var.role}" }] }],
  ["a type of record", plain, /record\.tier2_secondary/, { type: "${var.type}" }],
  ["a type of check", plain, /health_check\./, { type: "${var.type}" }],
  ["a port of a check", plain, /health_check\./, { port: "${var.port}" }],
  ["whether a check is disabled", plain, /health_check\./, { disabled: "${var.disabled}" }],
  ["whether a check is inverted", plain, /health_check\./, { invert_healthcheck: "${var.inverted}" }],
  ["a scheme", inside, /^aws_lb\./, { internal: "${var.internal}" }],
  ["cross-zone of a load balancer", plain, /^aws_lb\./, { enable_cross_zone_load_balancing: "${var.x}" }],
  ["cross-zone of a group", plain, /target_group\./, { load_balancing_cross_zone_enabled: "${var.x}" }],
  ["a target type", plain, /target_group\./, { target_type: "${var.type}" }],
  ["a protocol", plain, /target_group\./, { protocol: "${var.protocol}" }],
  ["a comparison", inside, /metric_alarm\./, { comparison_operator: "${var.operator}" }],
  ["a threshold", inside, /metric_alarm\./, { threshold: "${var.threshold}" }],
  ["a statistic", inside, /metric_alarm\./, { statistic: "${var.statistic}" }],
  ["what an action forwards to", plain, /^aws_lb_listener\./, { default_action: [{ type: "forward" }] }],
  [
    "the target groups of an action",
    plain,
    /^aws_lb_listener\./,
    { default_action: [{ type: "forward", forward: [{ target_group: null }] }] },
  ],
  ["a metric", inside, /metric_alarm\./, { metric_name: "${var.metric}" }],
];

test.each(UNKNOWN)(
  "%s that is unknown is REVIEW-1, and no error rests on it",
  (_what, document, address, changes) => {
    const [first = ""] = addressesOf(document, address);
    const changed = changing(document, first, changes);

    expect(errors(changed)).toEqual([]);
    expect(findingsOf(changed)).toContainEqual(expect.objectContaining({ rule: "REVIEW-1", address: first }));
  },
);

test("each row of a service with an unknown attribute says so", () => {
  const changed = changing(plain, "aws_route53_record.tier1_primary", {
    failover_routing_policy: [{ type: "${var.role}" }],
  });
  const [service] = reviewOf(changed).services;

  expect(service?.states.every(({ assumptions }) => assumptions.includes("unknown-attribute"))).toBe(true);
});

test("which nodes fail with a zone is an assumption where their zones are one", () => {
  const review = reviewOfCase("assumed-zone-cross-zone");
  const [service] = review.services;

  expect(rowsOf(review)).toContain("zone us-east-1a -> 10.0.78.10");
  expect(service?.zones.map(({ assumptions }) => assumptions)).toEqual([
    ["zones-in-order"],
    ["zones-in-order"],
  ]);
  expect(service?.states.flatMap(({ assumptions }) => assumptions)).not.toContain("zones-in-order");
  expect(findingsIn(review)).toContain("warning REVIEW-1 aws_lb.primary");
});
