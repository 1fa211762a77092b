import { adding, changing, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";
import { KEYS, nameOf, ref, ScenarioDocument } from "../support/scenario-document";

const objections = (document: Document): string[] => objectionsOf("SEMS-DNS-1", document);
const TIER = "aws_route53_record.tier1_secondary";

/** The alias to the second tier with another zone. */
const nested = (zone_id: string): Document =>
  changing(adding(plain, { "aws_route53_zone.other": { name: "example.org" } }), TIER, {
    alias: { name: "tier2.keys.example.com", zone_id, evaluate_target_health: true },
  });

interface Zones {
  /** Hosted zone of the records. */
  readonly own?: string;
  /** What a state has as the `zone_id` of the load balancers. */
  readonly ofBalancers?: string;
}

/** A pair of aliases to load balancers, the first with this zone. */
function balancers(
  zone_id: string | undefined,
  { own = ref("aws_route53_zone.z", "zone_id"), ofBalancers }: Zones = {},
): unknown {
  const document = new ScenarioDocument();
  document.add("aws_route53_zone", "z", { name: "example.com" });
  document.addData("aws_route53_zone", "d", { name: "example.com" });
  for (const [i, name] of ["a", "b"].entries()) {
    document.balancer({ name, zones: i === 0 ? [[1]] : [[], [2]], args: { zone_id: ofBalancers } });
    document.failover(
      KEYS,
      i === 0 ? "PRIMARY" : "SECONDARY",
      { name: nameOf(name) },
      {
        zone_id: own,
        alias: {
          name: nameOf(name),
          zone_id: i === 0 ? zone_id : ref(`aws_lb.${name}`, "zone_id"),
          evaluate_target_health: true,
        },
      },
    );
  }
  return document.json;
}

describe("an alias has the zone of its target (SEMS-DNS-1)", () => {
  test.each([["${aws_lb.keys.zone_id}"], ["${aws_route53_zone.other.zone_id}"]])(
    "an alias to records of its own zone does not have %s",
    (zone) => {
      expect(objections(nested(zone))).toEqual([
        expect.stringMatching(
          /^error aws_route53_record\.tier1_secondary: The zone_id of the alias is that of another/,
        ),
      ]);
    },
  );

  test.each([["${aws_route53_zone.example.zone_id}"], ["${var.zone}"]])("it may have %s", (zone) => {
    expect(objections(nested(zone))).toEqual([]);
  });

  test.each([
    [ref("aws_route53_zone.z", "zone_id")],
    [ref("data.aws_route53_zone.d", "zone_id")],
    ["${data.aws_elb_hosted_zone_id.main.id}"],
  ])("an alias to a load balancer does not have %s", (zone) => {
    expect(objectionsOf("SEMS-DNS-1", balancers(zone))).toEqual([
      expect.stringContaining("Set it to the zone_id of aws_lb.a"),
    ]);
  });

  test.each([
    [ref("aws_lb.a", "zone_id")],
    [ref("aws_lb.b", "zone_id")],
    ["Z26RNL4JYFTOTI"],
    ["${var.zone}"],
    [undefined],
  ])("it may have %s", (zone) => {
    expect(objectionsOf("SEMS-DNS-1", balancers(zone))).toEqual([]);
  });

  test("an alias to a load balancer does not have the literal zone of its record", () => {
    expect(objectionsOf("SEMS-DNS-1", balancers("Z0OWN", { own: "Z0OWN" }))).toEqual([
      expect.stringContaining("Set it to the zone_id of aws_lb.a"),
    ]);
  });

  test("an alias to a load balancer whose zone a state knows has that zone", () => {
    const [own, ofBalancers] = ["Z0OWN", "Z26RNL4JYFTOTI"];
    expect(objectionsOf("SEMS-DNS-1", balancers("Z0ANOTHER", { own, ofBalancers }))).toEqual([
      expect.stringContaining("Set it to the zone_id of aws_lb.a"),
    ]);
    expect(objectionsOf("SEMS-DNS-1", balancers(ofBalancers, { own, ofBalancers }))).toEqual([]);
    expect(objectionsOf("SEMS-DNS-1", balancers(undefined, { own, ofBalancers }))).toEqual([]);
  });

  /** What is said of the `zone_id` of an alias to another name, in a zone that is known as this. */
  const toName = (own: string, zone_id: string): string[] => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    document.add("aws_route53_zone", "Z0", { name: "example.com" });
    const alias = { name: "first.example.com", zone_id, evaluate_target_health: true };
    document.record("first.example.com", { zone: 1 }, { zone_id: own });
    document.failover(KEYS, "PRIMARY", { name: alias.name }, { zone_id: own, alias });
    document.failover(KEYS, "SECONDARY", { zone: 2 }, { zone_id: own });
    return objectionsOf("SEMS-DNS-1", document.json).filter((objection) => objection.includes("zone_id"));
  };

  test("an alias to a name of a literal zone has that zone", () => {
    expect(toName("Z0OWN", "Z0ANOTHER")).toEqual([
      expect.stringContaining("Set it to the zone_id of the record itself (Z0OWN)"),
    ]);
    expect(toName("Z0OWN", "Z0OWN")).toEqual([]);
    expect(toName("Z0OWN", "${var.zone}")).toEqual([]);
  });

  test("a zone whose id is not known may be any", () => {
    expect(toName("${aws_route53_zone.Z0.zone_id}", "Z0ANOTHER")).toEqual([]);
  });

  test("an alias without a name is left to others", () => {
    const alias = { zone_id: "Z0ANOTHER", evaluate_target_health: true };
    expect(objections(changing(plain, TIER, { alias }))).toEqual([]);
  });
});
