import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, SemsCluster } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** A cluster in a VPC and a hosted zone that exist already: every id is yours to replace. */
export class ExistingNetworkStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const hostedZone = { id: "Z0123456789ABCDEFGHIJ", name: "example.com" };
    const cluster = new SemsCluster(this, "Keys", {
      clientFqdn: "keys.example.com",
      vpcId: "vpc-0123456789abcdef0",
      nodes: [
        {
          name: "sems1",
          interface1: { fqdn: "sems1.example.com", address: "10.0.11.10" },
          interface2: { address: "10.0.1.10", availabilityZone: "us-east-1a" },
        },
        {
          name: "sems2",
          interface1: { fqdn: "sems2.example.com", address: "10.0.12.10" },
          interface2: { address: "10.0.2.10", availabilityZone: "us-east-1b" },
        },
      ],
      certificates: {
        client: CertificateSource.existing(
          "arn:aws:acm:us-east-1:111122223333:certificate/11111111-1111-1111-1111-111111111111",
        ),
        replication: CertificateSource.privateCa(
          "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444",
        ),
      },
    });
    cluster.addClientAccess("clients", {
      hostedZone,
      scheme: "internet-facing",
      subnets: [
        { id: "subnet-0aaaaaaaaaaaaaaaa", availabilityZone: "us-east-1a" },
        { id: "subnet-0bbbbbbbbbbbbbbbb", availabilityZone: "us-east-1b" },
      ],
    });
    // CDKTF would require the very version that its bindings were made from.
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${cluster.minimumProviderVersion}, < 7.0.0`,
    );
  }
}
