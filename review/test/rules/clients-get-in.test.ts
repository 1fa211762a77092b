import { adding, changing, without, type Body, type Document } from "../support/document";
import { findingsIn, reviewOfCase } from "../support/case";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";

const objections = (document: Document): string[] => objectionsOf("AWS-SEC-3", document);
const NLB_IN = "aws_vpc_security_group_ingress_rule.nlb_https";
const NLB_OUT = "aws_vpc_security_group_egress_rule.nlb_https";
const NODE_IN = "aws_vpc_security_group_ingress_rule.outside_https";

/** The target groups probe this port in place of the clients' own. */
const probing = (port: number): Document =>
  changing(plain, "aws_lb_target_group.https", {
    health_check: {
      protocol: "TCP",
      port: String(port),
      interval: 10,
      timeout: 5,
      healthy_threshold: 3,
      unhealthy_threshold: 2,
    },
  });

describe("security groups let clients and probes pass, up to the nodes (AWS-SEC-3)", () => {
  test("an empty group is a warning, for another document may hold its rules", () => {
    const found = findingsIn(reviewOfCase("empty-security-group")).filter((finding) =>
      finding.includes("SEC-3"),
    );
    expect(found).toEqual([
      "warning AWS-SEC-3 aws_security_group.n",
      "warning AWS-SEC-3 aws_security_group.n",
    ]);
  });

  test("nodes that let in only SSH are not reached on the clients' port", () => {
    expect(findingsIn(reviewOfCase("postgres-pair"))).toContain("error AWS-SEC-3 aws_security_group.db");
  });

  test.each([
    [
      "the load balancer lets no client in",
      without(plain, NLB_IN),
      /aws_security_group\.nlb has no inbound rule for it: no client reaches port 443 of aws_lb\.keys\. Allow the clients' networks on this port\.$/,
    ],
    [
      "the load balancer may not connect to the nodes",
      without(plain, NLB_OUT),
      /aws_security_group\.nlb has no outbound rule for it: connections of aws_lb\.keys do not reach port 443 of 10\.0\.1\.10, 10\.0\.2\.10 and 10\.0\.3\.10\. Allow connections to the nodes on this port\.$/,
    ],
    [
      "the load balancer may connect to other addresses",
      changing(plain, NLB_OUT, { referenced_security_group_id: undefined, cidr_ipv4: "10.9.0.0/16" }),
      /aws_security_group\.nlb has no outbound rule for it/,
    ],
    [
      "the nodes do not let the load balancer in",
      without(plain, NODE_IN),
      /aws_security_group\.outside has no inbound rule for it: connections of aws_lb\.keys do not reach port 443 of .*\. Allow the load balancer's security group, or its subnets, on this port\.$/,
    ],
    [
      "the nodes let another group in",
      changing(plain, NODE_IN, { referenced_security_group_id: "${aws_security_group.inside.id}" }),
      /aws_security_group\.outside has no inbound rule for it/,
    ],
    [
      "the nodes let in networks in which the load balancer has no subnet",
      changing(plain, NODE_IN, { referenced_security_group_id: undefined, cidr_ipv4: "10.9.0.0/16" }),
      /aws_security_group\.outside has no inbound rule for it/,
    ],
  ])("%s", (_what, document, says) => {
    expect(objections(document)).toEqual([expect.stringMatching(says)]);
  });

  test("the load balancer may connect to the address of one node only", () => {
    const only = { referenced_security_group_id: undefined, cidr_ipv4: "10.0.1.10/32" };
    expect(objections(changing(plain, NLB_OUT, only))).toEqual([
      expect.stringMatching(/do not reach port 443 of 10\.0\.2\.10 and 10\.0\.3\.10\./),
    ]);
  });

  test("the load balancer has no outbound rule at all", () => {
    const alone = without(plain, NLB_OUT, NLB_OUT.replace("https", "ldaps"));
    const without443 = objections(alone).filter((line) => line.includes("port 443"));
    expect(without443).toEqual([
      expect.stringMatching(
        /aws_security_group\.nlb has no outbound rule at all in this document, and Terraform removes the rule that AWS makes of itself: connections/,
      ),
    ]);
  });

  test("the load balancer has no inbound rule at all", () => {
    const found = objections(without(plain, NLB_IN, NLB_IN.replace("https", "ldaps")));
    expect(found).toEqual(
      [443, 636].map((port): unknown =>
        expect.stringMatching(
          `aws_security_group\\.nlb has no inbound rule at all in this document: no client reaches port ${port} of`,
        ),
      ),
    );
  });

  test("two groups of the load balancer have no rule between them", () => {
    const more = adding(without(plain, NLB_IN), { "aws_security_group.more": { name: "more" } });
    const groups = ["nlb", "more"].map((name) => `\${aws_security_group.${name}.id}`);
    expect(objections(changing(more, "aws_lb.keys", { security_groups: groups }))).toEqual([
      expect.stringMatching(
        /^warning aws_security_group\.nlb: aws_security_group\.nlb and aws_security_group\.more have no inbound rule/,
      ),
    ]);
  });

  test.each([
    ["the nodes", "aws_network_interface.sems1_outside", NODE_IN, 2],
    ["the load balancer", "aws_lb.keys", NLB_IN, 0],
  ])(
    "are not judged where %s may have a group that the document does not hold",
    (_of, address, rule, others) => {
      const [own] = address === "aws_lb.keys" ? ["nlb"] : ["outside"];
      const security_groups = [`\${aws_security_group.${own}.id}`, "sg-0123456789abcdef0"];
      const found = objections(changing(without(plain, rule), address, { security_groups }));
      const nodes = new Set(found.flatMap((line) => line.match(/10\.0\.\d\.10/g) ?? []));
      expect(nodes.size).toBe(others);
    },
  );

  test("are not judged of a node one of whose lists names a group that the document does not hold", () => {
    const registered = changing(without(plain, NODE_IN), "aws_lb_target_group_attachment.https_sems1", {
      target_id: "${aws_instance.sems1.id}",
    });
    const by = (security_groups: readonly string[]): string[] => {
      const args = { vpc_security_group_ids: ["${aws_security_group.inside.id}"], security_groups };
      const groups = { target_type: "instance" };
      return objections(
        changing(changing(registered, "aws_instance.sems1", args), "aws_lb_target_group.https", groups),
      ).filter((line) => line.includes("aws_security_group.inside"));
    };
    expect(by(["${aws_security_group.inside.id}"])).toHaveLength(1);
    expect(by(["sg-0123456789abcdef0"])).toEqual([]);
  });

  const NODES = [1, 2, 3].map((n) => `aws_network_interface.sems${n}_outside`);

  test.each([
    ["which the document gives none", NODES.map((): Body => ({ security_groups: undefined })), {}],
    ["whose list is empty", NODES.map((): Body => ({ security_groups: [] })), {}],
    [
      "which have one beside AWS's own",
      NODES.map((): Body => ({ security_groups: undefined })),
      {
        "aws_network_interface_sg_attachment.sems1": {
          security_group_id: "${aws_security_group.inside.id}",
          network_interface_id: "${aws_network_interface.sems1_outside.id}",
        },
      },
    ],
  ])("are not judged of nodes %s", (_which, changes, more) => {
    const document = changes.reduce(
      (changed, change, i) => changing(changed, String(NODES[i]), change),
      adding(without(plain, NODE_IN), more),
    );
    expect(objections(document)).toEqual([]);
  });

  test("are not judged of another load balancer, or of nodes that a group registers", () => {
    const closed = without(plain, NLB_OUT);
    expect(objections(changing(closed, "aws_lb_target_group.https", { target_type: "alb" }))).toEqual([]);
    const registering = adding(closed, {
      "aws_autoscaling_group.more": { max_size: 2, min_size: 2 },
      "aws_autoscaling_attachment.more": {
        autoscaling_group_name: "${aws_autoscaling_group.more.id}",
        lb_target_group_arn: "${aws_lb_target_group.https.arn}",
      },
    });
    expect(objections(registering)).toEqual(objections(closed));
  });

  test("are a finding each where nodes have groups of their own", () => {
    const security_groups = ["${aws_security_group.inside.id}"];
    const apart = changing(changing(plain, String(NODES[0]), { security_groups }), NLB_OUT, {
      referenced_security_group_id: undefined,
      cidr_ipv4: "10.0.0.0/8",
    });
    expect(objections(without(apart, NODE_IN)).filter((line) => line.includes("port 443"))).toEqual([
      expect.stringMatching(/^error aws_security_group\.inside: .* of 10\.0\.1\.10\./),
      expect.stringMatching(/^error aws_security_group\.outside: .* of 10\.0\.2\.10 and 10\.0\.3\.10\./),
    ]);
  });

  test("take a node by what it is registered with", () => {
    const unnamed = changing(without(plain, NODE_IN), "aws_network_interface.sems1_outside", {
      private_ips: undefined,
    });
    expect(objections(unnamed)).toEqual([
      expect.stringMatching(
        /port 443 of aws_network_interface\.sems1_outside, 10\.0\.2\.10 and 10\.0\.3\.10\./,
      ),
    ]);
  });

  test("take a node by the expression that it is registered with", () => {
    const unnamed = changing(without(plain, NLB_OUT), "aws_lb_target_group_attachment.https_sems1", {
      target_id: "${var.address}",
    });
    expect(objections(unnamed)).toEqual([
      expect.stringMatching(/port 443 of var\.address, 10\.0\.2\.10 and 10\.0\.3\.10\./),
    ]);
  });

  test("are a warning where an output passes the group on: another document may hold the rule", () => {
    const exporting = (value: unknown): Document => ({
      ...without(plain, NODE_IN),
      output: { groups: { value } },
    });
    expect(objections(exporting({ nodes: ["${aws_security_group.outside.id}"] }))).toEqual([
      expect.stringMatching(/^warning aws_security_group\.outside/),
    ]);
    expect(objections(exporting("${aws_security_group.nlb.id}"))).toEqual([
      expect.stringMatching(/^error aws_security_group\.outside/),
    ]);
  });

  test("are an error where the group holds its rules itself, whoever knows its id", () => {
    const inline = changing(without(plain, NODE_IN), "aws_security_group.outside", {
      ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["10.0.0.0/8"] }],
    });
    const exported = { ...inline, output: { group: { value: "${aws_security_group.outside.id}" } } };
    expect(objections(exported)).toEqual([expect.stringMatching(/^error aws_security_group\.outside/)]);
  });

  test("probes on a port of their own need rules of their own", () => {
    expect(objections(probing(443))).toEqual([]);
    expect(objections(probing(8443))).toEqual([
      expect.stringMatching(/aws_security_group\.nlb .*: probes of aws_lb\.keys do not reach port 8443/),
      expect.stringMatching(/aws_security_group\.outside .*: probes of aws_lb\.keys do not reach port 8443/),
    ]);
  });

  test("nodes that keep the clients' addresses need the clients' networks, and for probes the load balancer's", () => {
    const clients = { referenced_security_group_id: undefined, cidr_ipv4: "10.9.0.0/16" };
    const keeping = (document: Document): Document =>
      changing(changing(document, NODE_IN, clients), "aws_lb_target_group.https", {
        preserve_client_ip: true,
      });
    expect(objections(keeping(plain))).toEqual([]);
    expect(objections(changing(plain, NODE_IN, clients))).toHaveLength(1);
    const another = { referenced_security_group_id: "${aws_security_group.inside.id}" };
    expect(objections(changing(keeping(plain), NODE_IN, { ...another, cidr_ipv4: undefined }))).toHaveLength(
      1,
    );
    const probed = changing(keeping(probing(8443)), NODE_IN, { to_port: 9000 });
    expect(objections(changing(probed, NLB_OUT, { to_port: 9000 }))).toEqual([
      expect.stringMatching(/aws_security_group\.outside .*: probes of aws_lb\.keys do not reach port 8443/),
    ]);
  });

  describe("nodes that let in another network than the load balancer's subnets", () => {
    const named = changing(plain, "aws_route53_record.tier1_primary", {
      records: undefined,
      ttl: undefined,
      alias: { name: "${aws_lb.keys.dns_name}", zone_id: "Z2", evaluate_target_health: false },
    });
    const open = changing(named, NODE_IN, {
      referenced_security_group_id: undefined,
      cidr_ipv4: "10.9.0.0/16",
    });
    const by = (subnets: readonly string[], args: Body): Document =>
      changing(open, "aws_lb.keys", { subnet_mapping: undefined, subnets, ...args });
    const known = ["a", "b", "c"].map((letter) => `\${aws_subnet.outside_${letter}.id}`);
    const mapped = (ids: readonly string[]) => ids.map((subnet_id) => ({ subnet_id }));

    test.each([
      ["are listed", { subnets: known }],
      ["are mapped", { subnets: undefined, subnet_mapping: mapped(known) }],
    ])("are not reached where these %s", (_how, args) => {
      expect(objections(by(known, args))).toHaveLength(1);
    });

    test.each([
      ["are listed", { subnets: [...known.slice(1), "subnet-1"] }],
      ["are mapped", { subnets: undefined, subnet_mapping: mapped([...known.slice(1), "subnet-1"]) }],
      ["are of one expression", { subnets: "${var.subnets}" }],
    ])("may be reached where these %s, and one is not in the document", (_how, args) => {
      expect(objections(by(known, args))).toEqual([]);
    });
  });

  test.each([
    ["the whole network of the VPC", { cidr_ipv4: "10.0.0.0/16" }],
    ["a network that is not known yet", { cidr_ipv4: "${var.network}" }],
    ["a prefix list", { prefix_list_id: "pl-0123456789abcdef0" }],
    ["a group that the document does not hold", { referenced_security_group_id: "sg-0123456789abcdef0" }],
  ])("nodes that let in %s are reached", (_what, peer) => {
    expect(
      objections(changing(plain, NODE_IN, { referenced_security_group_id: undefined, ...peer })),
    ).toEqual([]);
  });
});
