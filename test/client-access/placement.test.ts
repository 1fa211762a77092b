import { type TerraformStack } from "cdktf";
import { ClientAccess, type ClientAccessProps, type SemsNode } from "../../lib";
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
