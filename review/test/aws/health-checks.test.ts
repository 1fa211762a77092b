import { addressOf, KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const pair = (args: Arguments = {}) =>
  new ScenarioDocument().balancer({ zones: [[1], [2]], ports: [443, 636], args });

/** Node 1 serves while a check says so, else node 2. */
function ifHealthy(document: ScenarioDocument, check: string): ScenarioDocument {
  document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: check });
  return document.failover(KEYS, "SECONDARY", { zone: 2 });
}

/** Whether a check is healthy with no node down, and with node 1 down. */
function healthOf(document: ScenarioDocument, check: string): [boolean, boolean] {
  ifHealthy(document, check);
  const isHealthy = (down: readonly number[]) => document.reach({ down })[1] === 1;
  return [isHealthy([]), isHealthy([1])];
}

const FOLLOWS = [true, false];
const ALWAYS_HEALTHY = [true, true];
const NEVER_HEALTHY = [false, false];

describe("A probe", () => {
  test.each(["TCP", "HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH"])(
    "by %s follows the node",
    (type) => {
      const document = pair();
      expect(healthOf(document, document.probe(1, { type, port: 636 }))).toEqual(FOLLOWS);
    },
  );

  test.each([
    { type: "HTTPS", port: undefined, health: FOLLOWS },
    { type: "HTTPS_STR_MATCH", port: 0, health: FOLLOWS },
    { type: "HTTP", port: undefined, health: NEVER_HEALTHY },
  ])("by $type uses its protocol's port where it names none", ({ type, port, health }) => {
    const document = pair();
    expect(healthOf(document, document.probe(1, { type, port }))).toEqual(health);
  });

  test("of a port without a listener is never answered", () => {
    const document = pair();
    expect(healthOf(document, document.probe(1, { port: 444 }))).toEqual(NEVER_HEALTHY);
  });

  test("of another zone's address follows that zone's node", () => {
    const document = pair();
    expect(healthOf(document, document.probe(2))).toEqual(ALWAYS_HEALTHY);
    expect(document.reach({ down: [1, 2] })).toEqual({ 2: 1 });
  });

  test("of an address beyond the document never fails", () => {
    const document = pair();
    expect(healthOf(document, document.check(1, { ip_address: "203.0.113.9" }))).toEqual(ALWAYS_HEALTHY);
  });

  test.each(["10.0.1.5", "192.168.0.1", "172.16.3.4", "127.0.0.1", "169.254.1.1", "100.64.0.1", "fd00::1"])(
    "of the private address %s is never answered",
    (address) => {
      const document = pair();
      expect(healthOf(document, document.check(1, { ip_address: address }))).toEqual(NEVER_HEALTHY);
    },
  );

  test("of an internet-facing load balancer's address follows the node, whatever the address is", () => {
    const document = pair().add("aws_eip", "nlb_1", { domain: "vpc", public_ip: "127.3.148.55" });
    expect(healthOf(document, document.probe(1))).toEqual(FOLLOWS);
  });

  test("of an internal load balancer's address is never answered", () => {
    const document = pair({ internal: true });
    expect(healthOf(document, document.probe(1))).toEqual(NEVER_HEALTHY);
  });

  test("asks the address where it has a name, too", () => {
    const document = pair();
    expect(healthOf(document, document.probe(1, { fqdn: "elsewhere.example.com" }))).toEqual(FOLLOWS);
  });

  test("fails when its zone does", () => {
    const document = pair();
    ifHealthy(document, document.probe(1));
    expect(document.reach({ zonesDown: [1] })).toEqual({ 2: 1 });
  });
});

describe("A probe by name", () => {
  test("follows what the name routes to", () => {
    const document = pair().record("sems1.example.com", { zone: 1 });
    expect(healthOf(document, document.check(1, { fqdn: "SEMS1.example.com." }))).toEqual(FOLLOWS);
  });

  test("follows a wildcard", () => {
    const document = pair().record("*.nodes.example.com", { zone: 1 });
    expect(healthOf(document, document.check(1, { fqdn: "sems1.nodes.example.com" }))).toEqual(FOLLOWS);
  });

  test.each([
    { healthy: 18, health: FOLLOWS },
    { healthy: 19, health: ALWAYS_HEALTHY },
  ])("is healthy while more than 18 %% of the checkers are answered: $healthy %%", ({ healthy, health }) => {
    const document = pair();
    document.weighted("nodes.example.com", 100 - healthy, { zone: 1 });
    document.weighted("nodes.example.com", healthy, { zone: 2 });
    expect(healthOf(document, document.check(1, { fqdn: "nodes.example.com" }))).toEqual(health);
  });

  test("never fails for a name that the document does not hold", () => {
    const document = pair();
    expect(healthOf(document, document.check(1, { fqdn: "elsewhere.example.org" }))).toEqual(ALWAYS_HEALTHY);
  });

  test("follows the load balancer of that name", () => {
    const document = new ScenarioDocument()
      .balancer({ zones: [[1]] })
      .balancer({ name: "spare", zones: [[2]] });
    document.failover(
      KEYS,
      "PRIMARY",
      { zone: 1 },
      { health_check_id: document.check(1, { fqdn: nameOf() }) },
    );
    document.failover(KEYS, "SECONDARY", { zone: 1, of: "spare" });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 1 }, { 2: 1 }]);
  });

  test("does not reach an internal load balancer, whatever name it asks for", () => {
    for (const fqdn of [nameOf(), "sems1.example.com"]) {
      const document = pair({ internal: true }).record("sems1.example.com", { name: nameOf() });
      expect(healthOf(document, document.check(1, { fqdn }))).toEqual(NEVER_HEALTHY);
    }
  });

  test("sees no private zone", () => {
    const document = pair().add("aws_route53_zone", "inner", {
      name: "example.com",
      vpc: [{ vpc_id: "vpc-1" }],
    });
    const zone_id = ref("aws_route53_zone.inner", "zone_id");
    document.record("sems1.example.com", { zone: 1 }, { zone_id });
    expect(healthOf(document, document.check(1, { fqdn: "sems1.example.com" }))).toEqual(ALWAYS_HEALTHY);
  });

  test("of the very name that it decides about ends", () => {
    const document = pair();
    expect(healthOf(document, document.check(1, { fqdn: KEYS }))).toEqual(NEVER_HEALTHY);
  });
});

describe("A probe of a load balancer with a security group", () => {
  const guarded = (
    build: (document: ScenarioDocument) => unknown,
    groups = ["aws_security_group.clients"],
  ) => {
    const document = pair({ security_groups: groups.map((group) => ref(group, "id")) });
    document.add("aws_security_group", "clients", { name: "clients" });
    build(document);
    return healthOf(document, document.probe(1));
  };
  const rule = (args: Arguments) => (document: ScenarioDocument) =>
    document.add("aws_vpc_security_group_ingress_rule", "clients", {
      security_group_id: ref("aws_security_group.clients", "id"),
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      ...args,
    });

  test.each([
    ["the internet", { cidr_ipv4: "0.0.0.0/0" }],
    ["the half of the internet that they come from", { cidr_ipv4: "0.0.0.0/1" }],
    ["their network", { cidr_ipv4: "15.177.0.0/18" }],
    [
      "all protocols",
      { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1", from_port: undefined, to_port: undefined },
    ],
    ["a range of ports", { cidr_ipv4: "0.0.0.0/0", from_port: 400, to_port: 500 }],
    ["a list that the document does not hold", { prefix_list_id: "pl-1" }],
  ])("is answered where the group lets in %s", (_what, args) => {
    expect(guarded(rule(args))).toEqual(FOLLOWS);
  });

  test.each([
    ["no network", undefined],
    ["a few clients", { cidr_ipv4: "198.51.100.0/24" }],
    ["the other half of the internet", { cidr_ipv4: "128.0.0.0/1" }],
    ["IPv6 alone", { cidr_ipv6: "::/0" }],
    ["another port", { cidr_ipv4: "0.0.0.0/0", from_port: 636, to_port: 636 }],
    ["another protocol", { cidr_ipv4: "0.0.0.0/0", ip_protocol: "udp" }],
    ["another group", { referenced_security_group_id: "sg-1" }],
  ])("is not answered where the group lets in %s", (_what, args) => {
    expect(guarded(args === undefined ? () => undefined : rule(args))).toEqual(NEVER_HEALTHY);
  });

  test.each([
    ["com.amazonaws.us-east-1.route53-healthchecks", FOLLOWS],
    ["com.amazonaws.us-east-1.s3", NEVER_HEALTHY],
    ["com.amazonaws.us-east-1.ipv6.route53-healthchecks", NEVER_HEALTHY],
  ])("is answered by what the prefix list %s holds", (name, health) => {
    const build = (document: ScenarioDocument) => {
      document.addData("aws_ec2_managed_prefix_list", "list", { name });
      return rule({ prefix_list_id: ref("data.aws_ec2_managed_prefix_list.list", "id") })(document);
    };
    expect(guarded(build)).toEqual(health);
  });

  test.each([
    [
      "an inline rule",
      (document: ScenarioDocument) =>
        document.add("aws_security_group", "clients", {
          ingress: [
            { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"] },
          ],
        }),
    ],
    [
      "an older rule",
      (document: ScenarioDocument) =>
        document.add("aws_security_group_rule", "clients", {
          type: "ingress",
          security_group_id: ref("aws_security_group.clients", "id"),
          protocol: "6",
          from_port: 0,
          to_port: 65535,
          cidr_blocks: ["0.0.0.0/0"],
        }),
    ],
  ])("is answered through %s", (_what, build) => {
    expect(guarded(build)).toEqual(FOLLOWS);
  });

  test("is not answered through an outbound rule", () => {
    const build = (document: ScenarioDocument) =>
      document.add("aws_security_group_rule", "clients", {
        type: "egress",
        security_group_id: ref("aws_security_group.clients", "id"),
        protocol: "-1",
        cidr_blocks: ["0.0.0.0/0"],
      });
    expect(guarded(build)).toEqual(NEVER_HEALTHY);
  });

  test("is answered where any of two groups lets the checkers in, or is not in the document", () => {
    const other = (document: ScenarioDocument) =>
      document.add("aws_security_group", "other", { name: "other" });
    const groups = ["aws_security_group.other", "aws_security_group.clients"];
    expect(guarded((document) => rule({ cidr_ipv4: "0.0.0.0/0" })(other(document)), groups)).toEqual(FOLLOWS);
    expect(guarded(other, groups)).toEqual(NEVER_HEALTHY);
    expect(guarded(() => undefined, groups)).toEqual(FOLLOWS);
  });
});

describe("A calculated check", () => {
  const calculated = (threshold: number, children: (document: ScenarioDocument) => string[]) => {
    const document = pair();
    const child_healthchecks = children(document);
    const args = { type: "CALCULATED", child_health_threshold: threshold, child_healthchecks };
    return healthOf(document, document.check(1, args));
  };
  const both = (document: ScenarioDocument) => [document.probe(1), document.probe(2)];

  test.each([
    { threshold: 0, health: ALWAYS_HEALTHY },
    { threshold: 1, health: ALWAYS_HEALTHY },
    { threshold: 2, health: FOLLOWS },
    { threshold: 3, health: NEVER_HEALTHY },
  ])("of two children needs $threshold", ({ threshold, health }) => {
    expect(calculated(threshold, both)).toEqual(health);
  });

  test("counts inverted and disabled children as what they say", () => {
    const inverted = (document: ScenarioDocument) => [document.probe(1, { invert_healthcheck: true })];
    expect(calculated(1, inverted)).toEqual([false, true]);
    expect(calculated(1, (document) => [document.probe(1, { disabled: true })])).toEqual(ALWAYS_HEALTHY);
  });

  test("takes children that the document does not hold for healthy", () => {
    expect(calculated(2, (document) => [document.probe(1), "11111111-2222"])).toEqual(FOLLOWS);
    expect(calculated(1, () => ["11111111-2222"])).toEqual(ALWAYS_HEALTHY);
  });

  test("that watches itself ends", () => {
    const document = pair();
    const id = ref("aws_route53_health_check.self", "id");
    document.add("aws_route53_health_check", "self", {
      type: "CALCULATED",
      child_health_threshold: 1,
      child_healthchecks: [id],
    });
    expect(healthOf(document, id)).toEqual(ALWAYS_HEALTHY);
  });

  test("that watches another one which watches it ends, and both stay as they began", () => {
    const document = pair();
    const [one, other] = ["one", "other"].map((name) => ref(`aws_route53_health_check.${name}`, "id"));
    const watching = (name: string, child: string | undefined) =>
      document.add("aws_route53_health_check", name, {
        type: "CALCULATED",
        child_health_threshold: 1,
        child_healthchecks: [child],
      });
    watching("one", other);
    watching("other", one);
    expect(healthOf(document, String(one))).toEqual(ALWAYS_HEALTHY);
  });
});

describe("A check that follows a metric", () => {
  const alarm = (args: Arguments, inZone = 1): Arguments => ({
    alarm_name: "down",
    namespace: "AWS/NetworkELB",
    metric_name: "HealthyHostCount",
    statistic: "Maximum",
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    dimensions: {
      LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
      TargetGroup: ref("aws_lb_target_group.nlb_443", "arn_suffix"),
      ...(inZone === 0 ? {} : { AvailabilityZone: zoneOf(inZone) }),
    },
    ...args,
  });
  const following = (args: Arguments, check: Arguments = {}, inZone = 1) => {
    const document = pair().add("aws_cloudwatch_metric_alarm", "down", alarm(args, inZone));
    const id = document.check(1, {
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: ref("aws_cloudwatch_metric_alarm.down", "alarm_name"),
      ...check,
    });
    return { document, id };
  };
  const health = (args: Arguments, check: Arguments = {}, inZone = 1) => {
    const { document, id } = following(args, check, inZone);
    return healthOf(document, id);
  };
  const unhealthy = { metric_name: "UnHealthyHostCount" };

  test.each([
    { comparison_operator: "LessThanThreshold", threshold: 1, found: FOLLOWS },
    { comparison_operator: "LessThanThreshold", threshold: 0, found: ALWAYS_HEALTHY },
    { comparison_operator: "LessThanOrEqualToThreshold", threshold: 0, found: FOLLOWS },
    { comparison_operator: "LessThanOrEqualToThreshold", threshold: 1, found: NEVER_HEALTHY },
    { comparison_operator: "GreaterThanThreshold", threshold: 0, found: [false, true] },
    { comparison_operator: "GreaterThanOrEqualToThreshold", threshold: "1", found: [false, true] },
    { ...unhealthy, comparison_operator: "GreaterThanThreshold", threshold: 0, found: FOLLOWS },
    { ...unhealthy, comparison_operator: "GreaterThanOrEqualToThreshold", threshold: 1, found: FOLLOWS },
    { ...unhealthy, comparison_operator: "LessThanThreshold", threshold: 1, found: [false, true] },
    { comparison_operator: "LessThanLowerOrGreaterThanUpperThreshold", threshold: 1, found: ALWAYS_HEALTHY },
  ])("is unhealthy while $comparison_operator $threshold holds", ({ found, ...args }) => {
    expect(health(args)).toEqual(found);
    const { document, id } = following(args);
    expect(ifHealthy(document, id).traffic().assumptions.has("alarm-zone")).toBe(false);
  });

  test.each([
    { statistic: "Maximum", threshold: 1, found: ALWAYS_HEALTHY },
    { statistic: "Maximum", threshold: 2, found: NEVER_HEALTHY },
    { statistic: "Minimum", threshold: 0.5, found: FOLLOWS },
    { statistic: "Average", threshold: 0.5, found: ALWAYS_HEALTHY },
    { statistic: "Average", threshold: 1, found: FOLLOWS },
    { statistic: "Sum", threshold: 1, found: ALWAYS_HEALTHY },
    { statistic: "Sum", threshold: 2, found: FOLLOWS },
    { statistic: "SampleCount", threshold: 2, found: ALWAYS_HEALTHY },
  ])("of all zones takes the $statistic of what they report: $threshold", ({ found, ...args }) => {
    expect(health(args, {}, 0)).toEqual(found);
  });

  test.each([
    [{ namespace: "AWS/EC2" }],
    [{ metric_name: "ProcessedBytes" }],
    [{ period: 10 }],
    [{ extended_statistic: "p99", statistic: undefined }],
    [{ evaluation_periods: 3, datapoints_to_alarm: 2 }],
    [
      {
        dimensions: {
          LoadBalancer: ref("aws_lb.nlb", "arn"),
          TargetGroup: ref("aws_lb_target_group.nlb_443", "arn_suffix"),
        },
      },
    ],
    [
      {
        dimensions: {
          LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
          TargetGroup: "sems-https",
        },
      },
    ],
  ])(
    "never has data, which the check decides about, where CloudWatch or Route 53 has no such alarm: %j",
    (args) => {
      const without = (status: string) => {
        const { document, id } = following(args, { insufficient_data_health_status: status });
        return healthOf(document, id);
      };
      expect([without("LastKnownStatus"), without("Unhealthy")]).toEqual([ALWAYS_HEALTHY, NEVER_HEALTHY]);
    },
  );

  test.each([
    [{ dimensions: {} }],
    [{ dimensions: { LoadBalancer: ref("aws_lb.nlb", "arn_suffix") } }],
    [{ namespace: "${var.namespace}" }],
    [{ metric_name: "${var.metric}" }],
  ])("stays healthy where the metric is of something else: %j", (args) => {
    const { document, id } = following(args);
    expect(healthOf(document, id)).toEqual(ALWAYS_HEALTHY);
    expect(document.traffic().assumptions.has("unknown-metric")).toBe(true);
  });

  test.each([
    ["that the document does not specify", "${var.zone}"],
    ["whose name no subnet has", "eu-west-1a"],
  ])("counts in the zone that its record routes to, in a zone %s", (_which, zone) => {
    const dimensions = {
      LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
      TargetGroup: ref("aws_lb_target_group.nlb_443", "arn_suffix"),
      AvailabilityZone: zone,
    };
    const subnet_mapping = [1, 2].map((i) => ({
      subnet_id: `subnet-${i}`,
      private_ipv4_address: `10.9.${i}.5`,
    }));
    const document = pair({ subnet_mapping }).add(
      "aws_cloudwatch_metric_alarm",
      "down",
      alarm({ dimensions }),
    );
    const check = document.check(1, {
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: ref("aws_cloudwatch_metric_alarm.down", "alarm_name"),
    });
    document.failover(KEYS, "PRIMARY", { values: ["10.9.1.5"] }, { health_check_id: check });
    document.failover(KEYS, "SECONDARY", { values: ["10.9.2.5"] });
    expect([document.reach(), document.reach({ down: [1] })]).toEqual([{ 1: 1 }, { 2: 1 }]);
    expect(document.traffic().assumptions.has("alarm-zone")).toBe(true);
  });

  test("stays healthy where the document does not hold the alarm", () => {
    expect(health({}, { cloudwatch_alarm_name: "elsewhere" })).toEqual(ALWAYS_HEALTHY);
  });

  test.each([
    ["Healthy", { 1: 1 }],
    ["LastKnownStatus", { 1: 1 }],
    [undefined, { 1: 1 }],
    ["Unhealthy", { 2: 1 }],
  ])(
    "in a failed zone, with insufficient data %s, routes to %j",
    (insufficient_data_health_status, reached) => {
      const { document, id } = following({}, { insufficient_data_health_status });
      ifHealthy(document, id);
      const traffic = document.traffic({ zonesDown: [1], down: [1] });
      expect(traffic.assumptions.has("metric-in-dead-zone")).toBe(true);
      const [served] = Object.keys(reached);
      expect(served === "2" ? traffic.shares.get(addressOf(2)) : traffic.nowhere).toBe(1);
    },
  );
});

describe("A health check", () => {
  test.each([
    { args: { invert_healthcheck: true }, health: [false, true] },
    { args: { disabled: true }, health: ALWAYS_HEALTHY },
    { args: { disabled: true, invert_healthcheck: true }, health: NEVER_HEALTHY },
    { args: { disabled: "true" }, health: ALWAYS_HEALTHY },
  ])("with $args says so", ({ args, health }) => {
    const document = pair();
    expect(healthOf(document, document.probe(1, args))).toEqual(health);
  });

  test("of a routing control stays as a person left it", () => {
    const document = pair();
    const check = document.check(1, { type: "RECOVERY_CONTROL", routing_control_arn: "arn:aws:x" });
    expect(healthOf(document, check)).toEqual(ALWAYS_HEALTHY);
  });

  test("of a type that the review does not know never fails", () => {
    const document = pair();
    expect(healthOf(document, document.check(1, { type: "PING" }))).toEqual(ALWAYS_HEALTHY);
    const inverted = pair();
    const check = inverted.check(1, { type: "PING", invert_healthcheck: true });
    expect(healthOf(inverted, check)).toEqual(NEVER_HEALTHY);
  });

  test("that the document does not hold never fails", () => {
    expect(healthOf(pair(), "11111111-2222")).toEqual(ALWAYS_HEALTHY);
  });
});
