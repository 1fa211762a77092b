import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { CertificateSource, SemsAppliance, SemsCluster } from "cdktf-sems";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

const SUBNETS = [
  {
    availabilityZone: "us-east-1a",
    administration: "subnet-01111111111111111",
    clients: "subnet-0aaaaaaaaaaaaaaaa",
  },
  {
    availabilityZone: "us-east-1b",
    administration: "subnet-02222222222222222",
    clients: "subnet-0bbbbbbbbbbbbbbbb",
  },
];

/**
 * Servers on EC2, from an AMI of yours, with the cluster around them. Ask Broadcom first: whether SEMS is supported there is
 * not established.
 */
export class AppliancesOnEc2Stack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });

    const appliances = SUBNETS.map(({ availabilityZone, administration, clients }, i) => {
      const name = `sems${i + 1}`;
      return new SemsAppliance(this, name, {
        name,
        // Yours; this one is known to the emulated AWS of the tests.
        amiId: "ami-03cf127a",
        instanceType: "m6i.xlarge",
        availabilityZone,
        rootVolumeGib: 50,
        interface1: { fqdn: `${name}.example.com`, subnetId: administration },
        interface2: { subnetId: clients },
      });
    });
    const authority =
      "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/44444444-4444-4444-4444-444444444444";
    const cluster = new SemsCluster(this, "Keys", {
      clientFqdn: "keys.example.com",
      vpcId: "vpc-0123456789abcdef0",
      // Their network interfaces get the cluster's security groups by this.
      nodes: appliances.map(({ clusterNode }) => clusterNode),
      certificates: {
        client: CertificateSource.privateCa(authority),
        replication: CertificateSource.privateCa(authority),
      },
      replication: { adminClients: ["10.9.0.0/16"] },
    });
    cluster.addClientAccess("clients", {
      hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "example.com" },
      scheme: "internet-facing",
      subnets: SUBNETS.map(({ availabilityZone, clients }) => ({ id: clients, availabilityZone })),
    });
    this.addOverride(
      "terraform.required_providers.aws.version",
      `>= ${cluster.minimumProviderVersion}, < 7.0.0`,
    );
  }
}
