import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, TerraformStack } from "cdktf";
import { CertificateSource, ClientService, SemsAppliance, SemsCluster } from "../../lib";
import { SandboxAuthority } from "../../stacks/sandbox-authority";
import { SandboxNetwork } from "../../stacks/sandbox-network";

/** Two servers on EC2, whose certificates and one of whose addresses somebody else made; clients are restricted. */
const app = new App();
const stack = new TerraformStack(app, "sems-existing");
new AwsProvider(stack, "aws", { region: "us-east-1" });
// Of the range that the stacks allow, the version that the emulator has been made to fit.
stack.addOverride("terraform.required_providers.aws.version", "5.100.0");

const network = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 2 });
const zone = new Route53Zone(stack, "Zone", { name: "sems-existing.test", forceDestroy: true });
const authority = new SandboxAuthority(stack, "Authority", { commonName: "SEMS test root" });
const certificate = (name: string): string =>
  new AcmCertificate(stack, name, {
    domainName: `${name}.sems-existing.test`,
    certificateAuthorityArn: authority.arn,
  }).arn;
const address = new Eip(stack, "Address", { domain: "vpc" });
const appliances = network.subnets.map(({ id: subnetId, availabilityZone }, i) => {
  const name = `sems${i + 1}`;
  return new SemsAppliance(stack, `Server${i + 1}`, {
    name,
    // One that the emulator knows.
    amiId: "ami-03cf127a",
    instanceType: "m6i.large",
    availabilityZone,
    interface1: { fqdn: `${name}.sems-existing.test`, subnetId },
    rootVolumeGib: 50,
    interface2: { subnetId, address: `10.42.${i + 1}.10` },
    terminationProtection: false,
  });
});

new SemsCluster(stack, "Keys", {
  clientFqdn: "keys.sems-existing.test",
  vpcId: network.vpc.id,
  nodes: appliances.map(({ clusterNode }) => clusterNode),
  clientAccess: [
    {
      hostedZone: { id: zone.zoneId, name: zone.name },
      scheme: "internet-facing",
      subnets: network.subnets.map((subnet, i) =>
        i === 0 ? { ...subnet, allocationId: address.allocationId } : subnet,
      ),
      services: [ClientService.HTTPS, ClientService.LDAPS],
      allowedClients: ["203.0.113.0/24"],
      healthCheck: { protocol: "HTTPS", port: 443 },
      endpointHealth: { protocol: "HTTPS" },
      deletionProtection: false,
    },
  ],
  certificates: {
    client: CertificateSource.existing(certificate("keys")),
    replication: CertificateSource.existingPerNode({
      sems1: certificate("sems1"),
      sems2: certificate("sems2"),
    }),
  },
});
app.synth();
