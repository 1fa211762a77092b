import { jsonReport } from "../../report/json";
import { textReport } from "../../report/text";
import { reviewOf } from "../support/review";
import { addressOf, KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

/** A name that a person switches between two nodes, in two hosted zones of one name, on other ports in each. */
function inTwoZones(): ScenarioDocument {
  const document = new ScenarioDocument();
  for (const [zoneId, ports] of [
    ["Z1", [443]],
    ["Z2", [443, 636]],
  ] as const) {
    document.add("aws_route53_zone", zoneId, { name: "example.com" });
    for (const n of [1, 2]) {
      const name = `${zoneId}_${n}`;
      const tags = {
        "sems:client-fqdn": KEYS,
        "sems:method": "manual",
        [`sems:interface2:sems${n}`]: addressOf(n),
        [`sems:zone:sems${n}`]: zoneOf(n),
      };
      document.balancer({ name, zones: n === 1 ? [[1]] : [[], [2]], ports, args: { internal: true, tags } });
    }
    document.record(
      KEYS,
      { name: nameOf(`${zoneId}_1`) },
      { zone_id: ref(`aws_route53_zone.${zoneId}`, "zone_id") },
    );
  }
  return document;
}

describe("a name in two hosted zones of one name is two services", () => {
  test("at the ports of the load balancers that its own records route to, and at no others", () => {
    const { services } = reviewOf(inTwoZones().json);

    expect(services.map(({ zoneId, port, states }) => [zoneId, port, states[0]?.lost])).toEqual([
      ["aws_route53_zone.Z1", 443, 0],
      ["aws_route53_zone.Z2", 443, 0],
      ["aws_route53_zone.Z2", 636, 0],
    ]);
  });

  test("which the id of the zone distinguishes, in JSON and in text", () => {
    const review = reviewOf(inTwoZones().json);

    expect(jsonReport(review)).toContain('"zoneId": "aws_route53_zone.Z2"');
    expect(textReport(review)).toMatch(
      /keys\.example\.com:443, 636 {2}in zone example\.com \(aws_route53_zone\.Z2\)/,
    );
  });
});
