import { ClientAccess, ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate, resourcesByAddress } from "../support/access";
import { changed } from "../support/changes";
import { accessProps, newStack, node, upTo } from "../support/cluster";

const weighted = (changes: Partial<ClientAccessProps> = {}): Partial<ClientAccessProps> => ({
  method: LoadBalancingMethod.weighted(),
  ...changes,
});

const ref = (type: string, name: string, attribute: string): unknown =>
  expect.stringMatching(`^\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.${attribute}\\}$`);

const groupOf = (port: number, zone: string) =>
  ref("aws_lb_target_group", `Access_Weighted_${port}_${zone}_TargetGroup`, "arn");

describe("WeightedEntry", () => {
  test("is a load balancer of its own across all zones, whose tags say the weights", () => {
    expect(accessTemplate(3, weighted()).resources("aws_lb")["Access_Weighted_LoadBalancer"]).toMatchObject({
      enable_cross_zone_load_balancing: true,
      internal: false,
      subnet_mapping: ["subnet-1", "subnet-2", "subnet-3"].map((id) => ({ subnet_id: id })),
      security_groups: [ref("aws_security_group", "Access_SecurityGroups_LoadBalancer", "id")],
      tags: {
        "sems:client-fqdn": "keys.example.com",
        "sems:hosted-zone": "example.com",
        "sems:method": "weighted",
        "sems:interface2:sems3": "10.0.3.10",
        "sems:weight:sems1": "10",
        "sems:weight:sems2": "1",
        "sems:weight:sems3": "1",
      },
    });
  });

  test("SEMS-LB-3, -4: listens with the highest weight for the first node, and sticks to a client's group", () => {
    const method = LoadBalancingMethod.weighted({ primary: 100, backup: 5 });
    const listeners = accessTemplate(3, weighted({ method, nodes: [node(3), node(1), node(2)] })).resources(
      "aws_lb_listener",
    );
    expect(listeners["Access_Weighted_443_Listener"]).toMatchObject({
      protocol: "TCP",
      port: 443,
      load_balancer_arn: ref("aws_lb", "Access_Weighted_LoadBalancer", "arn"),
      default_action: [
        {
          type: "forward",
          forward: {
            target_group: [
              { arn: groupOf(443, "us-east-1c"), weight: 100 },
              { arn: groupOf(443, "us-east-1a"), weight: 5 },
              { arn: groupOf(443, "us-east-1b"), weight: 5 },
            ],
            stickiness: { enabled: true },
          },
        },
      ],
    });
  });

  test("has a group for each node and service, with one target that all zones reach", () => {
    const services = [ClientService.HTTPS, ClientService.LDAP];
    const template = accessTemplate(2, weighted({ services }));
    const groups = Object.entries(template.resources("aws_lb_target_group")).filter(([name]) =>
      name.includes("Weighted"),
    );
    expect(groups.map(([name]) => name)).toHaveLength(4);
    for (const [, group] of groups) {
      expect(group).toMatchObject({
        load_balancing_cross_zone_enabled: "true",
        stickiness: { enabled: false, type: "source_ip" },
      });
    }
    expect(template.resources("aws_lb_target_group_attachment")).toMatchObject({
      "Access_Weighted_389_us-east-1b_TargetGroup_us-east-1b": { target_id: "10.0.2.10", port: 389 },
    });
  });

  test("is deleted after the records have left it", () => {
    const balancers = accessTemplate(2, weighted()).resources("aws_lb");
    expect(balancers["Access_Weighted_LoadBalancer"]).toMatchObject({
      lifecycle: { create_before_destroy: true },
    });
    // Two load balancers cannot have one Elastic IP, not for a moment.
    expect(balancers["Access_LoadBalancer"]).not.toHaveProperty("lifecycle.create_before_destroy");
  });

  test("gets clients when it listens, and not before", () => {
    const records = accessTemplate(2, weighted()).resources("aws_route53_record");
    expect(records["Access_Records_Tier1_Primary"]?.["depends_on"]).toEqual([
      expect.stringContaining("aws_lb_listener.Access_Weighted_443_Listener_"),
    ]);
  });

  test("gives a node in maintenance no clients at all", () => {
    const nodes = upTo(3).map((n) => node(n, { maintenance: n === 1 }));
    const balancer = accessTemplate(3, weighted({ nodes })).resources("aws_lb")[
      "Access_Weighted_LoadBalancer"
    ];
    expect(balancer?.["tags"]).toMatchObject({
      "sems:weight:sems1": "0",
      "sems:weight:sems2": "10",
      "sems:weight:sems3": "1",
    });
  });

  test("is the first choice of the clients' name, with the ordered list as its safety net", () => {
    const records = accessTemplate(3, weighted()).resources("aws_route53_record");
    expect(records).toMatchObject({
      Access_Records_Tier1_Primary: {
        name: "keys.example.com",
        set_identifier: "tier1-primary",
        failover_routing_policy: { type: "PRIMARY" },
        alias: {
          name: ref("aws_lb", "Access_Weighted_LoadBalancer", "dns_name"),
          zone_id: ref("aws_lb", "Access_Weighted_LoadBalancer", "zone_id"),
          evaluate_target_health: true,
        },
      },
      Access_Records_Tier1_Secondary: {
        name: "keys.example.com",
        failover_routing_policy: { type: "SECONDARY" },
        alias: { name: "ordered.keys.example.com", evaluate_target_health: true },
        depends_on: expect.arrayContaining([
          expect.stringContaining("Access_Ordered_Tier1_Primary"),
          expect.stringContaining("Access_Ordered_Tier1_Secondary"),
        ]),
      },
      Access_Ordered_Tier1_Primary: { name: "ordered.keys.example.com", ttl: 10 },
      Access_Ordered_Tier1_Secondary: {
        alias: { name: "tier2.ordered.keys.example.com" },
        lifecycle: { create_before_destroy: true },
      },
      Access_Ordered_Tier2_Primary: { name: "tier2.ordered.keys.example.com" },
      Access_Ordered_Tier2_Secondary: { name: "tier2.ordered.keys.example.com" },
    });
    expect(Object.keys(records)).toHaveLength(6);
  });

  test.each(["internet-facing", "internal"] as const)(
    "is made beside the load balancers per node, %s",
    (scheme) => {
      const template = accessTemplate(2, weighted({ topology: "per-node", scheme }));
      expect(Object.keys(template.resources("aws_lb")).sort()).toEqual([
        "Access_Nodes_sems1_LoadBalancer",
        "Access_Nodes_sems2_LoadBalancer",
        "Access_Weighted_LoadBalancer",
      ]);
      expect(template.all("aws_lb").map(({ internal }) => internal)).toEqual(
        Array(3).fill(scheme === "internal"),
      );
    },
  );

  test("in another order changes records and its own listeners and tags alone", () => {
    const resources = (...numbers: number[]) =>
      resourcesByAddress(accessProps(3, weighted({ nodes: numbers.map((n) => node(n)) })));
    const [before, after] = [resources(1, 2, 3), resources(2, 3, 1)];
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    const others = changed(before, after).filter((address) => !address.startsWith("aws_route53_record."));
    expect(others).toEqual([
      expect.stringMatching(/^aws_lb\.Access_Weighted_LoadBalancer_/),
      expect.stringMatching(/^aws_lb_listener\.Access_Weighted_443_Listener_/),
    ]);
  });

  test("is refused with the clients' own addresses, and so with mail", () => {
    const COLLIDE =
      "preserveClientIp: found true, with the method weighted; allowed: false: weighted uses two load balancers for the same targets, and with preserved client addresses their connections can collide; mail services need another method";
    expect(accessProblems(2, weighted({ preserveClientIp: true }))).toEqual([COLLIDE]);
    expect(accessProblems(2, weighted({ services: [ClientService.SMTP] }))).toHaveLength(1);
  });

  test("takes names below the clients' own, which no node may have", () => {
    const named = (fqdn: string) =>
      accessProblems(2, { nodes: [node(1), node(2, { interface1: { fqdn, address: "10.0.12.10" } })] });
    expect(named("ordered.keys.example.com")).toHaveLength(1);
    expect(named("tier2.ordered.keys.example.com")).toHaveLength(1);
    expect(named("other.keys.example.com")).toEqual([]);
  });

  test("is exposed, after the load balancers of the ordered list", () => {
    const access = new ClientAccess(newStack(), "Access", accessProps(2, weighted()));
    expect(access.weighted?.loadBalancer).toBe(access.loadBalancers[1]);
    expect(access.loadBalancers).toHaveLength(2);
    expect(access.listeners).toHaveLength(2);
    expect(access.targetGroups).toHaveLength(3);
    expect(access.records[0]?.nameInput).toBe("keys.example.com");
  });
});
