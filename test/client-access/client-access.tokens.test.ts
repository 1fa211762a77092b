import { ClientAccess, ClientService, LoadBalancingMethod, type SemsNode } from "../../lib";
import { numberToken, textToken } from "../support/access";
import { accessProps, subnet, synth, upTo } from "../support/cluster";

describe("ClientAccess passes unharmed", () => {
  test("strings that are tokens, in every place of a string", () => {
    // GIVEN
    const template = synth((stack) => {
      const text = (name: string) => textToken(stack, name);
      const zones = upTo(2).map((n) => text(`zone${n}`));
      const nodes = zones.map((availabilityZone, i): SemsNode => {
        const n = i + 1;
        const interface1 = { fqdn: text(`fqdn${n}`), address: text(`address${n}`) };
        return {
          name: text(`name${n}`),
          interface1,
          interface2: { address: text(`target${n}`), availabilityZone },
        };
      });
      // WHEN
      new ClientAccess(stack, "Access", {
        clientFqdn: text("client_fqdn"),
        vpcId: text("vpc"),
        hostedZone: { id: text("zone_id"), name: text("zone_name") },
        scheme: "internet-facing",
        nodes,
        subnets: zones.map((availabilityZone, i) => ({
          id: text(`subnet${i + 1}`),
          availabilityZone,
          allocationId: text(`allocation${i + 1}`),
        })),
        allowedClients: [text("network")],
        healthCheck: { protocol: "HTTP", path: text("probe_path") },
        endpointHealth: { protocol: "HTTPS", path: text("check_path") },
      });
    });
    // THEN
    const values = (type: string, key: string) => new Set(template.all(type).map((block) => block[key]));
    expect(JSON.stringify(template.json)).not.toContain("TfToken");
    expect(values("aws_route53_record", "name")).toEqual(new Set(["${var.client_fqdn}"]));
    expect(values("aws_route53_record", "zone_id")).toEqual(new Set(["${var.zone_id}"]));
    expect(values("aws_security_group", "vpc_id")).toEqual(new Set(["${var.vpc}"]));
    expect(template.only("aws_lb_target_group")).toMatchObject({
      vpc_id: "${var.vpc}",
      health_check: { path: "${var.probe_path}" },
    });
    expect(values("aws_lb_target_group_attachment", "target_id")).toEqual(
      new Set(["${var.target1}", "${var.target2}"]),
    );
    expect(values("aws_vpc_security_group_egress_rule", "cidr_ipv4")).toEqual(
      new Set(["${var.target1}/32", "${var.target2}/32"]),
    );
    expect(values("aws_vpc_security_group_ingress_rule", "cidr_ipv4")).toContain("${var.network}");
    expect(values("aws_route53_health_check", "resource_path")).toEqual(new Set(["${var.check_path}"]));
    expect(values("aws_route53_health_check", "fqdn")).toEqual(new Set(["${var.client_fqdn}"]));
    expect(template.only("aws_lb")).toMatchObject({
      subnet_mapping: [
        { subnet_id: "${var.subnet1}", allocation_id: "${var.allocation1}" },
        { subnet_id: "${var.subnet2}", allocation_id: "${var.allocation2}" },
      ],
      tags: {
        "sems:client-fqdn": "${var.client_fqdn}",
        "sems:interface2:Node1": "${var.target1}",
        "sems:interface2:Node2": "${var.target2}",
        "sems:zone:Node1": "${var.zone1}",
        "sems:zone:Node2": "${var.zone2}",
        "sems:subnet:Zone1": "${var.subnet1}",
        "sems:subnet:Zone2": "${var.subnet2}",
      },
    });
  });

  test("private addresses, weights and health checks of services that are tokens", () => {
    const template = synth((stack) => {
      const service = ClientService.custom("own", numberToken(stack, "port")).withHealthCheck({
        intervalSeconds: numberToken(stack, "interval"),
      });
      const method = LoadBalancingMethod.weighted({ primary: numberToken(stack, "primary") });
      const subnets = upTo(2).map((n) => ({ ...subnet(n), privateAddress: textToken(stack, `address${n}`) }));
      const props = { method, subnets, scheme: "internal", services: [service] } as const;
      new ClientAccess(stack, "Access", accessProps(2, props));
    });
    expect(JSON.stringify(template.json)).not.toMatch(/TfToken|e\+289/);
    expect(template.resources("aws_lb")).toMatchObject({
      Access_LoadBalancer: {
        subnet_mapping: [
          { subnet_id: "subnet-1", private_ipv4_address: "${var.address1}" },
          { subnet_id: "subnet-2", private_ipv4_address: "${var.address2}" },
        ],
      },
      Access_Weighted_LoadBalancer: { tags: { "sems:weight:sems1": "${var.primary}" } },
    });
    const weights = template
      .all("aws_lb_listener")
      .flatMap(({ default_action }) => JSON.stringify(default_action).match(/"weight":("[^"]*"|\d+)/g) ?? []);
    expect(weights).toEqual(['"weight":"${var.primary}"', '"weight":1']);
  });

  test("a time to live that is a token", () => {
    const template = synth((stack) => {
      new ClientAccess(stack, "Access", accessProps(2, { ttlSeconds: numberToken(stack, "ttl") }));
    });
    expect(template.all("aws_route53_record").map((record) => record["ttl"])).toEqual([
      "${var.ttl}",
      "${var.ttl}",
    ]);
  });
});
