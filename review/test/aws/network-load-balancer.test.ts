import { addressOf, KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const pair = (args: Arguments = {}, group: Arguments = {}) =>
  new ScenarioDocument().balancer({ zones: [[1], [2]], args, group });

/** Node 9 serves from a load balancer of its own while Route 53 takes the first for unhealthy. */
function withSpare(world: ScenarioDocument, name = nameOf()): ScenarioDocument {
  world.balancer({ name: "spare", zones: [[], [], [9]] });
  world.failover(KEYS, "PRIMARY", { name, evaluates: true });
  return world.failover(KEYS, "SECONDARY", { zone: 3, of: "spare" });
}

describe("A zone's static address", () => {
  test("routes to the node of its zone alone", () => {
    expect(pair().record(KEYS, { zone: 2 }).reach()).toEqual({ 2: 1 });
  });

  test("routes to the nodes of all zones with cross-zone balancing, by the load balancer or the group", () => {
    const worlds = [
      pair({ enable_cross_zone_load_balancing: true }),
      pair({}, { load_balancing_cross_zone_enabled: "true" }),
    ];
    for (const world of worlds) {
      world.record(KEYS, { zone: 2 });
      expect([world.reach(), world.reach({ dead: [2] })]).toEqual([{ 1: 0.5, 2: 0.5 }, { 1: 1 }]);
    }
  });

  test("routes to its zone where the group overrules the load balancer, and not where it inherits", () => {
    const reach = (setting: string) =>
      pair({ enable_cross_zone_load_balancing: true }, { load_balancing_cross_zone_enabled: setting })
        .record(KEYS, { zone: 2 })
        .reach();
    expect([reach("false"), reach("use_load_balancer_configuration")]).toEqual([
      { 2: 1 },
      { 1: 0.5, 2: 0.5 },
    ]);
  });

  test("routes nowhere without a target in its zone, and on a port without a listener", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1], []] }).record(KEYS, { zone: 2 });
    expect(world.reach()).toEqual({ nowhere: 1 });
    expect(pair().record(KEYS, { zone: 1 }).reach({ port: 636 })).toEqual({ nowhere: 1 });
  });

  test("routes nowhere while its zone is down, cross-zone balancing or not", () => {
    const world = pair({ enable_cross_zone_load_balancing: true }).record(KEYS, { zone: 1 });
    expect(world.reach({ deadZones: [1], dead: [1] })).toEqual({ nowhere: 1 });
  });

  test("spreads clients over the living targets of its zone, and over all where none lives", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1, 3], [2]] }).record(KEYS, { zone: 1 });
    expect([[], [1], [1, 3]].map((dead) => world.reach({ dead }))).toEqual([
      { 1: 0.5, 3: 0.5 },
      { 3: 1 },
      { 1: 0.5, 3: 0.5 },
    ]);
  });

  test.each([
    ["a fixed private address", { private_ipv4_address: "10.0.1.5" }, "10.0.1.5"],
    ["an IPv6 address", { ipv6_address: "2600::5" }, "2600::5"],
    ["an Elastic IP by id", { allocation_id: "eipalloc-1" }, "198.51.100.1"],
    ["an Elastic IP by reference", { allocation_id: ref("aws_eip.own", "allocation_id") }, "198.51.100.1"],
    ["an Elastic IP to come", { allocation_id: ref("aws_eip.new", "id") }, ref("aws_eip.new", "public_ip")],
    ["a data source", { allocation_id: ref("data.aws_eip.old", "id") }, ref("data.aws_eip.old", "public_ip")],
    ["a data source that was read", { allocation_id: "eipalloc-2" }, "198.51.100.2"],
  ])("is known as %s", (_what, mapping, address) => {
    const world = pair({ subnet_mapping: [{ subnet_id: ref("aws_subnet.nlb_1", "id"), ...mapping }] });
    world.add("aws_eip", "own", { id: "eipalloc-1", allocation_id: "eipalloc-1", public_ip: "198.51.100.1" });
    world.add("aws_eip", "new", {});
    world.addData("aws_eip", "old", { filter: [] });
    world.addData("aws_eip", "read", { id: "eipalloc-2", public_ip: "198.51.100.2" });
    expect(world.record(KEYS, { values: [address] }).reach()).toEqual({ 1: 1 });
  });
});

describe("A load balancer's own name", () => {
  const byName = (world: ScenarioDocument, name = nameOf()) => world.record(KEYS, { name });

  test("routes to all zones that have a healthy node, and to all where none has", () => {
    const world = byName(pair());
    expect([[], [1], [1, 2]].map((dead) => world.reach({ dead }))).toEqual([
      { 1: 0.5, 2: 0.5 },
      { 2: 1 },
      { 1: 0.5, 2: 0.5 },
    ]);
  });

  test("leaves out a zone in which any group is unhealthy, even if the port asked for is another's", () => {
    const world = byName(new ScenarioDocument().balancer({ zones: [[1], [2]], ports: [443] }));
    world.group("mail").listener("nlb", 25, [{ group: "mail", weight: 1 }]);
    world.target("mail", 2, { availability_zone: zoneOf(2) });
    expect(world.reach()).toEqual({ 2: 1 });
  });

  test("leaves out a zone that is down", () => {
    expect(byName(pair()).reach({ deadZones: [1], dead: [1] })).toEqual({ 2: 1 });
  });

  test("may be written in any case, with a dot or as dualstack, and for one zone", () => {
    const args = { dns_name: "Keys-1a2b.elb.us-east-1.amazonaws.com" };
    const reach = (name: string) => byName(pair(args), name).reach();
    const both = { 1: 0.5, 2: 0.5 };
    expect(reach("keys-1a2b.elb.us-east-1.amazonaws.com")).toEqual(both);
    expect(reach("Keys-1A2B.elb.us-east-1.amazonaws.com.")).toEqual(both);
    expect(reach("dualstack.keys-1a2b.elb.us-east-1.amazonaws.com")).toEqual(both);
    expect(reach("us-east-1b.keys-1a2b.elb.us-east-1.amazonaws.com")).toEqual({ 2: 1 });
    expect(reach("us-east-1f.keys-1a2b.elb.us-east-1.amazonaws.com")).toEqual({ elsewhere: 1 });
  });

  test("may be known after apply only, for one zone too", () => {
    const reach = (name: string) => byName(pair(), name).reach();
    expect(reach(`us-east-1b.${nameOf()}`)).toEqual({ 2: 1 });
    expect(reach(`dualstack.${nameOf()}`)).toEqual({ 1: 0.5, 2: 0.5 });
  });

  test("may be in a CNAME record", () => {
    const world = pair().record(KEYS, { values: [nameOf()] }, { type: "CNAME" });
    expect(world.reach()).toEqual({ 1: 0.5, 2: 0.5 });
  });
});

describe("Route 53's view of a load balancer", () => {
  test("is healthy while each group has a living target, and unhealthy as soon as one has none", () => {
    const world = withSpare(new ScenarioDocument().balancer({ zones: [[1], [2]], ports: [443, 636] }));
    world.json.resource["aws_lb_target_group_attachment"] = Object.fromEntries(
      Object.entries(world.json.resource["aws_lb_target_group_attachment"] ?? {}).filter(
        ([name]) => !name.startsWith("nlb_636_2"),
      ),
    );
    expect(world.reach({ port: 636, dead: [2] })).toEqual({ 1: 1 });
    expect(world.way({ dead: [1] }).assumptions.has("mixed-groups")).toBe(true);
    expect(world.reach({ dead: [1] })).toEqual({ 9: 1 });
    expect(world.reach({ dead: [1, 2] })).toEqual({ 9: 1 });
  });

  test("is unhealthy with an empty group, whatever its weight", () => {
    const world = withSpare(pair()).group("empty");
    world.listener("nlb", 443, [
      { group: "nlb_443", weight: 1 },
      { group: "empty", weight: 0 },
    ]);
    expect(world.reach()).toEqual({ 9: 1 });
  });

  test("leaves out targets in zones that it is not in", () => {
    for (const enable_cross_zone_load_balancing of [true, false]) {
      const world = withSpare(pair({ enable_cross_zone_load_balancing }));
      world.target("nlb_443", 3, { availability_zone: zoneOf(3) });
      expect(world.reach({ dead: [1, 2] })).toEqual({ 9: 1 });
      expect(Object.keys(world.reach())).toEqual(["1", "2"]);
    }
  });

  test("counts no targets that only zones that are down have", () => {
    const world = withSpare(new ScenarioDocument().balancer({ zones: [[1], []] }));
    expect(world.reach({ deadZones: [1] })).toEqual({ 9: 1 });
  });

  test("keeps targets of all zones while any zone lives", () => {
    const world = withSpare(new ScenarioDocument().balancer({ zones: [[], []] }));
    world.target("nlb_443", 1, { availability_zone: "all" });
    expect([world.reach(), world.reach({ deadZones: [1] })]).toEqual([{ 1: 1 }, { 1: 1 }]);
  });

  test("is an assumption where each group lives in another zone", () => {
    const world = withSpare(new ScenarioDocument().balancer({ zones: [[1], []] })).group("mail");
    world.listener("nlb", 25, [{ group: "mail", weight: 1 }]);
    world.target("mail", 2, { availability_zone: zoneOf(2) });
    expect([...world.way().assumptions]).toEqual(["mixed-groups"]);
  });

  test("of one of its zones' names is that of all its zones, by assumption", () => {
    const world = withSpare(pair(), `us-east-1a.${nameOf()}`);
    expect([...world.way({ dead: [1] }).assumptions]).toEqual(["zonal-alias"]);
    expect([world.reach({ dead: [1] }), world.reach({ dead: [1, 2] })]).toEqual([{ 1: 1 }, { 9: 1 }]);
  });
});

describe("Thresholds of a target group", () => {
  const cross = { load_balancing_cross_zone_enabled: "true" };

  test.each([
    { dns_failover: [{ minimum_healthy_targets_count: "2" }], reached: { 9: 1 } },
    { dns_failover: [{ minimum_healthy_targets_percentage: "51" }], reached: { 9: 1 } },
    { dns_failover: [{ minimum_healthy_targets_percentage: "50" }], reached: { 2: 1 } },
    { dns_failover: [{ minimum_healthy_targets_count: "1" }], reached: { 2: 1 } },
  ])("decide when Route 53 leaves it: $dns_failover", ({ dns_failover, reached }) => {
    const world = withSpare(pair({}, { ...cross, target_group_health: [{ dns_failover }] }));
    expect(world.reach({ dead: [1] })).toEqual(reached);
  });

  test.each([[{ minimum_healthy_targets_count: "off" }], [{}]])(
    "that are off keep Route 53 there: %j",
    (block) => {
      const world = withSpare(pair({}, { target_group_health: [{ dns_failover: [block] }] }));
      expect(world.reach({ dead: [1, 2] })).toEqual({ 1: 0.5, 2: 0.5 });
    },
  );

  test("decide when connections go to unhealthy targets, too", () => {
    const unhealthy_state_routing = [{ minimum_healthy_targets_count: 2 }];
    const world = pair({}, { ...cross, target_group_health: [{ unhealthy_state_routing }] });
    expect(world.record(KEYS, { zone: 1 }).reach({ dead: [1] })).toEqual({ 1: 0.5, 2: 0.5 });
  });
});

describe("A listener with weighted groups", () => {
  const weighted = (first: number, second: number): ScenarioDocument => {
    const world = new ScenarioDocument().balancer({
      zones: [[], []],
      args: { enable_cross_zone_load_balancing: true },
    });
    world.group("first").target("first", 1, { availability_zone: zoneOf(1) });
    world.group("second").target("second", 2, { availability_zone: zoneOf(2) });
    world.listener("nlb", 443, [
      { group: "first", weight: first },
      { group: "second", weight: second },
    ]);
    return world.record(KEYS, { zone: 1 });
  };

  test("splits clients by weight, and routes an unhealthy group's share to its unhealthy targets", () => {
    expect([weighted(3, 1).reach(), weighted(3, 1).reach({ dead: [1] })]).toEqual([
      { 1: 0.75, 2: 0.25 },
      { 1: 0.75, 2: 0.25 },
    ]);
    expect([...weighted(3, 1).way({ dead: [1] }).assumptions]).toEqual(["dead-group"]);
  });

  test("routes no client to a group of weight 0", () => {
    expect(weighted(0, 1).reach({ dead: [2] })).toEqual({ 2: 1 });
  });

  test("loses the share of an empty group", () => {
    const world = weighted(1, 1);
    world.group("empty").listener("nlb", 443, [
      { group: "first", weight: 1 },
      { group: "empty", weight: 1 },
    ]);
    expect(world.reach()).toEqual({ 1: 0.5, nowhere: 0.5 });
  });
});

describe("A node", () => {
  const registered = (ids: readonly string[], args: Arguments = {}): ScenarioDocument => {
    const world = new ScenarioDocument().balancer({ zones: [[]] });
    world.add("aws_network_interface", "two", {
      private_ips: [addressOf(1), "10.0.1.11"],
      subnet_id: "subnet-1",
    });
    world.add("aws_network_interface", "one", { private_ips: ["10.0.11.10"] });
    world.add("aws_instance", "sems1", { id: "i-1", private_ip: "10.0.11.10", ...args });
    for (const [i, interface_] of ["one", "two"].entries())
      world.add("aws_network_interface_attachment", interface_, {
        instance_id: ref("aws_instance.sems1", "id"),
        network_interface_id: ref(`aws_network_interface.${interface_}`, "id"),
        device_index: i,
      });
    for (const [i, target_id] of ids.entries())
      world.add("aws_lb_target_group_attachment", `t${i}`, {
        target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
        target_id,
        availability_zone: zoneOf(1),
      });
    return world.record(KEYS, { zone: 1 });
  };

  test.each([
    ["by two addresses of an interface", [addressOf(1), "10.0.1.11"]],
    ["by an address and by reference", [addressOf(1), ref("aws_network_interface.two", "private_ip")]],
    ["by two interfaces", [addressOf(1), "10.0.11.10"]],
    ["by instance and by address", [ref("aws_instance.sems1", "id"), addressOf(1)]],
    ["by the instance's id and by reference", ["i-1", ref("aws_instance.sems1", "id")]],
  ])("is one that is registered twice, %s", (_how, ids) => {
    expect(registered(ids).reach()).toEqual({ "aws_instance.sems1": 1 });
  });

  test("is not all nodes that a document says nothing of but variables", () => {
    const world = new ScenarioDocument().balancer({ zones: [[]] });
    world.add("aws_instance", "bastion", { private_ip: "10.0.99.1", availability_zone: zoneOf(1) });
    for (const n of [1, 2]) world.target("nlb_443", n, { target_id: `\${var.address${n}}` });
    expect(Object.values(world.record(KEYS, { zone: 1 }).reach())).toEqual([0.5, 0.5]);
  });

  test("is found by its own public address", () => {
    const world = registered([addressOf(1)]);
    world.add("aws_eip", "own", { network_interface: ref("aws_network_interface.two", "id") });
    world.record("sems1.example.com", { values: [ref("aws_eip.own", "public_ip")] });
    expect(world.reach({ name: "sems1.example.com" })).toEqual({ "aws_instance.sems1": 1 });
  });

  test("is found by an associated public address, and not by another interface's", () => {
    const world = registered([addressOf(1)]);
    for (const name of ["one", "two"]) {
      world.add("aws_eip", name, {});
      world.add("aws_eip_association", name, {
        allocation_id: ref(`aws_eip.${name}`, "id"),
        network_interface_id: ref(`aws_network_interface.${name}`, "id"),
      });
      world.record(`${name}.example.com`, { values: [ref(`aws_eip.${name}`, "public_ip")] });
    }
    expect(world.reach({ name: "two.example.com" })).toEqual({ "aws_instance.sems1": 1 });
    expect(world.reach({ name: "one.example.com" })).toEqual({ elsewhere: 1 });
  });
});

describe("The zone of a target", () => {
  const unspecified = (
    zones: readonly Arguments[],
    build: (world: ScenarioDocument) => unknown = () => undefined,
  ) => {
    const subnet_mapping = zones.map((mapping, i) => ({
      allocation_id: ref(`aws_eip.nlb_${i + 1}`, "id"),
      ...mapping,
    }));
    const world = new ScenarioDocument().balancer({ zones: zones.map(() => []), args: { subnet_mapping } });
    build(world);
    for (const n of [2, 1]) world.target("nlb_443", n);
    return world.record(KEYS, { zone: 1 });
  };
  const ids = [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }];

  test("is assumed to be the load balancer's, one each and in order, where nothing specifies it", () => {
    const world = unspecified(ids);
    expect([world.reach(), [...world.way().assumptions]]).toEqual([{ 2: 1 }, ["zones-in-order"]]);
  });

  test.each([
    [
      "its subnet's network",
      (world: ScenarioDocument) => {
        for (const n of [1, 2])
          world.add("aws_subnet", `node${n}`, { cidr_block: `10.0.${n}.0/24`, availability_zone: zoneOf(n) });
      },
    ],
    [
      "its interface",
      (world: ScenarioDocument) => {
        for (const n of [1, 2])
          world.add("aws_network_interface", `node${n}`, {
            private_ips: [addressOf(n)],
            subnet_id: ref(`aws_subnet.nlb_${n}`, "id"),
          });
      },
    ],
    [
      "its instance",
      (world: ScenarioDocument) => {
        for (const n of [1, 2])
          world.add("aws_instance", `node${n}`, { private_ip: addressOf(n), availability_zone: zoneOf(n) });
      },
    ],
  ])("is given by %s", (_what, build) => {
    const own = [1, 2].map((n) => ({ subnet_id: ref(`aws_subnet.nlb_${n}`, "id") }));
    const world = unspecified(own, build);
    // By its number alone, or by what holds its address.
    expect(Object.keys(world.reach())).toEqual([expect.stringMatching(/^1$|node1$/)]);
    expect([...world.way().assumptions]).toEqual([]);
  });

  test("is given by tags", () => {
    const tags = {
      "sems:client-fqdn": KEYS,
      ...Object.fromEntries(
        [1, 2].flatMap((n) => [
          [`sems:interface2:sems${n}`, addressOf(n)],
          [`sems:zone:sems${n}`, zoneOf(n)],
          [`sems:subnet:${zoneOf(n)}`, `subnet-${n}`],
        ]),
      ),
    };
    const world = unspecified(ids);
    world.add("aws_lb", "nlb", { ...world.json.resource["aws_lb"]?.["nlb"], tags });
    expect([world.reach(), [...world.way().assumptions]]).toEqual([{ 1: 1 }, []]);
  });

  test("may be any of subnets of one expression", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    const { subnet_mapping: _mapping, ...rest } = world.json.resource["aws_lb"]?.["nlb"] ?? {};
    world.add("aws_lb", "nlb", { ...rest, subnets: "${var.subnets}" }).record(KEYS, { name: nameOf() });
    expect(world.reach()).toEqual({ 1: 0.5, 2: 0.5 });
  });

  test("may be written as an id where the load balancer's is a name", () => {
    const world = new ScenarioDocument().balancer({ zones: [[], []] }).record(KEYS, { zone: 2 });
    for (const n of [1, 2]) world.target("nlb_443", n, { availability_zone: `use1-az${n}` });
    expect(world.reach()).toEqual({ 2: 1 });
  });
});
