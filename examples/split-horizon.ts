import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, LoadBalancingMethod, SemsCluster } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * One name, two ways in: clients on the internet find it in the public hosted zone, clients inside in the private zone of
 * the same name, and each way has a load balancer of its own.
 */
export class SplitHorizonStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const authority =
      "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444";
    const cluster = new SemsCluster(this, "Keys", {
      clientFqdn: "keys.example.com",
      vpcId: "vpc-0123456789abcdef0",
      nodes: ["us-east-1a", "us-east-1b", "us-east-1c"].map((availabilityZone, i) => ({
        name: `sems${i + 1}`,
        interface1: { fqdn: `sems${i + 1}.example.com`, address: `10.0.1${i + 1}.10` },
        interface2: { address: `10.0.${i + 1}.10`, availabilityZone },
      })),
      certificates: {
        client: CertificateSource.privateCa(authority),
        replication: CertificateSource.privateCa(authority),
      },
    });
    cluster.addClientAccess("internet", {
      hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
      scheme: "internet-facing",
      method: LoadBalancingMethod.orderedList(),
      subnets: [
        { id: "subnet-0aaaaaaaaaaaaaaaa", availabilityZone: "us-east-1a" },
        { id: "subnet-0bbbbbbbbbbbbbbbb", availabilityZone: "us-east-1b" },
        { id: "subnet-0cccccccccccccccc", availabilityZone: "us-east-1c" },
      ],
    });
    cluster.addClientAccess("inside", {
      hostedZone: { id: "Z9876543210ABCDEFGHIJ", name: "example.com" },
      scheme: "internal",
      method: LoadBalancingMethod.orderedList(),
      // Zonal and internal, a free address of each subnet is the load balancer's.
      subnets: [
        { id: "subnet-0dddddddddddddddd", availabilityZone: "us-east-1a", privateAddress: "10.0.1.5" },
        { id: "subnet-0eeeeeeeeeeeeeeee", availabilityZone: "us-east-1b", privateAddress: "10.0.2.5" },
        { id: "subnet-0ffffffffffffffff", availabilityZone: "us-east-1c", privateAddress: "10.0.3.5" },
      ],
    });
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${cluster.minimumProviderVersion}, < 7.0.0`,
    );
  }
}
