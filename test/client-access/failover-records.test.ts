import { FailoverRecords, type Destination } from "../../lib";
import { hostedZone, newStack, problemsOf, synth, upTo } from "../support/cluster";

const endpoint = (n: number): Destination => ({
  answer: { records: [`198.51.100.${n}`], ttl: 10, healthCheckId: `check-${n}` },
});

const records = (count: number) =>
  synth((stack) => {
    const endpoints = upTo(count).map(endpoint);
    new FailoverRecords(stack, "Records", { fqdn: "keys.example.com", hostedZone, endpoints });
  }).resources("aws_route53_record");

describe("FailoverRecords", () => {
  test("two endpoints make one pair: the first is primary, the second secondary", () => {
    expect(records(2)).toEqual({
      Records_Tier1_Primary: expect.objectContaining({
        name: "keys.example.com",
        type: "A",
        zone_id: hostedZone.id,
        set_identifier: "tier1-primary",
        failover_routing_policy: { type: "PRIMARY" },
        records: ["198.51.100.1"],
        health_check_id: "check-1",
        ttl: 10,
      }),
      Records_Tier1_Secondary: expect.objectContaining({
        set_identifier: "tier1-secondary",
        failover_routing_policy: { type: "SECONDARY" },
        records: ["198.51.100.2"],
        health_check_id: "check-2",
      }),
    });
  });

  test("an alias refers to the tier below, depends on both its records and evaluates its health", () => {
    const { Records_Tier1_Secondary: alias } = records(3);
    expect(alias).toMatchObject({
      alias: { name: "tier2.keys.example.com", zone_id: hostedZone.id, evaluate_target_health: true },
      depends_on: expect.arrayContaining([
        expect.stringMatching(/^aws_route53_record\.Records_Tier2_Primary_/),
        expect.stringMatching(/^aws_route53_record\.Records_Tier2_Secondary_/),
      ]),
    });
    expect(alias).not.toHaveProperty("ttl");
    expect(alias).not.toHaveProperty("records");
  });

  test.each([2, 3, 4, 5, 6])(
    "%i endpoints make one tier less, each with a primary and a secondary",
    (count) => {
      const tiers = upTo(count - 1);
      expect(Object.keys(records(count)).sort()).toEqual(
        tiers.flatMap((tier) => [`Records_Tier${tier}_Primary`, `Records_Tier${tier}_Secondary`]),
      );
    },
  );

  test("records are exposed from the client FQDN down", () => {
    const endpoints = upTo(3).map(endpoint);
    const tree = new FailoverRecords(newStack(), "Records", {
      fqdn: "keys.example.com",
      hostedZone,
      endpoints,
    });
    expect(tree.records.map(({ node }) => node.path.split("/").slice(-2).join("/"))).toEqual([
      "Tier1/Primary",
      "Tier1/Secondary",
      "Tier2/Primary",
      "Tier2/Secondary",
    ]);
  });

  test("one endpoint is refused", () => {
    const build = () =>
      new FailoverRecords(newStack(), "R", { fqdn: "k.example.com", hostedZone, endpoints: [endpoint(1)] });
    expect(problemsOf(build)).toEqual(["endpoints: found 1 node; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]"]);
  });
});
