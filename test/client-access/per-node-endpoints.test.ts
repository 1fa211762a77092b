import { ClientAccess, ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate, resourcesByAddress, textToken } from "../support/access";
import { accessProps, newStack, node, problemsOf, subnet, synth, upTo, zone } from "../support/cluster";

const perNode = (changes: Partial<ClientAccessProps> = {}): Partial<ClientAccessProps> => ({
  topology: "per-node",
  ...changes,
});

/** Node number n, in zone number z. */
const inZone = (n: number, z: number) =>
  node(n, { interface2: { address: `10.0.${n}.10`, availabilityZone: zone(z) } });

const ref = (type: string, name: string, attribute: string): unknown =>
  expect.stringMatching(`^\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.${attribute}\\}$`);

describe("PerNodeEndpoints", () => {
  test("has a load balancer for each node, in the subnet of its zone alone, whose tags name this node alone", () => {
    const balancers = accessTemplate(2, perNode({ subnets: upTo(3).map(subnet) })).resources("aws_lb");
    expect(Object.keys(balancers)).toEqual([
      "Access_Nodes_sems1_LoadBalancer",
      "Access_Nodes_sems2_LoadBalancer",
    ]);
    expect(balancers["Access_Nodes_sems2_LoadBalancer"]).toEqual({
      name_prefix: "sems-",
      load_balancer_type: "network",
      internal: false,
      ip_address_type: "ipv4",
      enable_cross_zone_load_balancing: false,
      enable_deletion_protection: true,
      security_groups: [ref("aws_security_group", "Access_SecurityGroups_LoadBalancers", "id")], // AWS-NLB-1
      subnet_mapping: [{ subnet_id: "subnet-2" }],
      lifecycle: {
        create_before_destroy: true,
        // The provider would change a mapping in place, by a call that AWS refuses.
        replace_triggered_by: [expect.stringContaining("terraform_data.Access_Nodes_sems2_Subnets_Subnet_")],
      },
      tags: {
        Name: "keys.example.com",
        "sems:client-fqdn": "keys.example.com",
        "sems:hosted-zone": "example.com",
        "sems:method": "fail-over",
        "sems:interface2:sems2": "10.0.2.10",
        "sems:zone:sems2": "us-east-1b",
        "sems:subnet:us-east-1b": "subnet-2",
      },
    });
  });

  test("AWS-NLB-2: has a group with one target for each node and service, and nothing to stick to", () => {
    const template = accessTemplate(2, perNode({ services: [ClientService.HTTPS, ClientService.LDAP] }));
    expect(Object.keys(template.resources("aws_lb_target_group"))).toEqual(
      ["sems1", "sems2"].flatMap((name) =>
        [389, 443].map((port) => `Access_Nodes_${name}_${port}_TargetGroup`),
      ),
    );
    for (const group of template.all("aws_lb_target_group")) {
      expect(group).toMatchObject({
        target_type: "ip",
        load_balancing_cross_zone_enabled: "false",
        stickiness: { enabled: false, type: "source_ip" },
      });
    }
    expect(template.resources("aws_lb_target_group_attachment")).toMatchObject({
      Access_Nodes_sems2_389_TargetGroup_sems2: {
        target_id: "10.0.2.10",
        port: 389,
        target_group_arn: ref("aws_lb_target_group", "Access_Nodes_sems2_389_TargetGroup", "arn"),
      },
    });
    expect(template.all("aws_lb_target_group_attachment")).toHaveLength(4);
  });

  test("SEMS-DNS-1: makes aliases that evaluate their target's health, and no health check", () => {
    const template = accessTemplate(3, perNode());
    const alias = (name: string) => ({
      alias: {
        name: ref("aws_lb", `Access_Nodes_${name}_LoadBalancer`, "dns_name"),
        zone_id: ref("aws_lb", `Access_Nodes_${name}_LoadBalancer`, "zone_id"),
        evaluate_target_health: true,
      },
    });
    expect(template.resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Primary: alias("sems1"),
      Access_Records_Tier1_Secondary: {
        alias: { name: "tier2.keys.example.com", evaluate_target_health: true },
      },
      Access_Records_Tier2_Primary: alias("sems2"),
      Access_Records_Tier2_Secondary: alias("sems3"),
    });
    for (const record of template.all("aws_route53_record")) {
      expect(record).not.toHaveProperty("ttl");
      expect(record).not.toHaveProperty("health_check_id");
    }
    expect(template.all("aws_route53_health_check")).toEqual([]);
    expect(template.all("aws_eip")).toEqual([]);
  });

  test.each([undefined, LoadBalancingMethod.manual("sems1")])(
    "routes clients to a load balancer that listens, and not before (%j)",
    (method) => {
      const records = accessTemplate(2, perNode({ method })).resources("aws_route53_record");
      expect(records["Access_Records_Tier1_Primary"]?.["depends_on"]).toEqual([
        expect.stringContaining("aws_lb_listener.Access_Nodes_sems1_443_Listener_"),
      ]);
    },
  );

  test("AWS-R53-1: lets no checker in where clients are restricted: none comes", () => {
    const template = accessTemplate(2, perNode({ allowedClients: ["203.0.113.0/24"] }));
    expect(template.dataSources("aws_ec2_managed_prefix_list")).toEqual({});
  });

  test("is internal where that is asked for, with private networks as clients and AWS's choice of addresses", () => {
    const template = accessTemplate(2, perNode({ scheme: "internal" }));
    expect(template.all("aws_lb")).toEqual([
      expect.objectContaining({ internal: true, subnet_mapping: [{ subnet_id: "subnet-1" }] }),
      expect.objectContaining({ internal: true, subnet_mapping: [{ subnet_id: "subnet-2" }] }),
    ]);
    const clients = template
      .all("aws_vpc_security_group_ingress_rule")
      .flatMap((rule) => ("cidr_ipv4" in rule ? [rule["cidr_ipv4"]] : []));
    expect(clients).toEqual(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);
  });

  test("lets nodes share a zone", () => {
    const nodes = [inZone(1, 1), inZone(2, 1), inZone(3, 2)];
    const template = accessTemplate(3, perNode({ nodes, subnets: upTo(2).map(subnet) }));
    expect(template.all("aws_lb").map((balancer) => balancer["subnet_mapping"])).toEqual([
      [{ subnet_id: "subnet-1" }],
      [{ subnet_id: "subnet-1" }],
      [{ subnet_id: "subnet-2" }],
    ]);
  });

  test("has the fixed address that its subnet specifies", () => {
    const internal = [{ ...subnet(1), privateAddress: "10.0.1.5" }, subnet(2)];
    expect(
      accessTemplate(2, perNode({ scheme: "internal", subnets: internal })).resources("aws_lb"),
    ).toMatchObject({
      Access_Nodes_sems1_LoadBalancer: {
        subnet_mapping: [{ subnet_id: "subnet-1", private_ipv4_address: "10.0.1.5" }],
      },
      Access_Nodes_sems2_LoadBalancer: { subnet_mapping: [{ subnet_id: "subnet-2" }] },
    });
    const elastic = [{ ...subnet(1), allocationId: "eipalloc-1" }, subnet(2)];
    const stack = newStack();
    const access = new ClientAccess(stack, "Access", accessProps(2, perNode({ subnets: elastic })));
    expect(access.staticAddresses).toEqual([
      expect.objectContaining({ availabilityZone: "us-east-1a", allocationId: "eipalloc-1" }),
    ]);
  });

  test.each([
    [{ allocationId: "eipalloc-1" }, "internet-facing", "allocationId", "eipalloc-1"],
    [{ privateAddress: "10.0.1.5" }, "internal", "privateAddress", "10.0.1.5"],
  ] as const)(
    "is refused a fixed address that two nodes would share, or none: %j",
    (address, scheme, key, found) => {
      const subnets = [{ ...subnet(1), ...address }, subnet(2)];
      const shared = perNode({ scheme, subnets, nodes: [inZone(1, 1), inZone(2, 1)] });
      expect(accessProblems(2, shared)).toEqual([
        `subnets[0].${key}: found "${found}"; allowed: omit: nodes[0] and nodes[1] share the zone, each with its own load balancer`,
      ]);
      expect(accessProblems(2, { ...shared, nodes: [inZone(1, 2), inZone(2, 2)] })).toEqual([
        `subnets[0].${key}: found "${found}"; allowed: omit: this zone has no node, so no load balancer`,
      ]);
    },
  );

  test("is refused a fixed address that two nodes would share in a zone that is a token", () => {
    const problems = problemsOf((stack) => {
      const availabilityZone = textToken(stack, "zone");
      const nodes = upTo(2).map((n) =>
        node(n, { interface2: { address: `10.0.${n}.10`, availabilityZone } }),
      );
      const subnets = [{ id: "subnet-1", availabilityZone, allocationId: "eipalloc-1" }];
      new ClientAccess(stack, "Access", accessProps(2, perNode({ nodes, subnets })));
    });
    expect(problems).toEqual([
      'subnets[0].allocationId: found "eipalloc-1"; allowed: omit: sems1 and sems2 share the zone, each with its own load balancer',
    ]);
  });

  test.each<[Partial<ClientAccessProps>, string]>([
    [
      { ttlSeconds: 10 },
      "ttlSeconds: found 10; allowed: omit: per-node uses alias records, whose TTL is always 60 seconds",
    ],
    [
      { endpointHealth: { by: "route53-checkers" } },
      'endpointHealth: found "route53-checkers"; allowed: omit: per-node uses alias records, which evaluate the target groups',
    ],
    [
      { endpointHealth: { port: 443 } },
      'endpointHealth: found {"port":443}; allowed: omit: per-node uses alias records, which evaluate the target groups',
    ],
  ])("is refused with %j", (changes, line) => {
    expect(accessProblems(2, perNode(changes))).toEqual([line]);
  });

  test("keeps its addresses, and all but records, in another order and in maintenance", () => {
    const resources = (numbers: readonly number[], maintenance: boolean) =>
      resourcesByAddress(accessProps(3, perNode({ nodes: numbers.map((n) => node(n, { maintenance })) })));
    const [before, after] = [resources([1, 2, 3], false), resources([3, 1, 2], true)];
    const withoutRecords = (all: typeof before) =>
      new Map([...all].filter(([address]) => !address.startsWith("aws_route53_record.")).sort());
    expect(withoutRecords(after)).toEqual(withoutRecords(before));
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  });

  test("exposes a load balancer for each node, in serving order", () => {
    const nodes = [node(1, { maintenance: true }), node(2)];
    const access = new ClientAccess(newStack(), "Access", accessProps(2, perNode({ nodes })));
    expect(access.loadBalancers.map(({ node: { path } }) => path)).toEqual([
      "test/Access/Default/Nodes/sems2/LoadBalancer",
      "test/Access/Default/Nodes/sems1/LoadBalancer",
    ]);
    expect(access.endpoints.map(({ nodeName }) => nodeName)).toEqual(["sems2", "sems1"]);
    expect([access.healthChecks, access.alarms, access.staticAddresses]).toEqual([[], [], []]);
    const template = synth((stack) => new ClientAccess(stack, "Access", accessProps(2, perNode({ nodes }))));
    expect(template.all("aws_lb_listener")).toHaveLength(2);
  });
});
