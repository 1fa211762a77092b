import { ClientAccess, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessTemplate, resourcesByAddress, textToken } from "../support/access";
import { accessProps, newStack, node, problemsOf, synth } from "../support/cluster";
import { changed } from "../support/changes";

const manual = (activeNode: string, changes: Partial<ClientAccessProps> = {}) => ({
  method: LoadBalancingMethod.manual(activeNode),
  ...changes,
});

const zoneAddress = (zone: string): unknown =>
  expect.stringMatching(`^\\$\\{aws_eip\\.Access_Zones_${zone}_Address_[0-9A-F]{8}\\.public_ip\\}$`);

describe("The method manual", () => {
  test("is one plain record with the active node's address", () => {
    expect(accessTemplate(3, manual("sems2")).resources("aws_route53_record")).toEqual({
      Access_Records_Tier1_Primary: {
        name: "keys.example.com",
        type: "A",
        zone_id: "Z0123456789ABCDEFGHIJ",
        ttl: 10,
        records: [zoneAddress("us-east-1b")],
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test("is an alias of a node's own load balancer, with topology per-node", () => {
    const record = accessTemplate(2, manual("sems2", { topology: "per-node" })).only("aws_route53_record");
    expect(record).toMatchObject({
      alias: {
        name: expect.stringMatching(/^\$\{aws_lb\.Access_Nodes_sems2_LoadBalancer_[0-9A-F]{8}\.dns_name\}$/),
        zone_id: expect.stringMatching(
          /^\$\{aws_lb\.Access_Nodes_sems2_LoadBalancer_[0-9A-F]{8}\.zone_id\}$/,
        ),
        evaluate_target_health: true,
      },
    });
    expect(record).not.toHaveProperty("ttl");
  });

  test.each(["zonal", "per-node"] as const)("switches by one record, with topology %s", (topology) => {
    const resources = (activeNode: string) =>
      resourcesByAddress(accessProps(3, manual(activeNode, { topology })));
    const [before, after] = [resources("sems1"), resources("sems3")];
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect(changed(before, after)).toEqual([
      expect.stringMatching(/^aws_route53_record\.Access_Records_Tier1_Primary_/),
    ]);
  });

  test("keeps Route 53's checks, for people to look at and for the way back", () => {
    const checks = accessTemplate(2, manual("sems1")).resources("aws_route53_health_check");
    expect(Object.keys(checks)).toHaveLength(2);
  });

  test("follows a node whose name is a token", () => {
    const template = synth((stack) => {
      const name = textToken(stack, "name");
      const nodes = [node(1), node(2, { name })];
      new ClientAccess(stack, "Access", accessProps(2, { nodes, ...manual(name) }));
    });
    expect(template.only("aws_route53_record")["records"]).toEqual([zoneAddress("us-east-1b")]);
  });

  test("does not guess which node a token names", () => {
    const problems = problemsOf((stack) => {
      new ClientAccess(stack, "Access", accessProps(2, manual(textToken(stack, "active"))));
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^method\.activeNode: found "\$\{/);
  });

  test("has a serving order of one node, and no failover time, since no node takes over by itself", () => {
    const access = new ClientAccess(newStack(), "Access", accessProps(3, manual("sems2")));
    expect(access.servingOrder.map(({ name }) => name)).toEqual(["sems2"]);
    expect(access.endpoints.map(({ nodeName }) => nodeName)).toEqual(["sems1", "sems2", "sems3"]);
    expect(access.failoverTime).toBeUndefined();
  });
});
