import { Routing } from "../../aws/routing";
import { KEYS, nameOf, ref, ScenarioDocument, zoneOf, type Answer } from "../support/scenario-document";

/** The addresses of the load balancer's two zones, of which the document specifies no name. */
const ADDRESSES = ["10.9.1.5", "10.9.2.5"] as const;
const SUBNETS = ADDRESSES.map((private_ipv4_address, i) => ({
  subnet_id: `subnet-${i + 1}`,
  private_ipv4_address,
}));

/** Two zones with a node each, alarms that count in named zones, and a check that all of them must pass. */
function withAlarms(zones: readonly string[], subnet_mapping: readonly unknown[] = SUBNETS) {
  const document = new ScenarioDocument().balancer({
    zones: [[1], [2]],
    ports: [443, 636],
    args: { subnet_mapping },
  });
  const children = zones.map((zone, i) => {
    document.add("aws_cloudwatch_metric_alarm", `alarm${i}`, {
      namespace: "AWS/NetworkELB",
      metric_name: "HealthyHostCount",
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      dimensions: {
        LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
        TargetGroup: ref(`aws_lb_target_group.nlb_${i === 0 ? 443 : 636}`, "arn_suffix"),
        AvailabilityZone: zone,
      },
    });
    return document.check(1, {
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: ref(`aws_cloudwatch_metric_alarm.alarm${i}`, "alarm_name"),
    });
  });
  const check = document.check(1, {
    type: "CALCULATED",
    child_health_threshold: children.length,
    child_healthchecks: children,
  });
  return { document, check };
}

/** The records of a check: the PRIMARY, and more that it decides about. */
function records({ document, check }: ReturnType<typeof withAlarms>, ...primaries: readonly Answer[]) {
  primaries.forEach((answer, i) => {
    const name = i === 0 ? KEYS : `other${i}.example.com`;
    document.failover(name, "PRIMARY", answer, { health_check_id: check });
    document.failover(name, "SECONDARY", { values: [ADDRESSES[1]] });
  });
  const { assumptions } = document.traffic();
  return {
    /** Whether node 2 serves while node 1, and while node 2 is down. */
    fails: [[1], [2]].map((down) => document.reach({ down })["2"] === 1),
    assumes: [...assumptions],
  };
}

const first: Answer = { values: [ADDRESSES[0]] };
const second: Answer = { values: [ADDRESSES[1]] };

describe("the zone that an alarm counts in", () => {
  test("is that which its targets have, where the load balancer's is only assumed to be the same", () => {
    expect(records(withAlarms([zoneOf(1)]), first)).toEqual({
      fails: [true, false],
      assumes: ["zones-in-order"],
    });
  });

  test.each(["${var.zone}", "eu-west-1a"])("is its record's, by assumption, where it is %s", (zone) => {
    expect(records(withAlarms([zone]), first)).toMatchObject({
      fails: [true, false],
      assumes: expect.arrayContaining(["alarm-zone"]),
    });
  });

  test("is any zone where the document leaves it open, and its records point to several or to none", () => {
    const [several, none] = [
      records(withAlarms(["${var.zone}"]), first, second),
      records(withAlarms(["${var.zone}"]), { name: nameOf() }),
    ];

    // One healthy target in any zone is enough.
    expect(several.fails).toEqual([false, false]);
    expect([...several.assumes, ...none.assumes]).not.toContain("alarm-zone");
    expect([...several.assumes, ...none.assumes]).not.toContain("unknown-metric");
  });

  test("is any zone where no record follows it", () => {
    const graph = withAlarms(["${var.zone}"]).document.graph();
    const { alarms } = new Routing(graph);
    const zones = graph
      .all("aws_cloudwatch_metric_alarm")
      .map((alarm) => alarms.metricOf(alarm)?.zones.length);
    expect(zones).toEqual([2]);
  });

  test("is unknown where it has a name, and its records point to several zones or to none", () => {
    for (const primaries of [[first, second], [{ name: nameOf() }]]) {
      const { assumes } = records(withAlarms(["eu-west-1a"]), ...primaries);
      expect(assumes).toContain("unknown-metric");
    }
  });

  test("is unknown where its record's zone has another name", () => {
    const [, other] = SUBNETS;
    const own = { ...SUBNETS[0], subnet_id: ref("aws_subnet.nlb_1", "id") };

    expect(records(withAlarms(["eu-west-1a"], [own, other]), first).assumes).toContain("unknown-metric");
  });

  test("is one for alarms with one name for it, and another for another name", () => {
    const [same, different] = [
      records(withAlarms(["eu-west-1a", "eu-west-1a"]), first),
      records(withAlarms(["eu-west-1a", "eu-west-1b"]), first),
    ];

    expect([same.assumes.includes("unknown-metric"), different.assumes.includes("unknown-metric")]).toEqual([
      false,
      true,
    ]);
  });

  test("has as many names as references to it", () => {
    const [one, other] = ["${data.aws_availability_zone.a.name}", "${data.aws_availability_zone.b.name}"];

    expect(records(withAlarms([one, one]), first).assumes).not.toContain("unknown-metric");
    expect(records(withAlarms([one, other]), first).assumes).toContain("unknown-metric");
  });
});
