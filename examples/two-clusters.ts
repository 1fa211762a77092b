import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, SemsCluster, type SemsNode } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const ZONES = ["us-east-1a", "us-east-1b"];

/** A cluster for production and one for tests, side by side in one stack, network and hosted zone. */
export class TwoClustersStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    const production = this.addCluster("Production", "keys", "10.0.1");
    this.addCluster("Test", "test-keys", "10.0.2");
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${production.minimumProviderVersion}, < 7.0.0`,
    );
  }

  private addCluster(id: string, name: string, network: string): SemsCluster {
    const nodes = ZONES.map((availabilityZone, i): SemsNode => ({
      name: `${name}${i + 1}`,
      interface1: { fqdn: `${name}${i + 1}.example.com`, address: `${network}.${i + 110}` },
      interface2: { address: `${network}.${i + 10}`, availabilityZone },
    }));
    const authority =
      "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444";
    const cluster = new SemsCluster(this, id, {
      clientFqdn: `${name}.example.com`,
      vpcId: "vpc-0123456789abcdef0",
      nodes,
      certificates: {
        client: CertificateSource.privateCa(authority),
        replication: CertificateSource.privateCa(authority),
      },
    });
    cluster.addClientAccess("clients", {
      hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
      scheme: "internet-facing",
      subnets: [
        { id: "subnet-0aaaaaaaaaaaaaaaa", availabilityZone: "us-east-1a" },
        { id: "subnet-0bbbbbbbbbbbbbbbb", availabilityZone: "us-east-1b" },
      ],
    });
    return cluster;
  }
}
