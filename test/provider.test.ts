import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack, Testing, Token, type TerraformProvider } from "cdktf";
import { CertificateSource, SemsCluster } from "../lib";
import { clusterProps, hostedZone, newStack, problemsOf, subnet, synth, upTo } from "./support/cluster";
import { authorityArn } from "./support/config";

const replication = CertificateSource.privateCa(authorityArn);

describe("the provider that a cluster is given", () => {
  const template = synth((stack) => {
    const provider = new AwsProvider(stack, "other", { alias: "other", region: "us-east-1" });
    const subnets = upTo(2).map((n) => ({ ...subnet(n), allocationId: `eipalloc-${n}` }));
    const props = clusterProps(2, {
      certificates: { client: CertificateSource.acmPublic({ hostedZone }), replication },
      clientAccess: [{ hostedZone, scheme: "internet-facing", subnets, allowedClients: ["10.0.0.0/8"] }],
      replication: { hostedZone, adminClients: ["10.0.0.0/8"] },
      notifications: { emails: ["ops@example.com"] },
      provider,
    });
    new SemsCluster(stack, "Keys", props);
  });
  const types = [...new Set(template.addresses().map((address) => address.replace(/\.[^.]*$/, "")))];

  test.each(types.filter((type) => !/^(data\.|terraform_data$)/.test(type)))("reaches every %s", (type) => {
    const providers = template.all(type).map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(["aws.other"]));
  });

  test.each(["aws_eip", "aws_region", "aws_ec2_managed_prefix_list", "aws_iam_policy_document"])(
    "reaches every data source %s",
    (type) => {
      const providers = Object.values(template.dataSources(type)).map(({ provider }) => provider);
      expect(new Set(providers)).toEqual(new Set(["aws.other"]));
    },
  );

  test("there is no other kind of data source", () => {
    expect(types.filter((type) => type.startsWith("data."))).toHaveLength(4);
  });
});

describe("the region that ARNs are held against", () => {
  const certificates = { client: replication, replication };

  const refusals = (stack: TerraformStack, provider?: TerraformProvider) =>
    problemsOf(() => {
      const props = clusterProps(2, { certificates });
      new SemsCluster(stack, "Keys", provider === undefined ? props : { ...props, provider });
    }).filter((line) => !line.includes("availabilityZone"));

  const refused = (region: string) =>
    ["client", "replication"].map(
      (kind) =>
        `certificates.${kind}.authorityArn: found "${authorityArn}"; allowed: the ARN of an object of this region, ` +
        `arn:aws:acm-pca:${region}:ACCOUNT:certificate-authority/…`,
    );

  test("is that of the stack's AWS provider", () => {
    expect(refusals(newStack("eu-west-1"))).toEqual(refused("eu-west-1"));
  });

  test("is not that of another provider in the stack", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    new AwsProvider(stack, "other", { alias: "other", region: "eu-west-1" });
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    expect(refusals(stack)).toEqual([]);
  });

  test("is that of the provider which the cluster is given", () => {
    const stack = newStack("us-east-1");
    const provider = new AwsProvider(stack, "other", { alias: "other", region: "eu-west-1" });
    expect(refusals(stack, provider)).toEqual(refused("eu-west-1"));
  });

  test("is the one whose zones nodes and subnets are in", () => {
    const lines = problemsOf(() => new SemsCluster(newStack("eu-west-1"), "Keys", clusterProps(2)));
    const places = [
      "nodes[0].interface2",
      "nodes[1].interface2",
      "clientAccess[0].subnets[0]",
      "clientAccess[0].subnets[1]",
    ];
    expect(lines.filter((line) => line.includes("availabilityZone"))).toEqual(
      places.map(
        (place, i) =>
          `${place}.availabilityZone: found "us-east-1${i % 2 === 0 ? "a" : "b"}"; allowed: an Availability Zone of eu-west-1`,
      ),
    );
  });

  test("is anything where the provider's region is a token", () => {
    expect(refusals(newStack(Token.asString({ resolve: () => "eu-west-1" })))).toEqual([]);
  });
});
