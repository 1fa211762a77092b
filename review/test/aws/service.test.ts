import { servicesIn, type ClientService } from "../../aws/services";
import { addressOf, KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const servicesOf = (document: ScenarioDocument): ClientService[] => servicesIn(document.graph()).services;

/** What clients use, as `name:port`. */
const namesOf = (document: ScenarioDocument): string[] =>
  servicesOf(document).map(({ clientFqdn, port }) => `${clientFqdn}:${port}`);

const onlyOf = (document: ScenarioDocument): ClientService => {
  const [first, ...others] = servicesOf(document);
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} services, not one`);
  return first;
};

const pair = (args: Arguments = {}) => new ScenarioDocument().balancer({ zones: [[1], [2]], args });

/** Tags that declare a name and nodes by their numbers. */
const tags = (nodes: readonly number[], changes: Arguments = {}): Arguments => ({
  "sems:client-fqdn": KEYS,
  "sems:method": "ordered-list",
  ...Object.fromEntries(nodes.map((n) => [`sems:interface2:sems${n}`, addressOf(n)])),
  ...changes,
});

describe("A name is a service", () => {
  test("where records fail over before a load balancer", () => {
    expect(namesOf(pair().ordered([1, 2]))).toEqual([`${KEYS}:443`]);
  });

  test("where weights choose, by Route 53 or by a listener", () => {
    const byRoute53 = pair().weighted(KEYS, 10, { zone: 1 }).weighted(KEYS, 1, { zone: 2 });
    const byListener = pair().record(KEYS, { name: nameOf() }).group("other");
    byListener.listener("nlb", 443, [
      { group: "nlb_443", weight: 10 },
      { group: "other", weight: 1 },
    ]);
    expect([namesOf(byRoute53), namesOf(byListener)]).toEqual([[`${KEYS}:443`], [`${KEYS}:443`]]);
  });

  test("where tags declare it, however it is routed", () => {
    const document = pair({ tags: tags([1, 2], { "sems:client-fqdn": "KEYS.example.com." }) });
    expect(namesOf(document.record(KEYS, { name: nameOf() }))).toEqual([`${KEYS}:443`]);
  });

  test("at each port that its load balancers listen on", () => {
    const document = new ScenarioDocument()
      .balancer({ zones: [[1], [2]], ports: [636, 443] })
      .ordered([1, 2]);
    expect(namesOf(document)).toEqual([`${KEYS}:443`, `${KEYS}:636`]);
  });

  test("once for all address families, IPv4 before IPv6", () => {
    const document = pair();
    for (const type of ["AAAA", "A"]) {
      const zones = type === "A" ? [1, 2] : [2, 1];
      (["PRIMARY", "SECONDARY"] as const).forEach((role, i) => {
        const zone = zones[i] ?? 0;
        document.failover(KEYS, role, { zone }, { type, health_check_id: document.check(zone) });
      });
    }
    expect(onlyOf(document).tree.root.type).toBe("A");
  });

  test("in each hosted zone of its own", () => {
    const document = pair();
    for (const zone_id of ["Z1", "Z2"]) {
      document.failover(KEYS, "PRIMARY", { zone: 1 }, { zone_id });
      document.failover(KEYS, "SECONDARY", { zone: 2 }, { zone_id });
    }
    expect(servicesOf(document).map(({ tree }) => tree.root.zone.key)).toEqual(["Z1", "Z2"]);
  });
});

describe("A name is no service", () => {
  test("that another service refers to, unless tags declare it", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2], [3]] }).ordered([1, 2, 3]);
    expect(namesOf(document)).toEqual([`${KEYS}:443`]);
    document.record("www.example.org", { values: [KEYS] }, { type: "CNAME" });
    expect(namesOf(document)).toEqual(["www.example.org:443"]);
    document.add("aws_lb", "nlb", { ...document.json.resource["aws_lb"]?.["nlb"], tags: tags([1, 2, 3]) });
    expect(namesOf(document)).toEqual([`${KEYS}:443`, "www.example.org:443"]);
  });

  test.each([
    [
      "a plain alias to a load balancer",
      (document: ScenarioDocument) => document.record(KEYS, { name: nameOf() }),
    ],
    ["a plain address", (document: ScenarioDocument) => document.record(KEYS, { zone: 1 })],
    [
      "failover that reaches no load balancer",
      (document: ScenarioDocument) =>
        document
          .failover(KEYS, "PRIMARY", { values: ["203.0.113.1"] })
          .failover(KEYS, "SECONDARY", { values: ["203.0.113.2"] }),
    ],
    [
      "failover before an application load balancer",
      (document: ScenarioDocument) => {
        document.add("aws_lb", "alb", { load_balancer_type: "application" });
        document.add("aws_lb", "older", {});
        document.failover(KEYS, "PRIMARY", { name: nameOf("alb") });
        return document.failover(KEYS, "SECONDARY", { name: nameOf("older") });
      },
    ],
    [
      "a mail exchange",
      (document: ScenarioDocument) =>
        document.weighted(KEYS, 1, { values: [ref("aws_eip.nlb_1", "public_ip")] }, { type: "MX" }),
    ],
  ])("with %s", (_what, build) => {
    expect(namesOf(build(pair()))).toEqual([]);
  });
});

describe("The nodes of a service", () => {
  test("bear the names of the tags by address, else their addresses", () => {
    const document = pair({ tags: tags([2]) }).ordered([1, 2]);
    expect(onlyOf(document).nodes.map(({ name }) => name)).toEqual([addressOf(1), "sems2"]);
  });

  test("bear the names of the tags by zone, where each has one node", () => {
    const byZone = { "sems:interface2:a": "10.9.9.1", "sems:zone:a": zoneOf(1) };
    const document = pair({ tags: tags([], byZone) }).ordered([1, 2]);
    expect(onlyOf(document).nodes.map(({ name }) => name)).toEqual(["a", addressOf(2)]);
    const crowded = new ScenarioDocument().balancer({
      zones: [[1, 3], [2]],
      args: { tags: tags([], byZone) },
    });
    expect(
      onlyOf(crowded.ordered([1, 2]))
        .nodes.map(({ name }) => name)
        .sort(),
    ).toEqual([1, 2, 3].map(addressOf));
  });

  test("are in the order in which they take over, whatever the order of their registration", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2], [3]] }).ordered([3, 1, 2]);
    expect(onlyOf(document).nodes.map(({ key }) => key)).toEqual([3, 1, 2].map(addressOf));
  });

  test("are in the order that an output declares for just these", () => {
    const document = pair({ tags: tags([1, 2]) }).ordered([1, 2]);
    const outputOf = (names: readonly string[]) => ({ value: names.map((node) => ({ node })) });
    const orderWith = (names: readonly string[]) => {
      document.json.output["clients_serving_order"] = outputOf(names);
      return onlyOf(document).nodes.map(({ name }) => name);
    };
    expect(orderWith(["sems2", "sems1"])).toEqual(["sems2", "sems1"]);
    for (const others of [["sems2"], ["sems2", "sems3"], ["sems2", "sems2"]])
      expect(orderWith(others)).toEqual(["sems1", "sems2"]);
  });

  test("count those that records route to past the load balancer", () => {
    const document = new ScenarioDocument()
      .balancer({ zones: [[1]] })
      .group("mail")
      .target("mail", 2);
    document.listener("nlb", 25, [{ group: "mail", weight: 1 }]);
    document.add("aws_network_interface", "two", { private_ips: [addressOf(2)] });
    document.add("aws_eip", "two", { network_interface: ref("aws_network_interface.two", "id") });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
    document.failover(KEYS, "SECONDARY", { values: [ref("aws_eip.two", "public_ip")] });
    const service = servicesOf(document).find(({ port }) => port === 443);
    expect(service?.nodes.map(({ address }) => address)).toEqual([addressOf(1), addressOf(2)]);
  });
});

describe("The states of a service", () => {
  const downOf = (count: number): string[][] => {
    const zones = [Array.from({ length: count }, (_, i) => i + 1), []];
    const document = new ScenarioDocument().balancer({ zones }).weighted(KEYS, 1, { zone: 1 });
    return onlyOf(document).states.map(({ down }) => [...down]);
  };

  test("are all sets of nodes, by number down and then by name", () => {
    const [a, b, c] = [1, 2, 3].map(addressOf);
    expect(downOf(3)).toEqual([[], [a], [b], [c], [a, b], [a, c], [b, c], [a, b, c]]);
    expect(downOf(10)).toHaveLength(1024);
  });

  test("are none, each and all of more nodes than a cluster has, and none and all of a crowd", () => {
    const eleven = Array.from({ length: 11 }, (_, i) => addressOf(i + 1)).sort();
    expect(downOf(11)).toEqual([[], ...eleven.map((address) => [address]), eleven]);
    expect(downOf(101).map((down) => down.length)).toEqual([0, 101]);
  });

  test("of zones take down the nodes of the zone with it, and not one that is elsewhere too", () => {
    const document = pair().target("nlb_443", 1, { availability_zone: zoneOf(2) });
    const { zoneStates } = onlyOf(document.ordered([1, 2]));
    expect(zoneStates.map(({ zone, down }) => [zone, down])).toEqual([
      [zoneOf(1), []],
      [zoneOf(2), [addressOf(2)]],
    ]);
  });

  test("route every client somewhere or nowhere", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1, 3], [2], []] });
    [1, 2, 3].forEach((zone, i) =>
      document.weighted(KEYS, 3 ** i, { zone }, { health_check_id: document.check(zone) }),
    );
    const { states, zoneStates } = onlyOf(document);
    for (const { traffic } of [...states, ...zoneStates]) {
      const shares = [...traffic.shares.values()].reduce((sum, share) => sum + share, 0);
      expect(shares + traffic.nowhere).toBeCloseTo(1, 9);
    }
  });
});
