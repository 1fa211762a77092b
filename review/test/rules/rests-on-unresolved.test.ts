import { objectionsOf } from "../support/findings";
import { addressOf, KEYS, ref, ScenarioDocument } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const twoNodes = (): ScenarioDocument => new ScenarioDocument().balancer({ zones: [[1], [2]] });

describe("what rests on something unresolved is a warning (SEMS-LB-2)", () => {
  const levels = (document: ScenarioDocument) =>
    objectionsOf("SEMS-LB-2", document.json).map((line) => [
      line.split(" ")[0],
      line.endsWith("see REVIEW-1."),
    ]);
  const weighted = (args: Arguments): ScenarioDocument =>
    twoNodes().weighted(KEYS, 1, { zone: 1 }, args).weighted(KEYS, 1, { zone: 2 }, args);

  test("unless it is so in a state in which the same would happen anyway", () => {
    // With all nodes healthy, no check decides.
    expect(levels(weighted({ health_check_id: "${var.check}" }))).toEqual([["error", false]]);
    const checked = twoNodes().failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: "${var.check}" });
    expect(levels(checked.failover(KEYS, "SECONDARY", { zone: 2 }))).toEqual([["warning", true]]);
  });

  test("and an error beside a last resort elsewhere, where clients stay in the document", () => {
    const document = twoNodes().ordered([1, 2], `nodes.${KEYS}`);
    document.failover(KEYS, "PRIMARY", { name: `nodes.${KEYS}`, evaluates: false });
    document.failover(KEYS, "SECONDARY", { values: ["203.0.113.9"] });
    expect(levels(document)).toEqual([]);
    const wrong = twoNodes().failover(`nodes.${KEYS}`, "PRIMARY", { zone: 1 });
    wrong.failover(`nodes.${KEYS}`, "SECONDARY", { zone: 2 });
    wrong.failover(KEYS, "PRIMARY", { name: `nodes.${KEYS}` });
    wrong.failover(KEYS, "SECONDARY", { values: ["203.0.113.9"] });
    expect(levels(wrong)).toEqual([["error", false]]);
  });

  test("and an error where only targets are not listed", () => {
    const document = twoNodes().failover(KEYS, "PRIMARY", { zone: 1 });
    document.failover(KEYS, "SECONDARY", { values: [addressOf(2)] });
    document.add("aws_lb_target_group", "more", { target_type: "ip", port: 8443 });
    document.add("aws_autoscaling_attachment", "more", {
      autoscaling_group_name: "more",
      lb_target_group_arn: ref("aws_lb_target_group.more", "arn"),
    });
    document.listener("nlb", 8443, [{ group: "more", weight: 1 }]);
    expect(levels(document).map(([level]) => level)).toContain("error");
  });

  test("where a zone without nodes is down, and the document lacks a health check of its address", () => {
    const group = { load_balancing_cross_zone_enabled: "true" };
    const document = new ScenarioDocument().balancer({ zones: [[1], []], group });
    document.failover(KEYS, "PRIMARY", { zone: 2 }, { health_check_id: "${var.check}" });
    document.failover(KEYS, "SECONDARY", { zone: 1 });
    expect(objectionsOf("SEMS-LB-2", document.json)).toEqual([
      expect.stringMatching(/^warning .*With zone us-east-1b down, .*see REVIEW-1\.$/),
    ]);
  });

  test("where an attribute of a health check is not known", () => {
    const document = twoNodes();
    const health_check_id = document.probe(1, { disabled: "${var.disabled}" });
    document.weighted(KEYS, 1, { zone: 1 }, { health_check_id }).weighted(KEYS, 1, { zone: 2 });
    expect(levels(document)).toEqual([["warning", true]]);
  });

  const UNKNOWN_SUBNETS = [1, 2].map((n) => ({
    subnet_id: `subnet-${n}`,
    allocation_id: ref(`aws_eip.nlb_${n}`, "id"),
  }));
  const inUnknownZones = (group: Arguments = {}): ScenarioDocument =>
    new ScenarioDocument().balancer({ zones: [[1], [2]], args: { subnet_mapping: UNKNOWN_SUBNETS }, group });

  test("where the zones of targets are assumed", () => {
    const document = inUnknownZones().weighted(KEYS, 1, { zone: 1 }).weighted(KEYS, 1, { zone: 2 });
    expect(levels(document)).toEqual([["warning", true]]);
  });

  test("where the zone that an alarm watches is assumed", () => {
    const document = inUnknownZones({ load_balancing_cross_zone_enabled: "true" });
    document.add("aws_cloudwatch_metric_alarm", "one", {
      namespace: "AWS/NetworkELB",
      metric_name: "HealthyHostCount",
      statistic: "Maximum",
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      dimensions: {
        LoadBalancer: ref("aws_lb.nlb", "arn_suffix"),
        TargetGroup: ref("aws_lb_target_group.nlb_443", "arn_suffix"),
        AvailabilityZone: "eu-west-1a",
      },
    });
    const cloudwatch_alarm_name = ref("aws_cloudwatch_metric_alarm.one", "alarm_name");
    const health_check_id = document.check(1, { type: "CLOUDWATCH_METRIC", cloudwatch_alarm_name });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id });
    document.failover(KEYS, "SECONDARY", { zone: 2 });
    expect(levels(document)).toEqual([["warning", true]]);
  });
});
