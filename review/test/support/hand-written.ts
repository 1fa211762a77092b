import { adding, changing, type Body, type Document, type Resources } from "./document";
import { failoverRecords } from "./hand-written-records";

/** A node of the hand-written stack. */
export interface HandWrittenNode {
  readonly name: string;
  readonly letter: string;
  readonly zone: string;
  /** Address of Interface 1. */
  readonly inside: string;
  /** Address of Interface 2. */
  readonly outside: string;
  /** The load balancer's own address in the node's zone, where it is internal. */
  readonly entry: string;
}

/** The nodes of a hand-written stack, in the order in which they serve. */
export const handWrittenNodes = (count: number): HandWrittenNode[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `sems${i + 1}`,
    letter: "abcdef".charAt(i),
    zone: `us-east-1${"abcdef".charAt(i)}`,
    inside: `10.0.${i + 11}.10`,
    outside: `10.0.${i + 1}.10`,
    entry: `10.0.${i + 1}.5`,
  }));

/** A rule of a security group for one TCP port. */
export const tcp = (port: number): Body => ({ from_port: port, to_port: port, protocol: "tcp" });

/** The same in the words of the newer resources. */
export const ipTcp = (port: number): Body => ({ from_port: port, to_port: port, ip_protocol: "tcp" });

/** What clients may use. */
const SERVICES = [
  { name: "https", port: 443 },
  { name: "ldaps", port: 636 },
] as const;

/**
 * A SEMS cluster behind AWS as a person may write it, without our constructs and our tags, who has made no mistake:
 * clients of keys.example.com reach the first healthy node, through a load balancer whose address in each zone routes
 * to the node of that zone.
 */
export function handWritten(count = 3): Document {
  const nodes = handWrittenNodes(count);
  const document: Document = {
    terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.100.0" } } },
    provider: { aws: { region: "us-east-1" } },
    resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
  };
  return [
    securityGroups(),
    certificates(nodes),
    ...nodes.map(nodeResources),
    loadBalancer(nodes),
    ...SERVICES.map(({ name, port }) => service(name, port, nodes)),
    failoverRecords(nodes),
  ].reduce(adding, document);
}

/** The same stack with our tags and outputs, which say what is meant. */
export function tagged(document: Document, method: string, nodes: readonly HandWrittenNode[]): Document {
  const tags = {
    "sems:client-fqdn": "keys.example.com",
    "sems:method": method,
    ...Object.fromEntries(nodes.map(({ name, outside }) => [`sems:interface2:${name}`, outside])),
    ...Object.fromEntries(nodes.map(({ name, zone }) => [`sems:zone:${name}`, zone])),
  };
  return {
    ...changing(document, "aws_lb.keys", { tags }),
    output: { keys_serving_order: { value: nodes.map(({ name }) => ({ node: name })) } },
  };
}

function securityGroups(): Resources {
  const group = (name: string): Body => ({ name: `sems-${name}`, vpc_id: "${aws_vpc.main.id}" });
  const inside = "${aws_security_group.inside.id}";
  const ofServices = SERVICES.map(({ name, port }): Resources => {
    const nlb = "${aws_security_group.nlb.id}";
    const outside = "${aws_security_group.outside.id}";
    return {
      [`aws_vpc_security_group_ingress_rule.nlb_${name}`]: {
        security_group_id: nlb,
        cidr_ipv4: "0.0.0.0/0",
        ...ipTcp(port),
      },
      [`aws_vpc_security_group_egress_rule.nlb_${name}`]: {
        security_group_id: nlb,
        referenced_security_group_id: outside,
        ...ipTcp(port),
      },
      [`aws_vpc_security_group_ingress_rule.outside_${name}`]: {
        security_group_id: outside,
        referenced_security_group_id: nlb,
        ...ipTcp(port),
      },
    };
  });
  const admin = { type: "ingress", security_group_id: inside, cidr_blocks: ["10.20.0.0/16"] };
  const members = { security_group_id: inside, self: true, ...tcp(444) };
  const groups: Resources = {
    "aws_security_group.nlb": group("nlb"),
    "aws_security_group.outside": group("outside"),
    "aws_security_group.inside": group("inside"),
    "aws_security_group_rule.replication_in": { type: "ingress", ...members },
    "aws_security_group_rule.replication_out": { type: "egress", ...members },
    "aws_security_group_rule.console": { ...admin, ...tcp(9000) },
    "aws_security_group_rule.ssh": { ...admin, ...tcp(22) },
  };
  return ofServices.reduce((all, some) => ({ ...all, ...some }), groups);
}

function certificates(nodes: readonly HandWrittenNode[]): Resources {
  const authority =
    "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-4333-8444-555555555555";
  const ofNodes = nodes.map(({ name }) => {
    const certificate = { domain_name: `${name}.example.com`, certificate_authority_arn: authority };
    return [`aws_acm_certificate.${name}`, certificate] as const;
  });
  return {
    "aws_acm_certificate.clients": { domain_name: "keys.example.com", validation_method: "DNS" },
    ...Object.fromEntries(ofNodes),
  };
}

/** An appliance with two network interfaces, and the subnets that these are in. */
function nodeResources({ name, letter, zone, inside, outside }: HandWrittenNode): Resources {
  const networkInterface = (side: string, address: string): Body => ({
    subnet_id: `\${aws_subnet.${side}_${letter}.id}`,
    private_ips: [address],
    security_groups: [`\${aws_security_group.${side}.id}`],
  });
  const subnet = (address: string): Body => ({
    vpc_id: "${aws_vpc.main.id}",
    availability_zone: zone,
    cidr_block: address.replace(/\.\d+$/, ".0/24"),
  });
  return {
    [`aws_subnet.inside_${letter}`]: subnet(inside),
    [`aws_subnet.outside_${letter}`]: subnet(outside),
    [`aws_network_interface.${name}_inside`]: networkInterface("inside", inside),
    [`aws_network_interface.${name}_outside`]: networkInterface("outside", outside),
    [`aws_instance.${name}`]: {
      ami: "ami-0123456789abcdef0",
      instance_type: "m6i.xlarge",
      network_interface: ["inside", "outside"].map((side, device) => ({
        device_index: device,
        network_interface_id: `\${aws_network_interface.${name}_${side}.id}`,
      })),
      tags: { Name: name },
    },
  };
}

function loadBalancer(nodes: readonly HandWrittenNode[]): Resources {
  const addresses = nodes.map(({ letter }) => [`aws_eip.${letter}`, { domain: "vpc" }] as const);
  return {
    ...Object.fromEntries(addresses),
    "aws_lb.keys": {
      name: "sems-keys",
      load_balancer_type: "network",
      internal: false,
      enable_cross_zone_load_balancing: false,
      security_groups: ["${aws_security_group.nlb.id}"],
      subnet_mapping: nodes.map(({ letter }) => ({
        subnet_id: `\${aws_subnet.outside_${letter}.id}`,
        allocation_id: `\${aws_eip.${letter}.allocation_id}`,
      })),
    },
  };
}

function service(name: string, port: number, nodes: readonly HandWrittenNode[]): Resources {
  const targets = nodes.map((node) => [`aws_lb_target_group_attachment.${name}_${node.name}`, node] as const);
  return {
    [`aws_lb_target_group.${name}`]: targetGroup(name, port),
    ...Object.fromEntries(targets.map(([address, node]) => [address, attachment(name, port, node)])),
    [`aws_lb_listener.${name}`]: {
      load_balancer_arn: "${aws_lb.keys.arn}",
      port,
      protocol: "TCP",
      default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }],
    },
  };
}

/** A target group with everything written out. */
export const targetGroup = (name: string, port: number): Body => ({
  name: `sems-${name.replaceAll("_", "-")}`,
  port,
  protocol: "TCP",
  target_type: "ip",
  vpc_id: "${aws_vpc.main.id}",
  stickiness: { type: "source_ip", enabled: true },
  health_check: {
    protocol: "TCP",
    port: "traffic-port",
    interval: 10,
    timeout: 5,
    healthy_threshold: 3,
    unhealthy_threshold: 2,
  },
});

/** A node's Interface 2 in a target group. */
export const attachment = (group: string, port: number, { name }: HandWrittenNode): Body => ({
  target_group_arn: `\${aws_lb_target_group.${group}.arn}`,
  target_id: `\${aws_network_interface.${name}_outside.private_ip}`,
  port,
});
