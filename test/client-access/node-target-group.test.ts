import { ClientService, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate } from "../support/access";
import { node } from "../support/cluster";

const GROUP = "Access_Services_443_TargetGroup";

const outside = (n: number) => node(n, { interface2: { ...node(n).interface2, outsideVpc: true } });

describe("NodeTargetGroup", () => {
  test("has every setting that the rules ask for", () => {
    expect(accessTemplate().resources("aws_lb_target_group")).toEqual({
      [GROUP]: {
        name_prefix: "sems-",
        lifecycle: { create_before_destroy: true },
        vpc_id: "vpc-1",
        target_type: "ip", // AWS-NLB-2
        protocol: "TCP", // SEMS-CERT-3, AWS-NLB-5
        port: 443,
        preserve_client_ip: "false",
        load_balancing_cross_zone_enabled: "false", // AWS-NLB-4
        stickiness: { enabled: true, type: "source_ip" }, // SEMS-LB-4
        deregistration_delay: "300",
        target_health_state: [{ enable_unhealthy_connection_termination: true }],
        health_check: expect.objectContaining({ protocol: "TCP", port: "443" }),
        tags: { Name: "keys.example.com https" },
      },
    });
  });

  test("SEMS-LB-5: has Interface 2 of each node as target, never Interface 1", () => {
    const group = expect.stringMatching(
      /^\$\{aws_lb_target_group\.Access_Services_443_TargetGroup_\w+\.arn\}$/,
    );
    expect(accessTemplate().resources("aws_lb_target_group_attachment")).toEqual({
      [`${GROUP}_us-east-1a`]: { target_group_arn: group, target_id: "10.0.1.10", port: 443 },
      [`${GROUP}_us-east-1b`]: { target_group_arn: group, target_id: "10.0.2.10", port: 443 },
    });
  });

  test.each<[string, Partial<ClientAccessProps>]>([
    ["two services", { services: [ClientService.HTTPS, ClientService.LDAPS] }],
    ["another order", { services: [ClientService.LDAPS, ClientService.HTTPS] }],
  ])("is made once for each service, with every node on the service's port: %s", (_which, changes) => {
    const template = accessTemplate(3, changes);
    const groups = template.all("aws_lb_target_group");
    expect(groups.map((group) => [group["port"], group["stickiness"]])).toEqual([
      [443, { enabled: true, type: "source_ip" }],
      [636, { enabled: true, type: "source_ip" }],
    ]);
    const targets = template.all("aws_lb_target_group_attachment");
    expect(targets.map((target) => [target["port"], target["target_id"]])).toEqual([
      [443, "10.0.1.10"],
      [443, "10.0.2.10"],
      [443, "10.0.3.10"],
      [636, "10.0.1.10"],
      [636, "10.0.2.10"],
      [636, "10.0.3.10"],
    ]);
  });

  test("names the zone of a node beyond the VPC, and only of such a node", () => {
    const template = accessTemplate(2, { nodes: [node(1), outside(2)] });
    const zones = template.all("aws_lb_target_group_attachment").map((target) => target["availability_zone"]);
    expect(zones).toEqual([undefined, "us-east-1b"]);
  });

  test("shows the nodes the clients' addresses where that is asked for", () => {
    const group = accessTemplate(2, { preserveClientIp: true }).only("aws_lb_target_group");
    expect(group["preserve_client_ip"]).toBe("true");
  });

  test("cannot show the clients' addresses to nodes beyond the VPC", () => {
    expect(accessProblems(2, { nodes: [outside(1), node(2)], preserveClientIp: true })).toEqual([
      "preserveClientIp: found true, while nodes[0] is outside the VPC; allowed: false, or only nodes in the VPC: client IP preservation does not work for targets outside it",
    ]);
  });
});
