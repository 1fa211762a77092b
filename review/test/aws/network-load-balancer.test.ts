import { addressOf, KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

type Arguments = Readonly<Record<string, unknown>>;

const pair = (args: Arguments = {}, group: Arguments = {}) =>
  new ScenarioDocument().balancer({ zones: [[1], [2]], args, group });

/** Node 9 serves from a load balancer of its own while Route 53 takes the first for unhealthy. */
function withSpare(document: ScenarioDocument, name = nameOf()): ScenarioDocument {
  document.balancer({ name: "spare", zones: [[], [], [9]] });
  document.failover(KEYS, "PRIMARY", { name, evaluates: true });
  return document.failover(KEYS, "SECONDARY", { zone: 3, of: "spare" });
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
    for (const document of worlds) {
      document.record(KEYS, { zone: 2 });
      expect([document.reach(), document.reach({ down: [2] })]).toEqual([{ 1: 0.5, 2: 0.5 }, { 1: 1 }]);
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
    const document = new ScenarioDocument().balancer({ zones: [[1], []] }).record(KEYS, { zone: 2 });
    expect(document.reach()).toEqual({ nowhere: 1 });
    expect(pair().record(KEYS, { zone: 1 }).reach({ port: 636 })).toEqual({ nowhere: 1 });
  });

  test("routes nowhere while its zone is down, cross-zone balancing or not", () => {
    const document = pair({ enable_cross_zone_load_balancing: true }).record(KEYS, { zone: 1 });
    expect(document.reach({ zonesDown: [1], down: [1] })).toEqual({ nowhere: 1 });
  });

  test("routes to targets of all zones, and of a zone that the document leaves open, with cross-zone balancing", () => {
    const document = new ScenarioDocument()
      .balancer({ zones: [[], []], args: { enable_cross_zone_load_balancing: true } })
      .record(KEYS, { zone: 1 });
    document.target("nlb_443", 1, { availability_zone: "all" }).target("nlb_443", 2);
    document.target("nlb_443", 3, { target_id: "${var.address}" });
    expect(Object.values(document.reach())).toHaveLength(3);
  });

  test("spreads clients over the healthy targets of its zone, and over all where none is healthy", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1, 3], [2]] }).record(KEYS, { zone: 1 });
    expect([[], [1], [1, 3]].map((down) => document.reach({ down }))).toEqual([
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
    const document = pair({ subnet_mapping: [{ subnet_id: ref("aws_subnet.nlb_1", "id"), ...mapping }] });
    document.add("aws_eip", "own", {
      id: "eipalloc-1",
      allocation_id: "eipalloc-1",
      public_ip: "198.51.100.1",
    });
    document.add("aws_eip", "new", {});
    document.addData("aws_eip", "old", { filter: [] });
    document.addData("aws_eip", "read", { id: "eipalloc-2", public_ip: "198.51.100.2" });
    expect(document.record(KEYS, { values: [address] }).reach()).toEqual({ 1: 1 });
  });
});

describe("A load balancer's own name", () => {
  const byName = (document: ScenarioDocument, name = nameOf()) => document.record(KEYS, { name });

  test("routes to all zones that have a healthy node, and to all where none has", () => {
    const document = byName(pair());
    expect([[], [1], [1, 2]].map((down) => document.reach({ down }))).toEqual([
      { 1: 0.5, 2: 0.5 },
      { 2: 1 },
      { 1: 0.5, 2: 0.5 },
    ]);
  });

  test("leaves out a zone in which any group is unhealthy, even if the port asked for is another's", () => {
    const document = byName(new ScenarioDocument().balancer({ zones: [[1], [2]], ports: [443] }));
    document.group("mail").listener("nlb", 25, [{ group: "mail", weight: 1 }]);
    document.target("mail", 2, { availability_zone: zoneOf(2) });
    expect(document.reach()).toEqual({ 2: 1 });
  });

  test("leaves out a zone that is down", () => {
    expect(byName(pair()).reach({ zonesDown: [1], down: [1] })).toEqual({ 2: 1 });
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
    const document = pair().record(KEYS, { values: [nameOf()] }, { type: "CNAME" });
    expect(document.reach()).toEqual({ 1: 0.5, 2: 0.5 });
  });
});

describe("Route 53's view of a load balancer", () => {
  test("is healthy while each group has a healthy target, and unhealthy as soon as one has none", () => {
    const document = withSpare(new ScenarioDocument().balancer({ zones: [[1], [2]], ports: [443, 636] }));
    document.json.resource["aws_lb_target_group_attachment"] = Object.fromEntries(
      Object.entries(document.json.resource["aws_lb_target_group_attachment"] ?? {}).filter(
        ([name]) => !name.startsWith("nlb_636_2"),
      ),
    );
    expect(document.reach({ port: 636, down: [2] })).toEqual({ 1: 1 });
    expect([...document.traffic({ down: [2] }).assumptions]).toEqual([]);
    expect(document.traffic({ down: [1] }).assumptions.has("mixed-groups")).toBe(true);
    expect(document.reach({ down: [1] })).toEqual({ 9: 1 });
    expect(document.reach({ down: [1, 2] })).toEqual({ 9: 1 });
    expect([...document.traffic({ down: [1, 2] }).assumptions]).toEqual([]);
  });

  test("is unhealthy without any group", () => {
    expect(withSpare(new ScenarioDocument().balancer({ zones: [[]], ports: [] })).reach()).toEqual({ 9: 1 });
  });

  test("is unhealthy with an empty group, whatever its weight", () => {
    const document = withSpare(pair()).group("empty");
    document.listener("nlb", 443, [
      { group: "nlb_443", weight: 1 },
      { group: "empty", weight: 0 },
    ]);
    expect(document.reach()).toEqual({ 9: 1 });
  });

  test("leaves out targets in zones that it is not in", () => {
    for (const enable_cross_zone_load_balancing of [true, false]) {
      const document = withSpare(pair({ enable_cross_zone_load_balancing }));
      document.target("nlb_443", 3, { availability_zone: zoneOf(3) });
      expect(document.reach({ down: [1, 2] })).toEqual({ 9: 1 });
      expect(Object.keys(document.reach())).toEqual(["1", "2"]);
    }
  });

  test("counts no targets that only zones that are down have", () => {
    const document = withSpare(new ScenarioDocument().balancer({ zones: [[1], []] }));
    expect(document.reach({ zonesDown: [1] })).toEqual({ 9: 1 });
  });

  test("keeps targets of all zones while any zone lives", () => {
    const document = withSpare(new ScenarioDocument().balancer({ zones: [[], []] }));
    document.target("nlb_443", 1, { availability_zone: "all" });
    expect([document.reach(), document.reach({ zonesDown: [1] })]).toEqual([{ 1: 1 }, { 1: 1 }]);
  });

  test("is an assumption where each group lives in another zone", () => {
    const document = withSpare(new ScenarioDocument().balancer({ zones: [[1], []] })).group("mail");
    document.listener("nlb", 25, [{ group: "mail", weight: 1 }]);
    document.target("mail", 2, { availability_zone: zoneOf(2) });
    expect([...document.traffic().assumptions]).toEqual(["mixed-groups"]);
  });

  test("of one of its zones' names is that of all its zones, by assumption", () => {
    const document = withSpare(pair(), `us-east-1a.${nameOf()}`);
    expect([...document.traffic({ down: [1] }).assumptions]).toEqual(["zonal-alias"]);
    expect([document.reach({ down: [1] }), document.reach({ down: [1, 2] })]).toEqual([{ 1: 1 }, { 9: 1 }]);
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
    const document = withSpare(pair({}, { ...cross, target_group_health: [{ dns_failover }] }));
    expect(document.reach({ down: [1] })).toEqual(reached);
  });

  test.each([[{ minimum_healthy_targets_count: "off" }], [{}]])(
    "that are off keep Route 53 there: %j",
    (block) => {
      const document = withSpare(pair({}, { target_group_health: [{ dns_failover: [block] }] }));
      expect(document.reach({ down: [1, 2] })).toEqual({ 1: 0.5, 2: 0.5 });
    },
  );

  test("decide when connections go to unhealthy targets, too", () => {
    const unhealthy_state_routing = [{ minimum_healthy_targets_count: 2 }];
    const document = pair({}, { ...cross, target_group_health: [{ unhealthy_state_routing }] });
    expect(document.record(KEYS, { zone: 1 }).reach({ down: [1] })).toEqual({ 1: 0.5, 2: 0.5 });
  });
});

describe("A listener with weighted groups", () => {
  const weighted = (first: number, second: number): ScenarioDocument => {
    const document = new ScenarioDocument().balancer({
      zones: [[], []],
      args: { enable_cross_zone_load_balancing: true },
    });
    document.group("first").target("first", 1, { availability_zone: zoneOf(1) });
    document.group("second").target("second", 2, { availability_zone: zoneOf(2) });
    document.listener("nlb", 443, [
      { group: "first", weight: first },
      { group: "second", weight: second },
    ]);
    return document.record(KEYS, { zone: 1 });
  };

  test("splits clients by weight, and routes an unhealthy group's share to its unhealthy targets", () => {
    expect([weighted(3, 1).reach(), weighted(3, 1).reach({ down: [1] })]).toEqual([
      { 1: 0.75, 2: 0.25 },
      { 1: 0.75, 2: 0.25 },
    ]);
    const assumed = (down: number[]) => [...weighted(3, 1).traffic({ down }).assumptions];
    expect([assumed([]), assumed([1])]).toEqual([[], ["dead-group"]]);
  });

  test("routes no client to a group of weight 0", () => {
    expect(weighted(0, 1).reach({ down: [2] })).toEqual({ 2: 1 });
  });

  test("loses the share of an empty group", () => {
    const document = weighted(1, 1);
    document.group("empty").listener("nlb", 443, [
      { group: "first", weight: 1 },
      { group: "empty", weight: 1 },
    ]);
    expect(document.reach()).toEqual({ 1: 0.5, nowhere: 0.5 });
  });
});

describe("A node", () => {
  const registered = (ids: readonly string[], args: Arguments = {}): ScenarioDocument => {
    const document = new ScenarioDocument().balancer({ zones: [[]] });
    document.add("aws_network_interface", "two", {
      private_ips: [addressOf(1), "10.0.1.11"],
      subnet_id: "subnet-1",
    });
    document.add("aws_network_interface", "one", { private_ips: ["10.0.11.10"] });
    document.add("aws_instance", "sems1", { id: "i-1", private_ip: "10.0.11.10", ...args });
    for (const [i, interface_] of ["one", "two"].entries())
      document.add("aws_network_interface_attachment", interface_, {
        instance_id: ref("aws_instance.sems1", "id"),
        network_interface_id: ref(`aws_network_interface.${interface_}`, "id"),
        device_index: i,
      });
    for (const [i, target_id] of ids.entries())
      document.add("aws_lb_target_group_attachment", `t${i}`, {
        target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
        target_id,
        availability_zone: zoneOf(1),
      });
    return document.record(KEYS, { zone: 1 });
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
    const document = new ScenarioDocument().balancer({ zones: [[]] });
    document.add("aws_instance", "bastion", { private_ip: "10.0.99.1", availability_zone: zoneOf(1) });
    for (const n of [1, 2]) document.target("nlb_443", n, { target_id: `\${var.address${n}}` });
    expect(Object.values(document.record(KEYS, { zone: 1 }).reach())).toEqual([0.5, 0.5]);
  });

  test("is found by its own public address", () => {
    const document = registered([addressOf(1)]);
    document.add("aws_eip", "own", { network_interface: ref("aws_network_interface.two", "id") });
    document.record("sems1.example.com", { values: [ref("aws_eip.own", "public_ip")] });
    expect(document.reach({ name: "sems1.example.com" })).toEqual({ "aws_instance.sems1": 1 });
  });

  test("is found by an associated public address, and not by another interface's", () => {
    const document = registered([addressOf(1)]);
    for (const name of ["one", "two"]) {
      document.add("aws_eip", name, {});
      document.add("aws_eip_association", name, {
        allocation_id: ref(`aws_eip.${name}`, "id"),
        network_interface_id: ref(`aws_network_interface.${name}`, "id"),
      });
      document.record(`${name}.example.com`, { values: [ref(`aws_eip.${name}`, "public_ip")] });
    }
    expect(document.reach({ name: "two.example.com" })).toEqual({ "aws_instance.sems1": 1 });
    expect(document.reach({ name: "one.example.com" })).toEqual({ elsewhere: 1 });
  });
});

describe("The zone of a target", () => {
  const unspecified = (
    zones: readonly Arguments[],
    build: (document: ScenarioDocument) => unknown = () => undefined,
  ) => {
    const subnet_mapping = zones.map((mapping, i) => ({
      allocation_id: ref(`aws_eip.nlb_${i + 1}`, "id"),
      ...mapping,
    }));
    const document = new ScenarioDocument().balancer({
      zones: zones.map(() => []),
      args: { subnet_mapping },
    });
    build(document);
    for (const n of [2, 1]) document.target("nlb_443", n);
    return document.record(KEYS, { zone: 1 });
  };
  const ids = [{ subnet_id: "subnet-1" }, { subnet_id: "subnet-2" }];

  test("is assumed to be the load balancer's, one each and in order, where nothing specifies it", () => {
    const document = unspecified(ids);
    expect([document.reach(), [...document.traffic().assumptions]]).toEqual([{ 2: 1 }, ["zones-in-order"]]);
  });

  test.each([
    [
      "its subnet's network",
      (document: ScenarioDocument) => {
        for (const n of [1, 2])
          document.add("aws_subnet", `node${n}`, {
            cidr_block: `10.0.${n}.0/24`,
            availability_zone: zoneOf(n),
          });
      },
    ],
    [
      "its interface",
      (document: ScenarioDocument) => {
        for (const n of [1, 2])
          document.add("aws_network_interface", `node${n}`, {
            private_ips: [addressOf(n)],
            subnet_id: ref(`aws_subnet.nlb_${n}`, "id"),
          });
      },
    ],
    [
      "its instance",
      (document: ScenarioDocument) => {
        for (const n of [1, 2])
          document.add("aws_instance", `node${n}`, {
            private_ip: addressOf(n),
            availability_zone: zoneOf(n),
          });
      },
    ],
  ])("is given by %s", (_what, build) => {
    const own = [1, 2].map((n) => ({ subnet_id: ref(`aws_subnet.nlb_${n}`, "id") }));
    const document = unspecified(own, build);
    // By its number alone, or by what holds its address.
    expect(Object.keys(document.reach())).toEqual([expect.stringMatching(/^1$|node1$/)]);
    expect([...document.traffic().assumptions]).toEqual([]);
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
    const document = unspecified(ids);
    document.add("aws_lb", "nlb", { ...document.json.resource["aws_lb"]?.["nlb"], tags });
    expect([document.reach(), [...document.traffic().assumptions]]).toEqual([{ 1: 1 }, []]);
  });

  test("may be any of subnets of one expression", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    const { subnet_mapping: _mapping, ...rest } = document.json.resource["aws_lb"]?.["nlb"] ?? {};
    document.add("aws_lb", "nlb", { ...rest, subnets: "${var.subnets}" }).record(KEYS, { name: nameOf() });
    expect(document.reach()).toEqual({ 1: 0.5, 2: 0.5 });
  });

  test("may be written as an id where the load balancer's is a name", () => {
    const document = new ScenarioDocument().balancer({ zones: [[], []] }).record(KEYS, { zone: 2 });
    for (const n of [1, 2]) document.target("nlb_443", n, { availability_zone: `use1-az${n}` });
    expect(document.reach()).toEqual({ 2: 1 });
  });
});
