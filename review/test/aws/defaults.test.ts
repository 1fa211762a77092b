import { findingsIn, reviewOfCase, rowsOf } from "../support/case";

const FAILOVER_PAIR = [
  "nothing down -> 10.0.1.10",
  "10.0.1.10 -> 10.0.2.10",
  "10.0.2.10 -> 10.0.1.10",
  "10.0.1.10 + 10.0.2.10 -> nothing",
  "zone us-east-1a -> 10.0.2.10",
  "zone us-east-1b -> 10.0.1.10",
];

test("a null threshold in a state is AWS's default of one target, not off", () => {
  const review = reviewOfCase("null-thresholds");

  expect(rowsOf(review)).toEqual(FAILOVER_PAIR);
  expect(findingsIn(review)).toEqual([]);
});

test("a probe that is written without thresholds has the provider's, not AWS's", () => {
  const [service] = reviewOfCase("probe-threshold-default").services;

  expect(service?.failover?.steps[0]).toEqual({
    what: expect.stringMatching(/^3 failed probes/),
    seconds: 90,
  });
  expect(service?.failover?.worstCaseSeconds).toBe(190);
});

test("a role that a function makes of a known text is known", () => {
  const review = reviewOfCase("role-by-function");

  expect(rowsOf(review)).toEqual(FAILOVER_PAIR);
  // The load balancer's group has no outbound rule, which has nothing to do with the role.
  expect(findingsIn(review)).toEqual(["warning AWS-SEC-3 aws_security_group.n"]);
});
