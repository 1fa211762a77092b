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

/** A pair of aliases to load balancers, the first with this zone. */
function balancers(zone_id: string): unknown {
  const document = new ScenarioDocument();
  document.add("aws_route53_zone", "z", { name: "example.com" });
  for (const [i, name] of ["a", "b"].entries()) {
    document.balancer({ name, zones: i === 0 ? [[1]] : [[], [2]] });
    document.failover(
      KEYS,
      i === 0 ? "PRIMARY" : "SECONDARY",
      { name: nameOf(name) },
      {
        zone_id: ref("aws_route53_zone.z", "zone_id"),
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

  test.each([[ref("aws_route53_zone.z", "zone_id")], ["${data.aws_elb_hosted_zone_id.main.id}"]])(
    "an alias to a load balancer does not have %s",
    (zone) => {
      expect(objectionsOf("SEMS-DNS-1", balancers(zone))).toEqual([
        expect.stringContaining("Set it to the zone_id of aws_lb.a"),
      ]);
    },
  );

  test.each([
    [ref("aws_lb.a", "zone_id")],
    [ref("aws_lb.b", "zone_id")],
    ["Z26RNL4JYFTOTI"],
    ["${var.zone}"],
  ])("it may have %s", (zone) => {
    expect(objectionsOf("SEMS-DNS-1", balancers(zone))).toEqual([]);
  });
});
