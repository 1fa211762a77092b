import {
  adding,
  addressesOf,
  bodyOf,
  changing,
  without,
  type Body,
  type Document,
} from "../support/document";
import { handWritten, handWrittenNodes, ipTcp, tagged } from "../support/hand-written";
import { placements, positionOf } from "../rules/support/outputs";
import { changesBetween, type Steps } from "./support/plan";

const NODES = handWrittenNodes(3);
const BASE = tagged(handWritten(), "ordered-list", NODES);

/** What people notice of a plan from the hand-written stack. */
const noticed = (after: Document, steps?: Steps, before: Document = BASE) =>
  changesBetween(before, after, steps).disruptive.map(({ address, why, action }) =>
    action === undefined ? { address, why } : { address, why, action },
  );

const addresses = (after: Document, steps?: Steps) => noticed(after, steps).map(({ address }) => address);

/** The two records that point to nodes, with the addresses of two zones swapped. */
function swapped(first: string, second: string, of: Document = BASE): Document {
  const toZone = (letter: string): Body => ({
    records: [`\${aws_eip.${letter}.public_ip}`],
    health_check_id: `\${aws_route53_health_check.${letter}.id}`,
  });
  const letters = new Map([
    ["aws_route53_record.tier1_primary", first],
    ["aws_route53_record.tier2_primary", second],
  ]);
  return [...letters].reduce((changed, [address, letter]) => changing(changed, address, toZone(letter)), of);
}

test("counts what a plan does", () => {
  const bucket = { "aws_s3_bucket.new": { bucket: "b" } };
  const after = adding(
    changing(without(BASE, "aws_acm_certificate.sems3"), "aws_lb.keys", { idle_timeout: 60 }),
    bucket,
  );
  const steps = { replaced: { "aws_eip.a": "domain" }, createdFirst: [] };
  const changes = changesBetween(BASE, after, steps);
  expect(changes).toMatchObject({ create: 1, replace: 1, delete: 1 });
});

test("notices nothing in a plan that does nothing, nor in a first one", () => {
  expect(noticed(BASE)).toEqual([]);
  const empty = { ...BASE, resource: {} };
  expect(noticed(BASE, {}, empty)).toEqual([]);
});

test("counts unrelated resources without calling them disruptive", () => {
  const others: Record<string, Body> = {
    "aws_lb.web": { load_balancer_type: "application", name: "web" },
    "aws_eip.nat": { domain: "vpc" },
    "aws_acm_certificate.web": { domain_name: "www.example.org" },
    "aws_security_group.web": { name: "web", ingress: [{ ...ipTcp(22), cidr_blocks: ["10.0.0.0/8"] }] },
    "aws_route53_record.web": {
      zone_id: "${aws_route53_zone.example.zone_id}",
      name: "www.example.com",
      type: "A",
      ttl: 60,
      records: ["203.0.113.9"],
    },
  };
  const before = adding(BASE, others);
  const changes = changesBetween(before, BASE, {});
  expect(changes.delete).toBe(5);
  expect(changes.disruptive).toEqual([]);
});

describe("a load balancer", () => {
  test("that is replaced ends all connections, and nothing answers meanwhile", () => {
    const [first] = noticed(BASE, { replaced: { "aws_lb.keys": "subnet_mapping.0.subnet_id" } });
    expect(first).toEqual({
      address: "aws_lb.keys",
      action: "replace",
      why:
        "The load balancer of keys.example.com (443, 636) is replaced because of subnet_mapping.subnet_id: all " +
        "connections through it end, and nothing answers until the new one serves, which takes minutes.",
    });
  });

  test("cannot have its fixed addresses before the old one gives them up", () => {
    const steps = { replaced: { "aws_lb.keys": "name" }, createdFirst: ["aws_lb.keys"] };
    const [first] = noticed(changing(BASE, "aws_lb.keys", { name: "other" }), steps);
    expect(first?.why).toMatch(
      /is to be replaced because of name, but the new one, which is made first, cannot have .* while the old one has them/,
    );
  });

  test("takes its listeners and registrations with it, which is said once", () => {
    const replaced = Object.fromEntries(
      addressesOf(BASE, /^(aws_lb|aws_lb_listener)\./).map((address) => [address, "arn"]),
    );
    expect(addresses(BASE, { replaced })).toEqual(["aws_lb.keys"]);
  });

  test("that is deleted leaves its name without an end", () => {
    const parts = addressesOf(BASE, /^aws_lb/);
    const [first, ...others] = noticed(without(BASE, ...parts));
    expect(first?.address).toBe("aws_lb.keys");
    expect(first?.why).toContain("is deleted: all connections through it end");
    expect(others.map(({ why }) => why)).not.toContainEqual(expect.stringContaining("Nothing answers on"));
  });

  test("that is protected makes the apply stop", () => {
    const before = changing(BASE, "aws_lb.keys", { enable_deletion_protection: true });
    const [first] = noticed(before, { replaced: { "aws_lb.keys": "internal" } }, before);
    expect(first?.why).toContain("AWS refuses, and the apply stops there");
  });
});

test("an Elastic IP that goes takes the address with it", () => {
  const found = noticed(BASE, { replaced: { "aws_eip.b": "domain" } });
  expect(found).toContainEqual({
    address: "aws_eip.b",
    action: "replace",
    why: expect.stringMatching(
      /^198\.51\.100\.\d+, the address of keys\.example\.com \(443, 636\) in us-east-1b, is released/,
    ),
  });
});

describe("a listener", () => {
  test("that is replaced refuses clients meanwhile", () => {
    const [first] = noticed(BASE, { replaced: { "aws_lb_listener.https": "load_balancer_arn" } });
    expect(first).toMatchObject({
      address: "aws_lb_listener.https",
      why: expect.stringContaining("keys.example.com (443) is replaced"),
    });
  });

  test("that is replaced by one made first makes the apply stop", () => {
    const steps = {
      replaced: { "aws_lb_listener.https": "load_balancer_arn" },
      createdFirst: ["aws_lb_listener.https"],
    };
    expect(noticed(BASE, steps)[0]?.why).toContain("cannot be made first");
  });

  test("that goes takes its service with it", () => {
    const [first] = noticed(without(BASE, "aws_lb_listener.ldaps"));
    expect(first).toEqual({
      address: "aws_lb_listener.ldaps",
      action: "delete",
      why: "Nothing answers on keys.example.com (636) any more: clients are refused.",
    });
  });

  test("that moves to another port leaves the old one", () => {
    const [first] = noticed(changing(BASE, "aws_lb_listener.ldaps", { port: 389 }));
    expect(first).toMatchObject({ address: "aws_lb_listener.ldaps", action: "update" });
    expect(first?.why).toContain("keys.example.com (636)");
  });
});

describe("a target group", () => {
  test("that is replaced ends its connections, and its targets are checked first", () => {
    const steps = {
      replaced: { "aws_lb_target_group.https": "port" },
      createdFirst: ["aws_lb_target_group.https"],
    };
    const [first] = noticed(BASE, steps);
    expect(first?.why).toBe(
      "The target group of port 443 is replaced because of port: connections through it end, and the new one serves " +
        "once its targets pass their health checks (30 s).",
    );
  });

  test("that a listener holds cannot go first", () => {
    const [first] = noticed(BASE, { replaced: { "aws_lb_target_group.https": "port" } });
    expect(first?.why).toContain("keeps AWS from deleting it: the apply stops there");
  });
});

describe("a registration", () => {
  const TARGET = "aws_lb_target_group_attachment.https_sems2";

  test("that is replaced cuts connections after the delay, and its target is checked again", () => {
    const before = changing(BASE, "aws_lb_target_group.https", { deregistration_delay: 120 });
    const [first, ...others] = noticed(before, { replaced: { [TARGET]: "port" } }, before);
    expect(others).toEqual([]);
    expect(first?.address).toBe(TARGET);
    expect(first?.why).toContain("sems2 is taken out of aws_lb_target_group.https");
    expect(first?.why).toContain("cut after 120 s. It is registered again");
  });

  test("that goes while the node serves other ports is named by itself", () => {
    const found = noticed(without(BASE, TARGET));
    expect(found.map(({ address }) => address)).toContain(TARGET);
    expect(found[0]?.why).toContain("sems2 (10.0.2.10) serves keys.example.com (443) no more");
  });
});

describe("the node that serves", () => {
  test("is reported where clients move, with the time that their answers live", () => {
    const [first, ...others] = noticed(swapped("b", "a"));
    expect(others).toEqual([]);
    expect(first).toEqual({
      address: "aws_route53_record.tier1_primary",
      action: "update",
      why:
        "New clients of keys.example.com (443, 636) are routed to sems2 instead of sems1, once their answers expire " +
        "(30 s); open connections stay where they are.",
    });
  });

  test("is reported with what becomes of connections where the node is taken out", () => {
    const after = without(swapped("b", "a"), "aws_lb_target_group_attachment.https_sems1");
    const found = noticed(after).map(({ why }) => why);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^New clients of .* \(443\) are routed to sems2 .*open connections there are cut\.$/,
      ),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^New clients of .* \(636\) .*stay where they are\.$/),
    );
  });

  test("is reported where another node comes next", () => {
    const toZone = (letter: string): Body => ({
      records: [`\${aws_eip.${letter}.public_ip}`],
      health_check_id: `\${aws_route53_health_check.${letter}.id}`,
    });
    const after = changing(
      changing(BASE, "aws_route53_record.tier2_primary", toZone("c")),
      "aws_route53_record.tier2_secondary",
      toZone("b"),
    );
    const [first, ...others] = noticed(after);
    expect(others).toEqual([]);
    expect(first?.why).toBe(
      "A different node takes over when sems1 is down: keys.example.com (443, 636) will be served in the order " +
        "sems1, sems3, sems2, not sems1, sems2, sems3.",
    );
  });

  test("is reported where a node leaves, once for all its parts", () => {
    const smaller = tagged(handWritten(2), "fail-over", handWrittenNodes(2));
    const kept = {
      ...smaller.resource,
      aws_lb: BASE.resource["aws_lb"] ?? {},
      aws_eip: BASE.resource["aws_eip"] ?? {},
      aws_subnet: BASE.resource["aws_subnet"] ?? {},
      aws_instance: BASE.resource["aws_instance"] ?? {},
      aws_network_interface: BASE.resource["aws_network_interface"] ?? {},
      aws_acm_certificate: BASE.resource["aws_acm_certificate"] ?? {},
    };
    const found = noticed({ ...smaller, resource: kept });
    expect(found).toEqual([
      {
        address: expect.stringMatching(/^aws_lb_target_group_attachment\.\w+_sems3$/),
        action: "delete",
        why: "sems3 (10.0.3.10) serves keys.example.com (443, 636) no more: its connections are cut.",
      },
    ]);
  });

  test("is not reported where only names of resources change", () => {
    const body = bodyOf(BASE, "aws_route53_record.tier1_primary");
    const after = adding(without(BASE, "aws_route53_record.tier1_primary"), {
      "aws_route53_record.first": body,
    });
    const moved = { "aws_route53_record.first": "aws_route53_record.tier1_primary" };
    expect(noticed(after, { moved })).toEqual([]);
  });
});

describe("a name", () => {
  test("that loses all its records comes first", () => {
    const records = addressesOf(BASE, /^aws_route53_record\./);
    const [first] = noticed(without(BASE, ...records, ...addressesOf(BASE, /^aws_lb/)));
    expect(first).toMatchObject({ address: "aws_route53_record.tier1_primary", action: "delete" });
    expect(first?.why).toContain("clients cannot resolve the name any more");
  });

  test("whose record is replaced may be missing for a while", () => {
    const [first] = noticed(BASE, { replaced: { "aws_route53_record.tier1_primary": "name" } });
    expect(first?.why).toContain("The PRIMARY record of keys.example.com is replaced");
  });

  test("whose record is made again under another address meets itself", () => {
    const body = bodyOf(BASE, "aws_route53_record.tier1_primary");
    const after = adding(without(BASE, "aws_route53_record.tier1_primary"), {
      "aws_route53_record.first": body,
    });
    const [first, ...others] = noticed(after);
    expect(others).toEqual([]);
    expect(first?.address).toBe("aws_route53_record.tier1_primary");
    expect(first?.why).toContain("aws_route53_record.first makes it again");
  });

  test("whose zone is replaced has other name servers", () => {
    const [first] = noticed(BASE, { replaced: { "aws_route53_zone.example": "name" } });
    expect(first).toMatchObject({ address: "aws_route53_zone.example", action: "replace" });
    expect(first?.why).toContain("its name servers change");
  });

  test("of a node that goes keeps the members from each other", () => {
    const record = {
      zone_id: "${aws_route53_zone.example.zone_id}",
      name: "sems1.example.com",
      type: "A",
      ttl: 60,
      records: ["10.0.11.10"],
    };
    const before = adding(BASE, { "aws_route53_record.sems1": record });
    const [first] = noticed(BASE, {}, before);
    expect(first?.address).toBe("aws_route53_record.sems1");
    expect(first?.why).toContain("do not find");
  });
});

describe("a certificate", () => {
  const placed = positionOf(BASE, placements(NODES));
  const CLIENTS = "aws_acm_certificate.clients";

  test("that is replaced must be installed again where the outputs place it", () => {
    const steps = { replaced: { [CLIENTS]: "domain_name" }, createdFirst: [CLIENTS] };
    expect(noticed(placed, steps, placed)).toEqual([
      {
        address: CLIENTS,
        action: "replace",
        why: expect.stringContaining("install it on Interface 2 of sems1, sems2 and sems3"),
      },
    ]);
  });

  test("of a node must be installed on its Interface 1", () => {
    const steps = { replaced: { "aws_acm_certificate.sems2": "domain_name" } };
    expect(noticed(placed, steps, placed)[0]?.why).toContain("install it on Interface 1 of sems2");
  });

  test("without outputs is known by its name", () => {
    const [first] = noticed(without(BASE, CLIENTS));
    expect(first).toMatchObject({ address: CLIENTS, action: "delete" });
    expect(first?.why).toContain("installed on Interface 2 of every node is served until it ends");
  });
});

describe("health", () => {
  test("of a check that is replaced is taken for granted at first", () => {
    const [first] = noticed(BASE, { replaced: { "aws_route53_health_check.a": "type" } });
    expect(first).toMatchObject({ address: "aws_route53_health_check.a", action: "replace" });
    expect(first?.why).toContain("considers the new one healthy until its first checks");
  });

  test("is not looked at any more where a record loses its check", () => {
    const after = changing(
      without(BASE, "aws_route53_health_check.c_services"),
      "aws_route53_record.tier2_secondary",
      {
        health_check_id: undefined,
      },
    );
    const found = noticed(after);
    expect(found.map(({ why }) => why)).toContainEqual(
      expect.stringContaining("aws_route53_record.tier2_secondary goes on without one"),
    );
  });
});

describe("what security groups let through", () => {
  test("is missed where a rule goes", () => {
    const [first, ...others] = noticed(without(BASE, "aws_vpc_security_group_ingress_rule.nlb_https"));
    expect(others).toEqual([]);
    expect(first).toEqual({
      address: "aws_vpc_security_group_ingress_rule.nlb_https",
      action: "delete",
      why: "0.0.0.0/0 is no longer let in to the load balancer on 443: new connections are refused.",
    });
  });

  test("is missed where a network shrinks", () => {
    const rule = "aws_vpc_security_group_ingress_rule.nlb_https";
    const [first] = noticed(changing(BASE, rule, { cidr_ipv4: "10.0.0.0/8" }));
    expect(first).toMatchObject({ address: rule, action: "update" });
  });

  test("is not missed where another rule lets the same through", () => {
    const rule = "aws_vpc_security_group_ingress_rule.nlb_https";
    const after = adding(without(BASE, rule), {
      "aws_vpc_security_group_ingress_rule.wide": { ...bodyOf(BASE, rule) },
    });
    expect(noticed(after)).toEqual([]);
  });

  test("is missed by members that replicate", () => {
    const [first] = noticed(without(BASE, "aws_security_group_rule.replication_out"));
    expect(first?.why).toBe("The nodes can no longer connect to the group itself on 444.");
  });

  test.each([
    ["destroyed first", [], "AWS refuses to delete the old one"],
    ["made first", ["aws_security_group.nlb"], "until all that carries the old one"],
  ])("is at stake where a group is replaced, %s", (_order, createdFirst, words) => {
    const found = noticed(BASE, { replaced: { "aws_security_group.nlb": "description" }, createdFirst });
    expect(found).toContainEqual({
      address: "aws_security_group.nlb",
      action: "replace",
      why: expect.stringContaining(words),
    });
  });
});

describe("a machine", () => {
  test("that is replaced takes its appliance with it", () => {
    const [first] = noticed(BASE, { replaced: { "aws_instance.sems1": "ami" } });
    expect(first?.address).toBe("aws_instance.sems1");
    expect(first?.why).toContain("The instance of sems1 is replaced because of ami");
  });

  test("that changes its type is stopped", () => {
    const [first] = noticed(changing(BASE, "aws_instance.sems1", { instance_type: "m7i.xlarge" }));
    expect(first).toMatchObject({ address: "aws_instance.sems1", action: "update" });
  });

  test("of somebody else is not reported", () => {
    const other = { "aws_instance.other": { ami: "ami-1", private_ip: "10.0.99.9" } };
    const before = adding(BASE, other);
    expect(noticed(before, { replaced: { "aws_instance.other": "ami" } }, before)).toEqual([]);
  });
});

test("what Terraform forgets is named as such, and nothing else is", () => {
  const checks = adding(BASE, { "aws_eip.spare": { domain: "vpc" } });
  const after = without(checks, "aws_acm_certificate.sems1", "aws_eip.spare", "aws_instance.sems1");
  const forgotten = ["aws_acm_certificate.sems1", "aws_eip.spare", "aws_instance.sems1"];
  const found = noticed(after, { forgotten }, checks);
  expect(found).toEqual([
    {
      address: "aws_instance.sems1",
      why: expect.stringContaining("Terraform forgets it and leaves it in AWS"),
    },
  ]);
});

test("the worst comes first when everything is destroyed", () => {
  const found = noticed({ ...BASE, resource: {}, output: {} });
  expect(found[0]?.why).toContain("cannot resolve the name any more");
  expect(found[1]?.address).toBe("aws_lb.keys");
  expect(new Set(found.map(({ action }) => action))).toEqual(new Set(["delete"]));
});
