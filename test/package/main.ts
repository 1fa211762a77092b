import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";
import { CertificateSource, SemsCluster } from "cdktf-sems";

/** A stack of somebody who has installed the package. */
const app = new App();
const stack = new TerraformStack(app, "installed");
new AwsProvider(stack, "aws", { region: "us-east-1" });
const source = CertificateSource.privateCa("arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1");
const cluster = new SemsCluster(stack, "Keys", {
  clientFqdn: "keys.example.com",
  vpcId: "vpc-1",
  nodes: [1, 2].map((n) => ({
    name: `sems${n}`,
    interface1: { fqdn: `sems${n}.example.com`, address: `10.0.1${n}.10` },
    interface2: { address: `10.0.${n}.10`, availabilityZone: `us-east-1${n === 1 ? "a" : "b"}` },
  })),
  clientAccess: [
    {
      hostedZone: { id: "Z1", name: "example.com" },
      scheme: "internet-facing",
      subnets: [
        { id: "subnet-1", availabilityZone: "us-east-1a" },
        { id: "subnet-2", availabilityZone: "us-east-1b" },
      ],
    },
  ],
  certificates: { client: source, replication: source },
});
app.synth();
console.log(cluster.nodes.map(({ name }) => name).join(", "));
