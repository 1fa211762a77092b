import { reviewedIn } from "../facts/reviewed";
import { subjectOf } from "../facts/subject";
import { planDiffOf } from "../impact/index";
import { recordInTheWay } from "../rules/record-in-the-way";
import { changesOf } from "../terraform/plan/changes";
import { fromPlan } from "../terraform/plan/plan";
import { fromState } from "../terraform/state";
import { DepthLimit } from "../terraform/value";
import { planBetween } from "./impact/support/plan";
import { AT_MOST_LINEAR, growthOf } from "./support/count-steps";
import { adding, type Body } from "./support/document";
import { handWritten } from "./support/hand-written";

const ROLES = ["PRIMARY", "SECONDARY"] as const;

/** Names of which each has two failover records. */
const names = (count: number, [first, second]: readonly string[]) => {
  const record = (name: string, side: string, type: string | undefined): [string, Body] => [
    `aws_route53_record.${name}_${side}`,
    {
      zone_id: "Z1",
      name: `${name}.example.org`,
      type: "A",
      ttl: 60,
      records: ["203.0.113.7"],
      set_identifier: side,
      failover_routing_policy: [{ type }],
    },
  ];
  const all = Array.from({ length: count }, (_, i) => `n${i}`);
  const records = all.flatMap((name) => [record(name, "a", first), record(name, "b", second)]);
  return adding(handWritten(2), Object.fromEntries(records));
};

/** The search for records that are in each other's way, in a plan in which the records of each name exchange their roles. */
const search = (count: number) => {
  const plan = planBetween(names(count, ROLES), names(count, [...ROLES].reverse()));
  const after = reviewedIn(fromPlan(plan, "plan"));
  const changes = [...changesOf(plan, new DepthLimit())];
  const diff = planDiffOf(changes, fromState(plan.prior_state, "plan"), after);
  const subject = subjectOf(after, { diff });
  return () => recordInTheWay.violations(subject);
};

test("the search for records in each other's way grows no faster than their number", () => {
  expect(search(10)()).toHaveLength(20);
  expect(growthOf(search, [100, 200])).toBeLessThan(AT_MOST_LINEAR);
}, 60_000);
