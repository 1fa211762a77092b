import { changing, without, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { fails, FAIL_LEVELS } from "../../fail-level";
import { review } from "../report/support/reviews";
import { changesBetween, type Steps } from "./support/plan";

const NODES = handWrittenNodes(3);
const BASE = tagged(handWritten(), "ordered-list", NODES);

/** Swaps the addresses of the first two records, and so the first two nodes. */
const swapped = ["a", "b"].reduce((document, letter, i) => {
  const record = `aws_route53_record.tier${2 - i}_primary`;
  return changing(document, record, {
    records: [`\${aws_eip.${letter}.public_ip}`],
    health_check_id: `\${aws_route53_health_check.${letter}.id}`,
  });
}, BASE);

const CASES: readonly (readonly [string, string, Document, Steps])[] = [
  ["nothing", "none", BASE, {}],
  ["a load balancer is replaced", "outage", BASE, { replaced: { "aws_lb.keys": "subnet_mapping" } }],
  ["a listener goes", "outage", without(BASE, "aws_lb_listener.ldaps"), {}],
  [
    "clients are no longer let in",
    "outage",
    without(BASE, "aws_vpc_security_group_ingress_rule.nlb_https"),
    {},
  ],
  ["members may no longer replicate", "none", without(BASE, "aws_security_group_rule.replication_out"), {}],
  ["the first node changes", "clients-move", swapped, {}],
  [
    "the serving node's machine is replaced",
    "clients-move",
    BASE,
    { replaced: { "aws_instance.sems1": "ami" } },
  ],
  [
    "another node's machine is replaced",
    "redundancy-lost",
    BASE,
    { replaced: { "aws_instance.sems3": "ami" } },
  ],
  ["the serving node's address goes", "outage", BASE, { replaced: { "aws_eip.a": "domain" } }],
  ["another node's address goes", "redundancy-lost", BASE, { replaced: { "aws_eip.c": "domain" } }],
  [
    "a registration of another node is replaced",
    "redundancy-lost",
    BASE,
    { replaced: { "aws_lb_target_group_attachment.https_sems2": "port" } },
  ],
  ["a certificate is replaced", "none", BASE, { replaced: { "aws_acm_certificate.clients": "domain_name" } }],
];

describe("the effect of a change on clients", () => {
  test.each(CASES)("where %s is %s", (_what, effect, after, steps) => {
    expect(changesBetween(BASE, after, steps).effect).toBe(effect);
  });

  test("is that of the worst change, which comes first", () => {
    const steps = {
      replaced: { "aws_instance.sems3": "ami", "aws_lb.keys": "name", "aws_instance.sems1": "ami" },
    };
    const { disruptive } = changesBetween(BASE, BASE, steps);
    expect(disruptive.map(({ address, effect }) => [address, effect])).toEqual([
      ["aws_lb.keys", "outage"],
      ["aws_instance.sems1", "clients-move"],
      ["aws_instance.sems3", "redundancy-lost"],
    ]);
    for (const { instead, runbook } of disruptive) {
      expect(instead).toMatch(/^[A-Z].+\.$/);
      expect(runbook).toMatch(/^docs\/operations\.md#[a-z-]+$/);
    }
  });

  test("can be accepted, for one resource or for all", () => {
    const steps = { replaced: { "aws_lb.keys": "name" } };
    for (const key of ["CHANGE-OUTAGE", "CHANGE-OUTAGE@aws_lb.keys"]) {
      const changes = changesBetween(BASE, BASE, steps, new Map([[key, "announced"]]));
      expect(changes).toMatchObject({ effect: "outage", disruptive: [{ acknowledged: "announced" }] });
      expect(fails(review({ changes }), "warning")).toBe(false);
    }
    const other = changesBetween(BASE, BASE, steps, new Map([["CHANGE-OUTAGE@aws_lb.other", "announced"]]));
    expect(fails(review({ changes: other }), "error")).toBe(true);
  });
});

describe("--fail-on", () => {
  const levels = (after: Document, steps: Steps = {}) => {
    const changes = changesBetween(BASE, after, steps);
    return FAIL_LEVELS.filter((level) => fails(review({ changes }), level));
  };

  test("fails by default on an outage", () => {
    expect(levels(BASE, { replaced: { "aws_lb.keys": "name" } })).toEqual(["error", "disruption", "warning"]);
  });

  test("fails on less with disruption, and on nothing where nothing happens", () => {
    expect(levels(swapped)).toEqual(["disruption", "warning"]);
    expect(levels(BASE, { replaced: { "aws_instance.sems3": "ami" } })).toEqual(["disruption", "warning"]);
    expect(levels(BASE)).toEqual([]);
  });

  test("fails on an incomplete plan that shows no effect", () => {
    const changes = { ...changesBetween(BASE, BASE), effect: "unknown" as const };
    expect(FAIL_LEVELS.filter((level) => fails(review({ changes }), level))).toEqual([
      "disruption",
      "warning",
    ]);
  });
});
