import { adding, addressesOf, changing, without, type Document } from "../support/document";
import {
  behindTheLoadBalancer,
  crossZoneOn,
  emptyGroup,
  noHealthCheck,
  staticWeights,
  stickyTlsGroup,
  twoNodesInOneZone,
} from "../support/faults";
import { findingsOf, objectionsOf } from "../support/findings";
import { attachment, handWrittenNodes, targetGroup } from "../support/hand-written";
import { plain } from "../support/mended";

const HTTPS = "aws_lb_target_group.https";
const OF_HTTPS = { target_group_arn: "${aws_lb_target_group.https.arn}", port: 443 };
const healthCheck = (health_check: unknown): Document => changing(plain, HTTPS, { health_check });

test("a document in which no name fails over is not judged", () => {
  const document = without(noHealthCheck(plain), ...addressesOf(plain, /^aws_route53_record\./));
  expect(findingsOf(document)).toEqual([]);
});

describe("SEMS-LB-6", () => {
  test.each([444, 9000, 22, 161])("reports port %i once", (port) => {
    expect(objectionsOf("SEMS-LB-6", behindTheLoadBalancer(port)(plain))).toEqual([
      expect.stringContaining(`error aws_lb_listener.port_${port}: The load balancer exposes port ${port} (`),
    ]);
  });

  test("lets other ports pass", () => {
    expect(objectionsOf("SEMS-LB-6", behindTheLoadBalancer(8443)(plain))).toEqual([]);
  });

  test("objects to a group whose targets are at such a port, at the group", () => {
    const document = changing(plain, HTTPS, { port: 9000 });
    const inherited = ["sems1", "sems2", "sems3"].reduce(
      (changed, node) =>
        changing(changed, `aws_lb_target_group_attachment.https_${node}`, { port: undefined }),
      document,
    );
    expect(objectionsOf("SEMS-LB-6", document)).toEqual([]);
    expect(objectionsOf("SEMS-LB-6", inherited)).toEqual([
      expect.stringMatching(/^error aws_lb_target_group\.https: Clients are routed to port 9000 \(/),
    ]);
  });

  test("objects to a registration at such a port", () => {
    const target = "aws_lb_target_group_attachment.https_sems2";
    expect(objectionsOf("SEMS-LB-6", changing(plain, target, { port: 22 }))).toEqual([
      expect.stringMatching(new RegExp(`^error ${target}: Clients are routed to port 22 \\(`)),
    ]);
  });

  test("doubts a health check on the administration console", () => {
    const document = healthCheck({
      protocol: "TCP",
      port: "9000",
      interval: 10,
      timeout: 5,
      healthy_threshold: 3,
      unhealthy_threshold: 2,
    });
    expect(objectionsOf("SEMS-LB-6", document)).toEqual([
      expect.stringMatching(/^warning aws_lb_target_group\.https: .*probes port 9000/),
    ]);
  });
});

describe("SEMS-LB-8", () => {
  test.each([25, 465, 587])("wants port %i to keep the sender's address", (port) => {
    const document = behindTheLoadBalancer(port)(plain);
    expect(objectionsOf("SEMS-LB-8", document)).toHaveLength(1);
    const kept = changing(document, `aws_lb_target_group.port_${port}`, { preserve_client_ip: "true" });
    expect(objectionsOf("SEMS-LB-8", kept)).toEqual([]);
  });

  test.each([
    ["are instances", { target_type: "instance" }],
    ["get UDP too", { protocol: "TCP_UDP" }],
  ])("knows that AWS keeps it where targets %s", (_what, args) => {
    const document = changing(behindTheLoadBalancer(25)(plain), "aws_lb_target_group.port_25", args);
    expect(objectionsOf("SEMS-LB-8", document)).toEqual([]);
  });

  test("has nothing to say of a target group that the document does not hold", () => {
    const default_action = [{ type: "forward", target_group_arn: "${var.group}" }];
    const document = changing(behindTheLoadBalancer(25)(plain), "aws_lb_listener.port_25", {
      default_action,
    });
    expect(objectionsOf("SEMS-LB-8", document)).toEqual([]);
  });

  test("objects to nodes outside of the VPC, where nothing keeps it", () => {
    const target = "aws_lb_target_group_attachment.port_25_sems2";
    const document = changing(behindTheLoadBalancer(25)(plain), "aws_lb_target_group.port_25", {
      preserve_client_ip: "true",
    });
    const outside = changing(document, target, { target_id: "192.168.1.10", availability_zone: "all" });
    expect(objectionsOf("SEMS-LB-8", outside)).toEqual([
      expect.stringContaining(`outside the VPC (${target})`),
    ]);
  });
});

describe("AWS-NLB-3", () => {
  test("warns of a target group without a health check", () => {
    expect(objectionsOf("AWS-NLB-3", healthCheck(undefined))).toEqual([expect.stringMatching(/^warning /)]);
  });

  test("warns of fields that are left to the provider, those of HTTP too", () => {
    const check = { protocol: "HTTPS", port: "443", interval: 10, timeout: 5, healthy_threshold: 3 };
    expect(objectionsOf("AWS-NLB-3", healthCheck(check))).toEqual([
      expect.stringContaining("leaves unhealthy_threshold, path, matcher to the provider"),
    ]);
  });
});

describe("AWS-NLB-4", () => {
  test("objects to a node where the load balancer has no address", () => {
    const [, , third] = handWrittenNodes(3);
    const subnet_mapping = handWrittenNodes(2).map(({ letter }) => ({
      subnet_id: `\${aws_subnet.outside_${letter}.id}`,
      allocation_id: `\${aws_eip.${letter}.allocation_id}`,
    }));
    const document = changing(plain, "aws_lb.keys", { subnet_mapping });
    expect(third?.zone).toBe("us-east-1c");
    const targets = ["https", "ldaps"].map((name) => `aws_lb_target_group_attachment.${name}_sems3`);
    expect(objectionsOf("AWS-NLB-4", document)).toEqual([
      expect.stringContaining(
        `The load balancer has no subnet in us-east-1c, and so routes no client to the node there (${targets.join(", ")})`,
      ),
    ]);
    // A group of all zones, and a target of all zones, are used from there, too.
    const crossing = changing(document, HTTPS, { load_balancing_cross_zone_enabled: "true" });
    const used = changing(crossing, "aws_lb_target_group_attachment.ldaps_sems3", {
      target_id: "192.168.1.10",
      availability_zone: "all",
    });
    expect(objectionsOf("AWS-NLB-4", used).filter((found) => found.includes("has no subnet"))).toEqual([]);
  });

  test("has no say on zones of targets where the document leaves one of the load balancer's open", () => {
    const [first, second] = handWrittenNodes(2).map(({ letter }) => ({
      subnet_id: `\${aws_subnet.outside_${letter}.id}`,
      allocation_id: `\${aws_eip.${letter}.allocation_id}`,
    }));
    const subnet_mapping = [first, { ...second, subnet_id: "${var.subnet}" }];
    const document = changing(plain, "aws_lb.keys", { subnet_mapping });
    expect(objectionsOf("AWS-NLB-4", document).filter((found) => found.includes("has no subnet"))).toEqual(
      [],
    );
  });

  test("has no say on a load balancer whose groups all turn cross-zone balancing off", () => {
    const off = { load_balancing_cross_zone_enabled: "false" };
    const document = [HTTPS, "aws_lb_target_group.ldaps"].reduce(
      (changed, group) => changing(changed, group, off),
      crossZoneOn(plain),
    );
    expect(objectionsOf("AWS-NLB-4", document)).toEqual([]);
  });

  test("names the nodes of a zone that has several, and their registrations in order", () => {
    const target_id = "${aws_network_interface.sems1_outside.private_ip}";
    const document = adding(twoNodesInOneZone(plain), {
      "aws_lb_target_group_attachment.again": { ...OF_HTTPS, target_id, port: 8443 },
    });
    const [found] = objectionsOf("AWS-NLB-4", document);
    const targets = ["again", "https_sems1", "https_sems2", "ldaps_sems1", "ldaps_sems2"].map(
      (name) => `aws_lb_target_group_attachment.${name}`,
    );
    expect(found).toContain(
      `The address in us-east-1a reaches 10.0.1.10 and 10.0.1.11 (${targets.join(", ")}): new`,
    );
  });

  test.each(["${var.address}", "10.0.77.7"])(
    "doubts that several nodes are in one zone where the document leaves the zone of one open: %s",
    (target_id) => {
      const document = adding(plain, {
        "aws_lb_target_group_attachment.more": { ...OF_HTTPS, target_id },
      });
      expect(objectionsOf("AWS-NLB-4", document)).toEqual(
        ["a", "b", "c"].map((letter): unknown =>
          expect.stringMatching(
            new RegExp(
              `^warning aws_lb\\.keys: The address in us-east-1${letter} .*, as far as the document`,
            ),
          ),
        ),
      );
    },
  );

  test.each([
    [["https"], "aws_lb_target_group.https has no node"],
    [["https", "ldaps"], "aws_lb_target_group.https and aws_lb_target_group.ldaps have no node"],
  ])("names the groups that have no node in a zone: %j", (names, words) => {
    const gone = names.map((name) => `aws_lb_target_group_attachment.${name}_sems3`);
    expect(objectionsOf("AWS-NLB-4", without(plain, ...gone))).toEqual([
      expect.stringContaining(`to the address in us-east-1c, where ${words}: they reach nothing`),
    ]);
  });

  test("lets a load balancer pass whose own name clients use: its zones are no endpoints", () => {
    const alias = { name: "${aws_lb.other.dns_name}", zone_id: "${aws_lb.other.zone_id}" };
    const targets = handWrittenNodes(1).map(
      (node) => ["aws_lb_target_group_attachment.other", attachment("other", 443, node)] as const,
    );
    const document = adding(plain, {
      "aws_lb.other": {
        load_balancer_type: "network",
        enable_cross_zone_load_balancing: true,
        security_groups: ["${aws_security_group.nlb.id}"],
        subnets: ["${aws_subnet.outside_a.id}", "${aws_subnet.outside_b.id}"],
      },
      "aws_lb_target_group.other": targetGroup("other", 443),
      ...Object.fromEntries(targets),
      "aws_lb_listener.other": {
        load_balancer_arn: "${aws_lb.other.arn}",
        port: 443,
        protocol: "TCP",
        default_action: { type: "forward", target_group_arn: "${aws_lb_target_group.other.arn}" },
      },
    });
    const led = changing(document, "aws_route53_record.tier1_primary", {
      alias: { ...alias, evaluate_target_health: true },
      records: undefined,
      ttl: undefined,
      health_check_id: undefined,
    });
    expect(objectionsOf("AWS-NLB-4", led)).toEqual([]);
  });
});

describe("AWS-NLB-6", () => {
  test("doubts where the document registers nothing at all: targets may be registered elsewhere", () => {
    const document = without(plain, ...addressesOf(plain, /^aws_lb_target_group_attachment\./));
    expect(objectionsOf("AWS-NLB-6", document)).toEqual([
      expect.stringMatching(/^warning aws_lb_target_group\.https/),
      expect.stringMatching(/^warning aws_lb_target_group\.ldaps/),
    ]);
    expect(objectionsOf("AWS-NLB-6", emptyGroup(plain))).toEqual([
      expect.stringMatching(/^error aws_lb_target_group\.ldaps/),
    ]);
  });

  test("doubts where the document does not specify of which group one of the targets is", () => {
    for (const target_group_arn of [
      "${var.group}",
      "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/sems-ldaps/0123456789abcdef",
    ]) {
      const document = changing(emptyGroup(plain), "aws_lb_target_group_attachment.https_sems3", {
        target_group_arn,
      });
      expect(objectionsOf("AWS-NLB-6", document)).toEqual([
        expect.stringMatching(/^warning aws_lb_target_group\.ldaps/),
      ]);
    }
  });

  test("names the port of a listener that has another group, too", () => {
    const document = without(staticWeights(100, 1)(plain), "aws_lb_target_group_attachment.https_backup");
    expect(objectionsOf("AWS-NLB-6", document)).toEqual([
      expect.stringMatching(/^error aws_lb_target_group\.https_backup: .* on port 443 reach no node/),
    ]);
  });
});

describe("AWS-NLB-5", () => {
  test("lets stickiness pass that is switched off", () => {
    const off = { stickiness: { type: "source_ip", enabled: false } };
    expect(objectionsOf("AWS-NLB-5", changing(stickyTlsGroup(plain), HTTPS, off))).toEqual([]);
    expect(objectionsOf("AWS-NLB-5", stickyTlsGroup(plain))).toHaveLength(1);
  });
});

describe("SEMS-CERT-3", () => {
  test.each([
    ["protocol TLS", { protocol: "TLS" }],
    ["a certificate", { certificate_arn: "${aws_acm_certificate.clients.arn}" }],
  ])("objects to a listener with %s", (_what, arguments_) => {
    const document = changing(plain, "aws_lb_listener.https", arguments_);
    expect(objectionsOf("SEMS-CERT-3", document)).toEqual([
      expect.stringMatching(/^error aws_lb_listener\.https: TLS of the clients on port 443 ends/),
    ]);
  });

  test("objects to a record that points to an Application Load Balancer, and to no other", () => {
    const pointing = (load_balancer_type: string): Document =>
      changing(
        adding(plain, { "aws_lb.web": { load_balancer_type } }),
        "aws_route53_record.tier2_secondary",
        {
          alias: {
            name: "${aws_lb.web.dns_name}",
            zone_id: "${aws_lb.web.zone_id}",
            evaluate_target_health: true,
          },
          records: undefined,
          ttl: undefined,
          health_check_id: undefined,
        },
      );
    expect(objectionsOf("SEMS-CERT-3", pointing("application"))).toEqual([
      expect.stringContaining(
        "error aws_route53_record.tier2_secondary: Clients of keys.example.com are routed to aws_lb.web, which",
      ),
    ]);
    expect(objectionsOf("SEMS-CERT-3", pointing("${var.type}"))).toEqual([]);
    const elsewhere = changing(plain, "aws_route53_record.tier2_secondary", { records: ["198.51.100.77"] });
    expect(objectionsOf("SEMS-CERT-3", elsewhere)).toEqual([]);
  });
});
