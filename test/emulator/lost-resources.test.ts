import { failuresIn } from "./lost-resources";

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
