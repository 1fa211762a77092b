import { Lazy, type TerraformStack } from "cdktf";
import { ClientAccess, formatProblem, type ClientAccessProps, type SemsNode } from "../../lib";
import { checkFixedAddresses, checkZones } from "../../lib/client-access/placement";
import { accessProblems, accessTemplate, textToken } from "../support/access";
import { accessProps, node, problemsOf, subnet, synth, zone } from "../support/cluster";

const inZone = (n: number, availabilityZone: string, changes: Partial<SemsNode> = {}): SemsNode =>
  node(n, { interface2: { ...node(n).interface2, availabilityZone }, ...changes });

/** Two variables, each with the token of its value. */
const zoneTokens = (stack: TerraformStack) =>
  [textToken(stack, "first"), textToken(stack, "second")] as const;

const build = (props: (stack: TerraformStack) => Partial<ClientAccessProps>) => (stack: TerraformStack) =>
  new ClientAccess(stack, "Access", accessProps(2, props(stack)));

const targets = (template: ReturnType<typeof synth>) =>
  Object.entries(template.resources("aws_lb_target_group_attachment")).map(([name, block]) => [
    name.replace("Access_Services_443_TargetGroup_", ""),
    block["target_id"],
  ]);

describe("The place of a node", () => {
  test("is its zone, whatever its place in the list", () => {
    expect(targets(accessTemplate(2, { nodes: [node(2), node(1)] }))).toEqual([
      [zone(1), "10.0.1.10"],
      [zone(2), "10.0.2.10"],
    ]);
  });

  test("AWS-NLB-4: is a zone with a subnet", () => {
    expect(accessProblems(2, { subnets: [subnet(1), subnet(3)] })).toEqual([
      'nodes[1].interface2.availabilityZone: found "us-east-1b"; allowed: a zone that `subnets` lists (us-east-1a, us-east-1c) [AWS-NLB-4]',
    ]);
  });

  test("AWS-NLB-4: is a zone without another node", () => {
    expect(accessProblems(3, { nodes: [node(1), node(2), inZone(3, zone(1))] })).toEqual([
      'nodes[2].interface2.availabilityZone: found "us-east-1a"; allowed: a zone without another node; nodes[0] is already in it [AWS-NLB-4]',
    ]);
  });

  describe("where zones are tokens", () => {
    test("is that of the subnet with the same expression, and its resources are numbered as the subnets", () => {
      const template = synth(
        build((stack) => {
          const [first, second] = zoneTokens(stack);
          return {
            nodes: [inZone(2, second), inZone(1, first)],
            subnets: [
              { id: "subnet-1", availabilityZone: first },
              { id: "subnet-2", availabilityZone: second },
            ],
          };
        }),
      );
      expect(targets(template)).toEqual([
        ["Zone1", "10.0.1.10"],
        ["Zone2", "10.0.2.10"],
      ]);
      expect(template.resources("aws_eip")).toMatchObject({
        Access_Zones_Zone1_Address: { tags: { Name: "keys.example.com ${var.first}" } },
        Access_Zones_Zone2_Address: { tags: { Name: "keys.example.com ${var.second}" } },
      });
    });

    test("is found beside nodes whose zones are literal", () => {
      const template = synth(
        build((stack) => {
          const [first] = zoneTokens(stack);
          return {
            nodes: [node(2), inZone(1, `${first}a`)],
            subnets: [subnet(2), { id: "subnet-1", availabilityZone: `${first}a` }],
          };
        }),
      );
      expect(targets(template)).toEqual([
        ["Zone2", "10.0.1.10"],
        [zone(2), "10.0.2.10"],
      ]);
    });

    test("AWS-NLB-4: is refused where no subnet has the expression", () => {
      const problems = problemsOf(
        build((stack) => ({
          nodes: [node(1), inZone(2, zoneTokens(stack)[0])],
          subnets: [subnet(1), subnet(2)],
        })),
      );
      expect(problems).toEqual([
        'nodes[1].interface2.availabilityZone: found "${var.first}"; allowed: the availabilityZone of one of `subnets`; if that is a token, the same expression [AWS-NLB-4]',
      ]);
    });

    test("AWS-NLB-4: is refused where another node has the same expression, all such nodes at once", () => {
      const problems = problemsOf(
        build((stack) => {
          const [first, second] = zoneTokens(stack);
          return {
            nodes: [inZone(1, first), inZone(2, first), inZone(3, second)],
            subnets: [{ id: "subnet-1", availabilityZone: first }],
          };
        }),
      );
      expect(problems).toEqual([
        'nodes[1].interface2.availabilityZone: found "${var.first}"; allowed: a zone without another node; nodes[0] is already in it [AWS-NLB-4]',
        'nodes[2].interface2.availabilityZone: found "${var.second}"; allowed: the availabilityZone of one of `subnets`; if that is a token, the same expression [AWS-NLB-4]',
      ]);
    });

    test("AWS-NLB-4: is refused per node, too, with fixed addresses", () => {
      const problems = problemsOf(
        build((stack) => ({
          topology: "per-node",
          nodes: [node(1), inZone(2, zoneTokens(stack)[0])],
          subnets: [{ ...subnet(1), allocationId: "eipalloc-1" }, subnet(2)],
        })),
      );
      expect(problems).toEqual([
        expect.stringMatching(/^nodes\[1\]\.interface2\.availabilityZone: found "\$\{var\.first\}"/),
      ]);
    });

    test("needs no node in each zone that has a fixed address", () => {
      const template = synth(
        build((stack) => {
          const [first, second] = zoneTokens(stack);
          return {
            nodes: [inZone(1, first), inZone(2, second)],
            subnets: [first, second, zone(3)].map((availabilityZone, i) => ({
              id: `subnet-${i}`,
              availabilityZone,
              allocationId: `eipalloc-${i}`,
            })),
          };
        }),
      );
      expect(targets(template)).toHaveLength(2);
    });

    test("is refused in the words of the props' order while a node is in maintenance", () => {
      const problems = problemsOf(
        build((stack) => ({
          nodes: [inZone(1, zoneTokens(stack)[0], { maintenance: true }), node(2)],
          subnets: [subnet(1), subnet(2)],
        })),
      );
      expect(problems).toEqual([
        expect.stringMatching(/^nodes\[0\]\.interface2\.availabilityZone: found "\$\{var\.first\}"/),
      ]);
    });

    test("AWS-NLB-4: is not looked for in two subnets of the same expression: they are refused", () => {
      const problems = problemsOf(
        build((stack) => {
          const [first, second] = zoneTokens(stack);
          return {
            nodes: [inZone(1, first), inZone(2, second)],
            subnets: [first, second, first].map((availabilityZone, i) => ({
              id: `subnet-${i}`,
              availabilityZone,
            })),
          };
        }),
      );
      expect(problems).toEqual([expect.stringMatching(/^subnets\[2\]\.availabilityZone: /)]);
    });
  });
});

describe("Zones and subnets as far as they are there", () => {
  const token = Lazy.stringValue({ produce: () => "x" });
  const zonesOf = (...args: Parameters<typeof checkZones> extends [string, ...infer R] ? R : never) =>
    checkZones("subnets", ...args).map(({ path }) => path);
  const nodes = [node(1), node(2)];

  test.each([undefined, "zonal", "per-node"])("agree, with topology %s", (topology) => {
    expect(zonesOf(nodes, [subnet(1), subnet(2)], topology)).toEqual([]);
    expect(zonesOf(nodes, [subnet(1)], topology)).toEqual(["nodes[1].interface2.availabilityZone"]);
  });

  test("are compared while all of them are known", () => {
    expect(zonesOf(undefined, [subnet(1)], "zonal")).toEqual([]);
    expect(zonesOf(undefined, undefined, "per-node")).toEqual([]);
    expect(zonesOf(nodes, undefined, "per-node")).toEqual([]);
    expect(zonesOf(nodes, [], "zonal")).toEqual([]);
    expect(zonesOf(nodes, [subnet(1), undefined], "per-node")).toEqual([]);
    expect(zonesOf(nodes, [subnet(1), { id: "subnet-2", availabilityZone: token }], "zonal")).toEqual([]);
    expect(zonesOf([undefined, {}, inZone(1, token), node(2)], [subnet(2)], "zonal")).toEqual([]);
  });

  test.each([
    [undefined, ["nodes[1].interface2.availabilityZone"]],
    ["zonal", ["nodes[1].interface2.availabilityZone"]],
    ["per-node", []],
  ])("hold one node each, with topology %s", (topology, paths) => {
    expect(zonesOf([node(1), inZone(2, zone(1))], [subnet(1)], topology)).toEqual(paths);
  });

  test("hold one node each where a load balancer per node has a fixed address", () => {
    const fixed = [{ ...subnet(1), allocationId: "eipalloc-1" }, subnet(2)];
    const twins = [node(1), inZone(2, zone(1))];
    expect(zonesOf(nodes, fixed, "per-node")).toEqual([]);
    expect(zonesOf(twins, fixed, "per-node")).toEqual(["subnets[0].allocationId"]);
    expect(zonesOf([node(2)], fixed, "per-node")).toEqual(["subnets[0].allocationId"]);
    expect(zonesOf([node(2), inZone(1, token)], fixed, "per-node")).toEqual([]);
    expect(zonesOf([node(2)], fixed, "zonal")).toEqual([]);
    expect(zonesOf(undefined, fixed, "per-node")).toEqual([]);
  });

  const address = { path: "subnets[0].allocationId", value: "eipalloc-1" };
  const a = { name: "nodes[0]", zone: "a" };
  test.each<
    [
      string,
      Parameters<typeof checkFixedAddresses>[0][number],
      Parameters<typeof checkFixedAddresses>[1],
      string[],
    ]
  >([
    ["of the zone of one node", { address, zone: "a" }, [a, { name: "nodes[1]", zone: "b" }], []],
    ["of no zone of a node", { address, zone: "c" }, [a], ["this zone has no node"]],
    ["of what may be a node's zone", { address, zone: "c" }, [a, { name: "nodes[1]", zone: undefined }], []],
    ["of the zone of two nodes", { address, zone: "a" }, [a, { name: "nodes[1]", zone: "a" }], ["nodes[0]"]],
    ["that is not given", { address: undefined, zone: "c" }, [a], []],
    ["of a zone that is not known", { address, zone: undefined }, [a], []],
  ])("a fixed address %s", (_what, addressed, members, texts) => {
    const found = checkFixedAddresses([addressed], members).map(formatProblem);
    expect(found).toEqual(texts.map((text): unknown => expect.stringContaining(text)));
  });
});

describe("The place of a node, per node,", () => {
  const perNode = (changes: Partial<ClientAccessProps>) => ({ topology: "per-node" as const, ...changes });

  test("is named after the node, whatever the resources beside it are called", () => {
    const nodes = [node(1, { name: "Listener" }), node(2)];
    const balancers = Object.keys(accessTemplate(2, perNode({ nodes })).resources("aws_lb"));
    expect(balancers).toEqual(["Access_Nodes_Listener__LoadBalancer", "Access_Nodes_sems2_LoadBalancer"]);
  });

  test("is tagged with its number where its name is a token", () => {
    const template = synth(
      build((stack) => perNode({ nodes: [node(1), node(2, { name: textToken(stack, "name") })] })),
    );
    const tags = JSON.stringify(template.all("aws_lb").map((balancer) => balancer["tags"]));
    expect(tags.match(/sems:interface2:\w+/g)?.sort()).toEqual([
      "sems:interface2:Node2",
      "sems:interface2:sems1",
    ]);
  });

  test("is a zone without another node where the address is fixed, even if the zones are tokens", () => {
    const problems = problemsOf(
      build((stack) => {
        const [first] = zoneTokens(stack);
        return perNode({
          nodes: [inZone(1, first), inZone(2, first)],
          subnets: [{ id: "subnet-1", availabilityZone: first, allocationId: "eipalloc-1" }],
        });
      }),
    );
    expect(problems).toEqual([expect.stringMatching(/^subnets\[0\]\.allocationId: .*sems1.*sems2/)]);
  });
});
