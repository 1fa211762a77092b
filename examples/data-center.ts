import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, ClientService, SemsCluster } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * Servers in a data center, reached by Direct Connect or VPN, the usual home of SEMS. Their zone is the load balancer's from
 * which they are reached; a client's address cannot be preserved on the way, so that mail (SEMS-LB-8) stays out.
 */
export class DataCenterStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const authority =
      "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444";
    const cluster = new SemsCluster(this, "Keys", {
      clientFqdn: "keys.example.com",
      vpcId: "vpc-0123456789abcdef0",
      nodes: ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
        name: `sems${i + 1}`,
        interface1: { fqdn: `sems${i + 1}.example.com`, address: `192.168.11.${i + 10}` },
        interface2: { address: `192.168.1.${i + 10}`, availabilityZone, outsideVpc: true },
      })),
      certificates: {
        client: CertificateSource.privateCa(authority),
        replication: CertificateSource.privateCa(authority),
      },
    });
    cluster.addClientAccess("clients", {
      hostedZone: { id: "Z9876543210ABCDEFGHIJ", name: "example.com" },
      scheme: "internal",
      services: [ClientService.HTTPS, ClientService.LDAPS],
      subnets: [
        { id: "subnet-0dddddddddddddddd", availabilityZone: "us-east-1a", privateAddress: "10.0.1.5" },
        { id: "subnet-0eeeeeeeeeeeeeeee", availabilityZone: "us-east-1b", privateAddress: "10.0.2.5" },
      ],
    });
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${cluster.minimumProviderVersion}, < 7.0.0`,
    );
  }
}
