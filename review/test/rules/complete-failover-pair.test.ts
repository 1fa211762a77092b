import { adding, bodyOf, changing, without, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { inside, plain } from "../support/mended";
import { KEYS, ScenarioDocument } from "../support/scenario-document";

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

  const PRIMARY = "aws_route53_record.tier1_primary";
  const SECONDARY = "aws_route53_record.tier1_secondary";
  const CHECK = "aws_route53_health_check.a_services";

  test("wants one record for each role", () => {
    expect(objections(without(plain, SECONDARY))).toContainEqual(
      `error ${PRIMARY}: keys.example.com (A) has no SECONDARY record: when its PRIMARY is down, Route 53 has nothing else ` +
        "to answer with. Add a record with failover_routing_policy SECONDARY.",
    );
    expect(objections(without(plain, PRIMARY))).toContainEqual(
      `error ${SECONDARY}: keys.example.com (A) has no PRIMARY record: its SECONDARY alone answers, whatever its health. ` +
        "Add a record with failover_routing_policy PRIMARY.",
    );
  });

  /** Two PRIMARY records of the name, and what a third has for a role. */
  const twoPrimaries = (type: string): string[] => {
    const first = { ...bodyOf(plain, PRIMARY), set_identifier: "first" };
    const roles = { [SECONDARY]: { ...bodyOf(plain, SECONDARY), failover_routing_policy: { type } } };
    return objections(adding(plain, { "aws_route53_record.a_first": first, ...roles }));
  };

  test("leaves one of two records of a role, in the order of their addresses", () => {
    expect(twoPrimaries("SECONDARY")).toContainEqual(
      expect.stringContaining(
        `${PRIMARY}: keys.example.com (A) has 2 PRIMARY records (aws_route53_record.a_first, ${PRIMARY})`,
      ),
    );
  });

  test("objects to two records of a role whatever role a third has", () => {
    expect(twoPrimaries("${var.role}")).toContainEqual(expect.stringContaining("has 2 PRIMARY records"));
  });

  test("misses none while it is open which role the only record has", () => {
    const only = changing(without(plain, SECONDARY), PRIMARY, {
      failover_routing_policy: { type: "${var.role}" },
    });
    expect(objections(only).filter((line) => line.includes("has no"))).toEqual([]);
  });

  test("needs no health check of what answers alone at a client's name", () => {
    const document = new ScenarioDocument().balancer({
      zones: [[1], [2]],
      args: { tags: { "sems:client-fqdn": KEYS, "sems:method": "manual" } },
    });
    expect(objectionsOf("SEMS-DNS-1", document.record(KEYS, { zone: 1 }).json)).toEqual([]);
  });

  test("needs one of what answers alone at a name that others fall back from", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    document.record("first.example.com", { zone: 1 });
    document.failover(KEYS, "PRIMARY", { name: "first.example.com", evaluates: true });
    document.failover(KEYS, "SECONDARY", { zone: 2 }, { health_check_id: document.check(2) });
    expect(objectionsOf("SEMS-DNS-1", document.json)).toEqual([
      expect.stringMatching(/^error aws_route53_record\.record_\d+: The record has no health check/),
    ]);
  });

  test("takes a record whose answers are open for a last resort, too", () => {
    const open = { records: undefined, health_check_id: undefined };
    expect(objections(changing(plain, "aws_route53_record.tier2_secondary", open))).toEqual([
      expect.stringMatching(
        /^warning aws_route53_record\.tier2_secondary: The record has no health check.*Give it a health_check_id\.$/,
      ),
    ]);
  });

  test("doubts a health check of an address that is not known", () => {
    const probes = { type: "TCP", ip_address: "${var.address}", child_healthchecks: undefined };
    expect(objections(changing(plain, CHECK, probes))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^warning ${CHECK}: The health check ${CHECK} of ${PRIMARY} probes var\\.address, and .*watch the record's target\\.$`,
        ),
      ),
    ]);
    expect(objections(changing(plain, CHECK, { ...probes, ip_address: "203.0.113.7" }))).toEqual([
      expect.stringMatching(new RegExp(`^(warning|error) ${CHECK}: .* probes 203\\.0\\.113\\.7`)),
    ]);
  });

  describe("an alias that does not evaluate", () => {
    const pointing = (name: string | undefined, more: Body = {}): string[] =>
      objections(
        changing(plain, PRIMARY, {
          records: undefined,
          ttl: undefined,
          health_check_id: undefined,
          alias: { name, zone_id: "Z2FDTNDATAQYW2", evaluate_target_health: false },
          ...more,
        }),
      );

    test.each(["d1.cloudfront.net", "${aws_cloudfront_distribution.main.domain_name}"])(
      "what Route 53 cannot evaluate, %s, needs a health check",
      (name) => {
        expect(pointing(name)).toEqual([
          expect.stringMatching(new RegExp(`^error ${PRIMARY}: The alias points to CloudFront`)),
        ]);
        const health_check_id = "${aws_route53_health_check.a.id}";
        expect(pointing(name, { health_check_id }).filter((line) => line.includes("CloudFront"))).toEqual([]);
      },
    );

    test.each(["elsewhere.example.org", undefined])("%s is to evaluate it", (name) => {
      expect(pointing(name)).toContainEqual(
        expect.stringMatching(
          new RegExp(`^(error|warning) ${PRIMARY}: The alias does not evaluate its target's health`),
        ),
      );
    });
  });
});
