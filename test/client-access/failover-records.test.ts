import { FailoverRecords, type Destination, type FailoverRecordsProps, type Takeover } from "../../lib";
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

  test.each([
    [0, "0 nodes"],
    [1, "1 node"],
  ])("%i endpoints are refused", (count, found) => {
    const endpoints = upTo(count).map(endpoint);
    const build = () =>
      new FailoverRecords(newStack(), "R", { fqdn: "k.example.com", hostedZone, endpoints });
    expect(problemsOf(build)).toEqual([`endpoints: found ${found}; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]`]);
  });
});

describe("The order in which Terraform changes failover records", () => {
  const made = (props: Partial<FailoverRecordsProps> = {}) =>
    Object.entries(
      synth((stack) => {
        const endpoints = upTo(3).map(endpoint);
        new FailoverRecords(stack, "Records", { fqdn: "keys.example.com", hostedZone, endpoints, ...props });
      }).resources("aws_route53_record"),
    );
  const createdFirst = (props?: Partial<FailoverRecordsProps>): string[] =>
    made(props).flatMap(([id, { lifecycle }]) =>
      JSON.stringify(lifecycle) === '{"create_before_destroy":true}' ? [id.replace("Records_", "")] : [],
    );
  const dependsOn = (props?: Partial<FailoverRecordsProps>) =>
    Object.fromEntries(
      made(props).map(([id, { depends_on }]) => [
        id.replace("Records_", ""),
        Array.isArray(depends_on)
          ? depends_on.map((address) => String(address).replace(/^.*Records_|_[0-9A-F]{8}$/g, ""))
          : depends_on,
      ]),
    );
  const fixed = (...numbers: number[]) => ({
    endpoints: upTo(3).map((n) => ({ ...endpoint(n), hasFixedAddress: numbers.includes(n) })),
  });

  test("creates each before it destroys another, save for the clients' own secondary", () => {
    expect(createdFirst()).toEqual(["Tier1_Primary", "Tier2_Primary", "Tier2_Secondary"]);
    expect(createdFirst({ inner: true })).toEqual([
      "Tier1_Primary",
      "Tier1_Secondary",
      "Tier2_Primary",
      "Tier2_Secondary",
    ]);
  });

  test.each([
    [1, ["Tier1_Secondary", "Tier2_Primary", "Tier2_Secondary"]],
    [2, ["Tier1_Primary", "Tier2_Secondary"]],
    [3, ["Tier1_Primary", "Tier2_Primary"]],
  ])(
    "destroys first what refers to endpoint %i, directly or by an alias, if its address is fixed",
    (n, rest) => {
      expect(createdFirst({ ...fixed(n), inner: true })).toEqual(rest);
    },
  );

  test("makes the clients' own primary before its secondary, and the records of an alias before the alias", () => {
    expect(dependsOn()).toEqual({
      Tier1_Primary: [],
      Tier1_Secondary: ["Tier2_Primary", "Tier2_Secondary", "Tier1_Primary"],
      Tier2_Primary: [],
      Tier2_Secondary: [],
    });
    expect(dependsOn({ inner: true })).toMatchObject({
      Tier1_Secondary: ["Tier2_Primary", "Tier2_Secondary"],
    });
  });

  test.each([
    [[], false],
    [[1], true],
    [[3], true],
  ])("of another name that routes here depends on whether an address is fixed: %j", (numbers, is) => {
    const props = { fqdn: "keys.example.com", hostedZone, ...fixed(...numbers) };
    const { destination } = new FailoverRecords(newStack(), "Records", props);
    expect(destination.hasFixedAddress).toBe(is);
    expect(destination.answer).toEqual({
      alias: { name: "keys.example.com", zoneId: hostedZone.id, evaluateTargetHealth: true },
    });
  });
});

describe("The records of a name that is in use", () => {
  const record = { type: "A", ttlSeconds: 60, values: ["192.0.2.10"] } as const;
  const tree = (takeover?: Takeover) =>
    new FailoverRecords(newStack(), "Records", {
      fqdn: "keys.example.com",
      hostedZone,
      endpoints: upTo(3).map(endpoint),
      ...(takeover === undefined ? {} : { takeover }),
    });

  test("are handed over, and those below are made", () => {
    const { handedOver, records: below } = tree({ record });
    expect(handedOver.map(({ name, setIdentifier }) => [name, setIdentifier])).toEqual([
      ["keys.example.com", "tier1-primary"],
      ["keys.example.com", "tier1-secondary"],
    ]);
    expect(below.map(({ nameInput }) => nameInput)).toEqual(Array(2).fill("tier2.keys.example.com"));
  });

  test.each([undefined, {}, { adopt: true }])("are all made with the takeover %j", (takeover) => {
    expect(tree(takeover).handedOver).toEqual([]);
    expect(tree(takeover).records).toHaveLength(4);
  });
});
