import { failuresIn, idOfExisting } from "./lost-resources";

test("failures are errors about a resource: neither warnings nor errors about none", () => {
  const output = `Terraform will perform the following actions:

Warning: AWS resource not found during refresh

  with aws_vpc_security_group_ingress_rule.gone,
  on cdk.tf.json line 1, in resource.aws_vpc_security_group_ingress_rule.gone:

Error: deleting ELBv2 Target Group: refused

Error: creating EC2 Subnet: it conflicts with another, older one

  with aws_subnet.a,
  on cdk.tf.json line 2, in resource.aws_subnet.a:
`;
  expect(failuresIn(output)).toEqual([
    { address: "aws_subnet.a", text: expect.stringMatching(/^Error: creating EC2 Subnet/) as string },
  ]);
});

describe("what exists already is found", () => {
  /** Commands of the runbook that print the same lines whatever they are asked. */
  const printing = (lines: string[][]) => async (): Promise<string[][]> => Promise.resolve(lines);
  const idOf = (address: string, after: object, lines: string[][] = []) =>
    idOfExisting({ address, type: address.split(".")[0] ?? "", change: { after } }, printing(lines));

  const LOAD_BALANCERS = [
    ["arn:of-sems1", "eipalloc-1"],
    ["arn:weighted", ""],
    ["arn:of-sems2", "eipalloc-2"],
    ["arn:internal", "10.0.0.5,10.0.1.5"],
  ];

  test.each([
    ["an Elastic IP", { allocation_id: "eipalloc-2", private_ipv4_address: "" }, "arn:of-sems2"],
    ["a private address", { allocation_id: null, private_ipv4_address: "10.0.1.5" }, "arn:internal"],
  ])("a load balancer, of several that were lost, by %s", async (_name, mapping, arn) => {
    await expect(idOf("aws_lb.one", { subnet_mapping: [mapping] }, LOAD_BALANCERS)).resolves.toBe(arn);
  });

  test("not a load balancer whose addresses AWS chooses: none is refused for them", async () => {
    const mapping = { allocation_id: "", private_ipv4_address: "" };
    await expect(idOf("aws_lb.one", { subnet_mapping: [mapping] }, LOAD_BALANCERS)).rejects.toThrow(
      "the runbook finds 0 for aws_lb.one",
    );
  });

  test("a listener by its port", async () => {
    const listeners = [
      ["443", "arn:https"],
      ["8443", "arn:portal"],
    ];
    await expect(idOf("aws_lb_listener.one", { port: 8443 }, listeners)).resolves.toBe("arn:portal");
  });

  test("a rule by direction, port and peer", async () => {
    const rules = [
      ["sgr-out", "True", "443", "None", "10.0.0.0/8", "None"],
      ["sgr-in", "False", "443", "None", "10.0.0.0/8", "None"],
      ["sgr-other", "False", "8443", "None", "10.0.0.0/8", "None"],
      ["sgr-checkers", "False", "443", "None", "None", "pl-1"],
    ];
    const type = "aws_vpc_security_group_ingress_rule";
    await expect(idOf(`${type}.clients`, { from_port: 443, cidr_ipv4: "10.0.0.0/8" }, rules)).resolves.toBe(
      "sgr-in",
    );
    await expect(idOf(`${type}.checkers`, { from_port: 443, prefix_list_id: "pl-1" }, rules)).resolves.toBe(
      "sgr-checkers",
    );
  });

  test("a record by what the plan has, with an identifier where it has one", async () => {
    const planned = { zone_id: "Z1", name: "keys.example.test", type: "A" };
    await expect(idOf("aws_route53_record.one", planned)).resolves.toBe("Z1_keys.example.test_A");
    await expect(idOf("aws_route53_record.one", { ...planned, set_identifier: "primary" })).resolves.toBe(
      "Z1_keys.example.test_A_primary",
    );
  });

  test("nothing else, of which two can exist", async () => {
    await expect(idOf("aws_eip.one", {})).rejects.toThrow("the runbook has nothing on aws_eip.one");
  });
});
