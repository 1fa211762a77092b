import { failoverTime } from "../../aws/failover-time";
import { servicesIn } from "../../aws/services";
import { KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

function timeOf(document: ScenarioDocument) {
  const [service] = servicesIn(document.graph()).services;
  if (service === undefined) throw new Error("No service");
  return failoverTime(service);
}

const secondsOf = (document: ScenarioDocument): number | undefined => timeOf(document)?.worstCaseSeconds;

/** Node 1 serves while a check says so. */
function checkedBy(check: (document: ScenarioDocument) => string, group: Arguments = {}): ScenarioDocument {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2]], group });
  document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: check(document) });
  return document.failover(KEYS, "SECONDARY", { zone: 2 });
}

const alarm = (document: ScenarioDocument): string => {
  document.add("aws_cloudwatch_metric_alarm", "down", {
    namespace: "AWS/NetworkELB",
    metric_name: "HealthyHostCount",
    period: 60,
    evaluation_periods: 2,
    dimensions: {
      LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
      TargetGroup: ref("aws_lb_target_group.nlb_443", "arn_suffix"),
      AvailabilityZone: zoneOf(1),
    },
  });
  return document.check(1, {
    type: "CLOUDWATCH_METRIC",
    cloudwatch_alarm_name: ref("aws_cloudwatch_metric_alarm.down", "alarm_name"),
  });
};

const HEALTH_CHECK = { health_check: [{ interval: 5, unhealthy_threshold: 3, timeout: 4 }] };

test("a probe takes its interval as often as its threshold, its time-out, Route 53's reaction and the TTL", () => {
  const document = checkedBy((doc) => doc.probe(1, { request_interval: 10, failure_threshold: 3 }));
  expect(timeOf(document)?.steps.map(({ seconds }) => seconds)).toEqual([30, 10, 5, 10]);
  expect(secondsOf(checkedBy((doc) => doc.probe(1, { type: "HTTPS", request_interval: 10 })))).toBe(51);
});

test("a probe that leaves its numbers out takes AWS's", () => {
  expect(timeOf(checkedBy((document) => document.probe(1)))?.steps[0]?.seconds).toBe(90);
});

test("an alarm adds the load balancer's own detection, its periods and CloudWatch's delivery", () => {
  const steps = timeOf(checkedBy(alarm, HEALTH_CHECK))?.steps.map(({ seconds }) => seconds);
  expect(steps).toEqual([15, 4, 60, 120, 30, 5, 10]);
});

test("an alias takes the load balancer's detection, Route 53's learning of it and the alias's TTL", () => {
  const document = new ScenarioDocument().balancer({ zones: [[1]], group: HEALTH_CHECK });
  document.balancer({ name: "spare", zones: [[2]] });
  document.failover(KEYS, "PRIMARY", { name: nameOf(), evaluates: true });
  document.failover(KEYS, "SECONDARY", { name: nameOf("spare"), evaluates: true });
  expect(timeOf(document)?.steps.map(({ seconds }) => seconds)).toEqual([15, 4, 30, 60]);
});

/** Two probes behind a calculated check, of which the second is slower. */
const calculated = (threshold: number | undefined, ports: readonly [number, number]) =>
  checkedBy((doc) =>
    doc.check(1, {
      type: "CALCULATED",
      ...(threshold === undefined ? {} : { child_health_threshold: threshold }),
      child_healthchecks: [
        doc.probe(1, { failure_threshold: 1, port: ports[0] }),
        doc.probe(1, { failure_threshold: 4, port: ports[1] }),
      ],
    }),
  );

test.each([
  ["of one port races its children where it requires all", 2, [443, 443], 30],
  ["without a threshold requires all", undefined, [443, 443], 30],
  ["of one port takes the slowest where one healthy child is enough", 1, [443, 443], 120],
  ["of several ports takes the slowest port", 2, [443, 636], 120],
  ["of several ports turns with the whole node where one healthy child is enough", 1, [443, 636], 120],
] as const)("a calculated check %s", (_how, threshold, ports, seconds) => {
  expect(timeOf(calculated(threshold, ports))?.steps[0]?.seconds).toBe(seconds);
});

test.each([
  [2, 120],
  [1, 30],
])("a calculated check that requires %i of 2 returns with that many", (threshold, seconds) => {
  expect(timeOf(calculated(threshold, [443, 443]))?.failback.steps[0]?.seconds).toBe(seconds);
});

test("clients return with the probes, Route 53's reaction and the TTL of the other answer", () => {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
  const check = { health_check_id: document.probe(1, { request_interval: 10, failure_threshold: 4 }) };
  document.failover(KEYS, "PRIMARY", { zone: 1 }, { ...check, ttl: 10 });
  document.failover(KEYS, "SECONDARY", { zone: 2 }, { ttl: 30 });
  expect(timeOf(document)?.failback).toEqual({
    worstCaseSeconds: 75,
    steps: [
      { what: "4 successful probes, one every 10 s", seconds: 40 },
      { what: "Route 53 changes its answer", seconds: 5 },
      { what: "TTL of the old answer", seconds: 30 },
    ],
  });
});

test("a return that an alarm decides waits for the target group, the metric and its delivery", () => {
  const group = { health_check: [{ interval: 30, healthy_threshold: 6 }] };
  expect(timeOf(checkedBy(alarm, group))?.failback.steps.map(({ seconds }) => seconds)).toEqual([
    180, 60, 30, 5, 10,
  ]);
});

test("the slowest of several records counts, and the last choice does not", () => {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2], [3]] });
  const check = (zone: number, failure_threshold: number) => ({
    health_check_id: document.probe(zone, { failure_threshold, request_interval: 10 }),
  });
  document.failover(KEYS, "PRIMARY", { zone: 1 }, check(1, 1));
  document.failover(KEYS, "SECONDARY", { name: "tier2.example.com", evaluates: true });
  document.failover("tier2.example.com", "PRIMARY", { zone: 2 }, check(2, 2));
  document.failover("tier2.example.com", "SECONDARY", { zone: 3 }, check(3, 9));
  expect(timeOf(document)?.steps[0]?.seconds).toBe(20);
});

test.each([
  ["without a check", (document: ScenarioDocument) => (document.check(1), "")],
  ["with a disabled check", (document: ScenarioDocument) => document.probe(1, { disabled: true })],
  ["with a routing control", (document: ScenarioDocument) => document.check(1, { type: "RECOVERY_CONTROL" })],
  ["with a check beyond the document", () => "11111111-2222"],
])("no fail-over happens %s", (_how, check) => {
  expect(timeOf(checkedBy(check))).toBeNull();
});
