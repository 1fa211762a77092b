import { adding, changing, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { inside, plain } from "../support/mended";

const objections = (document: Document): string[] => objectionsOf("SEMS-DNS-1", document);

describe("SEMS-DNS-1", () => {
  test("warns of a last resort without a health check: with all nodes down, clients end up there", () => {
    const document = changing(plain, "aws_route53_record.tier2_secondary", { health_check_id: undefined });
    expect(objections(document)).toEqual([
      expect.stringMatching(/^warning aws_route53_record\.tier2_secondary: The record has no health check/),
    ]);
  });

  test("objects to a health check that asks for the very name that it decides about", () => {
    const document = changing(plain, "aws_route53_health_check.a", {
      ip_address: undefined,
      fqdn: "Keys.example.com.",
    });
    expect(objections(document)).toEqual([
      expect.stringMatching(
        /^error aws_route53_health_check\.a: .*asks for Keys\.example\.com\., the very name/,
      ),
    ]);
  });

  test("objects to another record beside the pair", () => {
    const document = adding(plain, {
      "aws_route53_record.plain": {
        zone_id: "${aws_route53_zone.example.zone_id}",
        name: "keys",
        type: "A",
        ttl: 30,
        records: ["${aws_eip.a.public_ip}"],
      },
    });
    expect(objections(document)).toContainEqual(
      expect.stringMatching(/aws_route53_record\.plain: .* has a simple record beside its failover records/),
    );
  });

  test("looks at the records of the other address family too", () => {
    const document = adding(plain, {
      "aws_route53_record.six": {
        zone_id: "${aws_route53_zone.example.zone_id}",
        name: "keys.example.com",
        type: "AAAA",
        set_identifier: "primary",
        failover_routing_policy: { type: "PRIMARY" },
        alias: {
          name: "${aws_lb.keys.dns_name}",
          zone_id: "${aws_lb.keys.zone_id}",
          evaluate_target_health: true,
        },
      },
    });
    expect(objections(document)).toEqual([
      expect.stringMatching(/aws_route53_record\.six: keys\.example\.com \(AAAA\) has no SECONDARY/),
    ]);
  });

  test("doubts an alias whose own check makes up for its target's health", () => {
    const document = changing(plain, "aws_route53_record.tier1_secondary", {
      alias: {
        name: "tier2.keys.example.com",
        zone_id: "${aws_route53_zone.example.zone_id}",
        evaluate_target_health: false,
      },
      health_check_id: "${aws_route53_health_check.b.id}",
    });
    expect(objections(document)).toEqual([
      expect.stringMatching(/^warning .*does not evaluate its target's health/),
    ]);
  });

  test("objects to a health check that is disabled", () => {
    const document = changing(plain, "aws_route53_health_check.a", { disabled: true });
    expect(objections(document)).toEqual([expect.stringContaining("is disabled, and so always healthy")]);
  });

  test("sees through calculated checks: one child that watches the node is enough", () => {
    const calculated = (...letters: string[]): Document =>
      changing(
        adding(plain, {
          "aws_route53_health_check.both": {
            type: "CALCULATED",
            child_health_threshold: 1,
            child_healthchecks: letters.map((letter) => `\${aws_route53_health_check.${letter}.id}`),
          },
        }),
        "aws_route53_record.tier1_primary",
        { health_check_id: "${aws_route53_health_check.both.id}" },
      );
    expect(objections(calculated("a", "b"))).toEqual([]);
    expect(objections(calculated("b", "c"))).toEqual([expect.stringContaining("probes aws_eip.b.public_ip")]);
  });

  test.each([
    [{ threshold: 2 }, "fires while every node is healthy"],
    [{ metric_name: "ActiveFlowCount" }, "a metric that does not depend on the node"],
    [{ comparison_operator: "GreaterThanThreshold" }, "does not fire when the record's node is down"],
  ])("objects to an alarm with %j", (changes, says) => {
    const document = changing(inside, "aws_cloudwatch_metric_alarm.a", changes);
    expect(objections(document)).toEqual([expect.stringContaining(says)]);
  });
});
