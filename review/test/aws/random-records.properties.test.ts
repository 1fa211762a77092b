import fc from "fast-check";
import { servicesIn } from "../../aws/services";
import { diagramOf } from "../../aws/client-path";
import { failoverTime } from "../../aws/failover-time";
import { fromConfiguration } from "../../terraform/configuration";
import { nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

const few = fc.integer({ min: 1, max: 4 });
const name = fc.constantFrom("a", "b.", "C", "a.b", "*.b", "@", "").map((label) => `${label}.example.com`);
const flag = fc.constantFrom(true, false, "true", "yes", null);
const target = fc.oneof(
  name,
  few.map((n) => ref(`aws_eip.nlb_${n}`, "public_ip")),
  few.map((n) => ref(`aws_route53_record.r${n}`, "fqdn")),
  few.map((n) => `us-east-1${"abcd".charAt(n - 1)}.${nameOf()}`),
  fc.constantFrom(
    nameOf(),
    "10.0.1.10",
    "10.0.2.10",
    "203.0.113.1",
    "::1",
    "${var.x}",
    "${",
    "",
    "..",
    5,
    null,
  ),
);
const policy = fc.oneof(
  fc.constant({}),
  fc
    .constantFrom("PRIMARY", "SECONDARY", "TERTIARY", null)
    .map((type) => ({ failover_routing_policy: { type } })),
  fc.integer({ min: -1, max: 5 }).map((weight) => ({ weighted_routing_policy: [{ weight }] })),
  fc.constantFrom(
    { multivalue_answer_routing_policy: true },
    { latency_routing_policy: { region: "us-east-1" } },
    { geolocation_routing_policy: {} },
    { failover_routing_policy: [], weighted_routing_policy: null },
  ),
);
const checkId = fc.oneof(
  few.map((n) => ref(`aws_route53_health_check.c${n}`, "id")),
  fc.constantFrom("x", null),
);

const record = fc.record({
  zone_id: fc.constantFrom("Z1", "Z2", "${aws_route53_zone.z.id}", null),
  name,
  type: fc.constantFrom("A", "A", "A", "AAAA", "CNAME", "TXT", null),
  answer: fc.oneof(
    fc.array(target, { maxLength: 3 }).map((records) => ({ records })),
    fc.record({ name: target, evaluate_target_health: flag }).map((alias) => ({ alias })),
    fc.constant({}),
  ),
  policy,
  health_check_id: fc.option(checkId, { nil: undefined }),
});
const check = fc.record({
  type: fc.constantFrom("TCP", "HTTPS", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL", "ODD", null),
  ip_address: fc.option(target, { nil: undefined }),
  fqdn: fc.option(target, { nil: undefined }),
  port: fc.constantFrom(443, "443", 80, -1, null),
  child_healthchecks: fc.option(fc.array(checkId, { maxLength: 3 }), { nil: undefined }),
  child_health_threshold: fc.constantFrom(0, 1, 2, 9),
  cloudwatch_alarm_name: fc.constantFrom(ref("aws_cloudwatch_metric_alarm.m", "alarm_name"), "x", null),
  disabled: flag,
  invert_healthcheck: flag,
  insufficient_data_health_status: fc.constantFrom("Healthy", "Unhealthy", null),
});
const balancer = fc.record({
  zones: fc.array(fc.subarray([1, 2, 3]), { maxLength: 4 }),
  cross: flag,
  isInternal: flag,
  weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
  tags: fc.constantFrom({}, { "sems:client-fqdn": "a.example.com", "sems:interface2:n": "10.0.1.10" }),
  inZone: fc.constantFrom(zoneOf(1), "all", "use1-az1", "${var.zone}", undefined),
});

const documents = fc
  .record({
    records: fc.array(record, { maxLength: 12 }),
    checks: fc.array(check, { maxLength: 4 }),
    balancer,
    metric: fc.constantFrom("HealthyHostCount", "UnHealthyHostCount", "Odd"),
  })
  .map(({ records, checks, balancer: { zones, cross, isInternal, weights, tags, inZone }, metric }) => {
    const args = { enable_cross_zone_load_balancing: cross, internal: isInternal, tags };
    const document = new ScenarioDocument().balancer({ zones, args });
    weights.forEach((_weight, i) =>
      document.group(`g${i}`).target(`g${i}`, i + 1, { availability_zone: inZone }),
    );
    document.listener(
      "nlb",
      80,
      weights.map((weight, i) => ({ group: `g${i}`, weight })),
    );
    records.forEach(({ answer, policy: routing, ...rest }, i) => {
      document.add("aws_route53_record", `r${i + 1}`, { ...rest, ...answer, ...routing, ttl: 10 });
    });
    checks.forEach((args, i) => document.add("aws_route53_health_check", `c${i + 1}`, args));
    document.add("aws_cloudwatch_metric_alarm", "m", {
      alarm_name: "m",
      namespace: "AWS/NetworkELB",
      metric_name: metric,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      dimensions: {
        LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
        TargetGroup: ref("aws_lb_target_group.g0", "arn_suffix"),
        AvailabilityZone: zoneOf(1),
      },
    });
    return document.json;
  });

describe("Whatever a document says", () => {
  const seen = (json: unknown) =>
    servicesIn(fromConfiguration(json, "test")).services.map((service) => ({
      name: `${service.clientFqdn}:${service.port}`,
      nodes: service.nodes.map((node) => node.name),
      states: [...service.states, ...service.zoneStates].map(({ down, traffic }) => ({
        down,
        shares: [...traffic.shares],
        nowhere: traffic.nowhere,
        assumptions: [...traffic.assumptions],
      })),
      drawn: diagramOf(service),
      time: failoverTime(service),
    }));

  test("every client is routed somewhere or nowhere, to nodes that the service has, and twice the same way", () => {
    fc.assert(
      fc.property(documents, (json) => {
        const services = seen(json);
        expect(seen(json)).toEqual(services);
        const { services: found } = servicesIn(fromConfiguration(json, "test"));
        for (const { nodes, states, zoneStates } of found) {
          const keys = new Set(nodes.map(({ key }) => key));
          expect(new Set(nodes.map((node) => node.name)).size).toBe(nodes.length);
          for (const { traffic } of [...states, ...zoneStates]) {
            const shares = [...traffic.shares.values(), ...traffic.elsewhere.values()];
            expect(shares.every((share) => share > 0 && share <= 1 + 1e-9)).toBe(true);
            expect(shares.reduce((sum, share) => sum + share, traffic.nowhere)).toBeCloseTo(1, 9);
            expect([...traffic.shares.keys()].filter((key) => !keys.has(key))).toEqual([]);
          }
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("every arrow of a drawing joins two of its boxes", () => {
    fc.assert(
      fc.property(documents, (json) => {
        for (const { drawn } of seen(json)) {
          const ids = new Set(drawn.boxes.map(({ id }) => id));
          expect(drawn.arrows.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
          expect(ids.size).toBe(drawn.boxes.length);
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test("services are found among such documents at all", () => {
    const found = fc.sample(documents, { numRuns: 200, seed: 1 }).filter((json) => seen(json).length > 0);
    expect(found.length).toBeGreaterThan(10);
  }, 60_000);
});
