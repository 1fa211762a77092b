import { adding, addressesOf, changing, without, type Body, type Document } from "./document";
import { attachment, handWrittenNodes, targetGroup, tcp } from "./hand-written";
import { aliasOf } from "./hand-written-records";

/** Makes a mistake in a document without any. */
export type Fault = (document: Document) => Document;

/** Two nodes' Interface 2 in one zone: the second node's address is one of the first one's subnet. */
export const twoNodesInOneZone: Fault = (document) =>
  changing(document, "aws_network_interface.sems2_outside", {
    subnet_id: "${aws_subnet.outside_a.id}",
    private_ips: ["10.0.1.11"],
  });

/** Every zone of the load balancer uses the nodes of all zones. */
export const crossZoneOn: Fault = (document) =>
  changing(document, "aws_lb.keys", { enable_cross_zone_load_balancing: true });

/** The same, said by a target group. */
export const crossZoneOnAtTheGroup: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", { load_balancing_cross_zone_enabled: "true" });

/** The name has a primary alone. */
export const missingSecondary: Fault = (document) => without(document, "aws_route53_record.tier1_secondary");

/** The name of the second tier has a secondary alone. */
export const missingPrimary: Fault = (document) =>
  changing(without(document, "aws_route53_record.tier2_primary"), "aws_route53_record.tier1_secondary", {
    depends_on: undefined,
  });

/** One name has two primaries; Route 53 refuses that, and some emulators do not. */
export const twoPrimaries: Fault = (document) =>
  adding(document, {
    "aws_route53_record.tier1_primary_too": {
      zone_id: "${aws_route53_zone.example.zone_id}",
      name: "keys.example.com",
      type: "A",
      set_identifier: "another-primary",
      failover_routing_policy: { type: "PRIMARY" },
      records: ["${aws_eip.b.public_ip}"],
      ttl: 30,
      health_check_id: "${aws_route53_health_check.b.id}",
    },
  });

/** The alias to the second tier is taken for healthy whatever happens there. */
export const aliasWithoutHealth: Fault = (document) =>
  changing(document, "aws_route53_record.tier1_secondary", {
    alias: {
      name: "tier2.keys.example.com",
      zone_id: "${aws_route53_zone.example.zone_id}",
      evaluate_target_health: false,
    },
  });

/** The second tier points back to the name that points to it. */
export const aliasLoop: Fault = (document) =>
  changing(document, "aws_route53_record.tier2_secondary", {
    ...aliasOf(1),
    depends_on: undefined,
    records: undefined,
    ttl: undefined,
    health_check_id: undefined,
  });

/** The name points to a tier that the zone does not have. */
export const aliasToNothing: Fault = (document) =>
  changing(document, "aws_route53_record.tier1_secondary", { ...aliasOf(9), depends_on: undefined });

/** The first record follows the health of the second node's address, for every service. */
export const checkOfAnotherAddress: Fault = (document) =>
  ["a", "a_ldaps"].reduce(
    (changed, check) =>
      changing(changed, `aws_route53_health_check.${check}`, { ip_address: "${aws_eip.b.public_ip}" }),
    document,
  );

/** The first record is taken for healthy whatever happens. */
export const noHealthCheck: Fault = (document) =>
  changing(document, "aws_route53_record.tier1_primary", { health_check_id: undefined });

/** Weights of Route 53 in place of failover records: 100 to the first node, 1 to the second. */
export const weightsOfRoute53: Fault = (document) =>
  adding(without(document, ...addressesOf(document, /^aws_route53_record\./)), {
    "aws_route53_record.first": weightedRecord("a", 100),
    "aws_route53_record.second": weightedRecord("b", 1),
  });

const weightedRecord = (letter: string, weight: number): Body => ({
  zone_id: "${aws_route53_zone.example.zone_id}",
  name: "keys.example.com",
  type: "A",
  set_identifier: `weight-${weight}`,
  weighted_routing_policy: { weight },
  records: [`\${aws_eip.${letter}.public_ip}`],
  ttl: 30,
  health_check_id: `\${aws_route53_health_check.${letter}.id}`,
});

/** A primary and a backup target group on one listener, with static weights, behind a plain alias. */
export const staticWeights =
  (primary: number, backup: number): Fault =>
  (document) => {
    const groups = ["https_primary", "https_backup"];
    const gone = addressesOf(
      document,
      /^(aws_route53_(record|health_check)|aws_lb_(listener|target_group(_attachment)?))\./,
    );
    const weighted = groups.map((group, i) => ({
      arn: `\${aws_lb_target_group.${group}.arn}`,
      weight: i === 0 ? primary : backup,
    }));
    const made = handWrittenNodes(2).flatMap((node, i): (readonly [string, Body])[] => {
      const group = groups[i] ?? "";
      return [
        [`aws_lb_target_group.${group}`, targetGroup(group, 443)],
        [`aws_lb_target_group_attachment.${group}`, attachment(group, 443, node)],
      ];
    });
    return adding(crossZoneOn(without(document, ...gone)), {
      ...Object.fromEntries(made),
      "aws_lb_listener.https": {
        load_balancer_arn: "${aws_lb.keys.arn}",
        port: 443,
        protocol: "TCP",
        default_action: [
          {
            type: "forward",
            forward: { target_group: weighted, stickiness: { enabled: true, duration: 3600 } },
          },
        ],
      },
      "aws_route53_record.keys": {
        zone_id: "${aws_route53_zone.example.zone_id}",
        name: "keys.example.com",
        type: "A",
        alias: {
          name: "${aws_lb.keys.dns_name}",
          zone_id: "${aws_lb.keys.zone_id}",
          evaluate_target_health: true,
        },
      },
    });
  };

/** A listener whose target group holds nothing. */
export const emptyGroup: Fault = (document) =>
  without(document, ...addressesOf(document, /^aws_lb_target_group_attachment\.ldaps_/));

/** Targets are instances: AWS takes their primary network interface, which is Interface 1. */
export const instanceTargets: Fault = (document) =>
  handWrittenNodes(3).reduce(
    (changed, { name }) =>
      changing(changed, `aws_lb_target_group_attachment.https_${name}`, {
        target_id: `\${aws_instance.${name}.id}`,
      }),
    changing(document, "aws_lb_target_group.https", { target_type: "instance" }),
  );

/** The first node is registered by Interface 1. */
export const interface1AsTarget: Fault = (document) =>
  changing(document, "aws_lb_target_group_attachment.https_sems1", {
    target_id: "${aws_network_interface.sems1_inside.private_ip}",
  });

/** Clients are recognized by a cookie. */
export const cookieStickiness: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", { stickiness: { type: "lb_cookie", enabled: true } });

/** TLS ends at the load balancer. */
export const tlsListener: Fault = (document) =>
  changing(document, "aws_lb_listener.https", {
    protocol: "TLS",
    certificate_arn: "${aws_acm_certificate.clients.arn}",
    ssl_policy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
  });

/** The load balancer opens a second TLS connection to the nodes. */
export const tlsGroup: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", { protocol: "TLS", stickiness: undefined });

/** Source-IP stickiness on a TLS group, which AWS refuses when it is applied. */
export const stickyTlsGroup: Fault = (document) =>
  changing(document, "aws_lb_target_group.https", { protocol: "TLS" });

/** The load balancer exposes a port that is no client's. */
export const behindTheLoadBalancer =
  (port: number): Fault =>
  (document) => {
    const name = `port_${port}`;
    const targets = handWrittenNodes(3).map(
      (node) =>
        [`aws_lb_target_group_attachment.${name}_${node.name}`, attachment(name, port, node)] as const,
    );
    return adding(document, {
      [`aws_lb_target_group.${name}`]: targetGroup(name, port),
      ...Object.fromEntries(targets),
      [`aws_lb_listener.${name}`]: {
        load_balancer_arn: "${aws_lb.keys.arn}",
        port,
        protocol: "TCP",
        default_action: [{ type: "forward", target_group_arn: `\${aws_lb_target_group.${name}.arn}` }],
      },
    });
  };

/** A client's port forwards to a port of the nodes that is no client's. */
export const adminPortAsTarget: Fault = (document) =>
  handWrittenNodes(3).reduce(
    (changed, { name }) => changing(changed, `aws_lb_target_group_attachment.https_${name}`, { port: 9000 }),
    document,
  );

/** The administration console is open to everybody. */
export const publicConsole: Fault = (document) =>
  adding(document, {
    "aws_security_group_rule.console": {
      type: "ingress",
      security_group_id: "${aws_security_group.inside.id}",
      cidr_blocks: ["0.0.0.0/0"],
      ...tcp(9000),
    },
  });
