import { NetworkInterfaceSgAttachment } from "@cdktf/provider-aws/lib/network-interface-sg-attachment";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, Fn, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { addAuthority, addCertificate, addTopic } from "./by-hand-certificates";
import { addClients } from "./by-hand-clients";
import { addNetwork, type Cluster } from "./by-hand-network";
import { addReplication } from "./by-hand-replication";

/**
 * The sandbox as somebody would write it with the provider's classes alone: what `npm run bench` compares ours with.
 * Nothing of this package is used here, and by-hand.test.ts holds the two to the same resources.
 */
export class ByHandStack extends TerraformStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", {
      region: "us-east-1",
      defaultTags: [{ tags: { project: "sems-sandbox" } }],
    });
    this.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");

    const { vpc, servers } = addNetwork(this);
    const zone = new Route53Zone(this, "zone", { name: "sems-sandbox.test", forceDestroy: true });
    const fqdn = `keys.${zone.name}`;
    const cluster = { vpcId: vpc.id, zone, fqdn, servers };
    const clients = addClients(this, cluster);
    const replication = addReplication(this, cluster);
    for (const { name, interface1, interface2 } of servers) {
      new NetworkInterfaceSgAttachment(this, `${name}-interface1-attachment`, {
        networkInterfaceId: interface1.id,
        securityGroupId: replication.id,
      });
      new NetworkInterfaceSgAttachment(this, `${name}-interface2-attachment`, {
        networkInterfaceId: interface2.id,
        securityGroupId: clients.interface2SecurityGroup.id,
      });
    }
    const placements = addCertificates(this, cluster);

    const addOutput = (name: string, description: string, value: unknown): void => {
      new TerraformOutput(this, name, { description, value });
    };
    addOutput("client_fqdn", "The name that clients use", fqdn);
    addOutput(
      "clients_serving_order",
      "The first healthy node takes all clients",
      servers.map((server) => ({
        node: server.name,
        interface1_address: server.interface1.privateIp,
        interface2_address: server.interface2.privateIp,
        availability_zone: server.zone,
      })),
    );
    addOutput(
      "clients_static_addresses",
      "The load balancer's address in each zone",
      clients.addresses.map(({ zone: availability_zone, publicIp: address }) => ({
        availability_zone,
        address,
      })),
    );
    addOutput(
      "clients_load_balancer_dns_name",
      "For troubleshooting; clients must not use it, as it leads to all nodes",
      clients.loadBalancer.dnsName,
    );
    addOutput(
      "clients_worst_case_failover_seconds",
      "From a node's death to the last client's arrival at the next",
      55,
    );
    addOutput(
      "clients_interface2_security_group_id",
      "Attach it to Interface 2 of every node in the VPC",
      clients.interface2SecurityGroup.id,
    );
    addOutput(
      "interface1_security_group_id",
      "Attach it to Interface 1 of every node in the VPC",
      replication.id,
    );
    addOutput("certificate_placements", "What a person must install where", placements);
  }
}

/** All certificates, and what must be installed where. */
function addCertificates(stack: TerraformStack, { zone, fqdn, servers }: Cluster) {
  const common = { authorityArn: addAuthority(stack), topicArn: addTopic(stack, fqdn) };
  const clientArn = addCertificate(stack, "clients", {
    ...common,
    commonName: fqdn,
    place: `Interface 2 of ${servers.map(({ name }) => name).join(", ")}`,
  });
  const place = (node: string, interface_: 1 | 2, commonName: string, arn: string) => ({
    node,
    interface: interface_,
    common_name: commonName,
    certificate_arn: arn,
    fetch:
      `aws acm export-certificate --certificate-arn ${arn} --region ${Fn.element(Fn.split(":", arn), 3)} ` +
      "--passphrase fileb://passphrase.txt",
  });
  return servers.flatMap(({ name }) => {
    const commonName = `${name}.${zone.name}`;
    const arn = addCertificate(stack, name, { ...common, commonName, place: `Interface 1 of ${name}` });
    return [place(name, 1, commonName, arn), place(name, 2, fqdn, clientArn)];
  });
}

if (require.main === module) {
  const app = new App();
  new ByHandStack(app, "sems-sandbox");
  app.synth();
}
