import { at, linksOf, readFixture } from "./fixtures";

// A first plan of the community's module, where nothing has an ARN yet and most blocks are dynamic.
describe("a plan that calls terraform-aws-modules/alb for a Network Load Balancer", () => {
  const { graph } = readFixture("alb-module/plan.json");
  const module = "module.nlb";

  test.each([
    ["web", 443, "https"],
    ["directory", 636, "ldaps"],
  ])("links the listener %s to its target group", (key, port, group) => {
    const listener = at(graph, `${module}.aws_lb_listener.this["${key}"]`);
    expect(listener.number("port")).toBe(port);
    expect(listener.link("load_balancer_arn", "aws_lb")?.address).toBe(`${module}.aws_lb.this[0]`);
    expect(linksOf(listener, "default_action", "target_group_arn", "aws_lb_target_group")).toEqual([
      `${module}.aws_lb_target_group.this["${group}"]`,
    ]);
  });

  test.each(["https", "ldaps"])("links two attachments to the target group %s", (key) => {
    const group = at(graph, `${module}.aws_lb_target_group.this["${key}"]`);
    const targets = graph
      .all("aws_lb_target_group_attachment")
      .filter((attachment) => attachment.link("target_group_arn", "aws_lb_target_group") === group)
      .map((attachment) => attachment.known("target_id"));
    expect(targets).toEqual(["10.0.1.10", "10.0.2.10"]);
  });

  test("links each subnet of the load balancer to the Elastic IP of its zone", () => {
    const mappings = at(graph, `${module}.aws_lb.this[0]`).blocks("subnet_mapping");
    expect(
      mappings.map((mapping) => [
        mapping.link("subnet_id", "aws_subnet")?.known("availability_zone"),
        mapping.link("allocation_id", "aws_eip")?.address,
      ]),
    ).toEqual([
      ["eu-central-1a", 'aws_eip.nlb["a"]'],
      ["eu-central-1b", 'aws_eip.nlb["b"]'],
    ]);
  });

  test("links the alias to the load balancer, and the record to its zone", () => {
    const record = at(graph, `${module}.aws_route53_record.this["keys"]`);
    expect(linksOf(record, "alias", "name", "aws_lb")).toEqual([`${module}.aws_lb.this[0]`]);
    expect(record.link("zone_id", "aws_route53_zone")?.known("name")).toBe("example.com");
  });

  test("links the load balancer to the module's security group", () => {
    const groups = at(graph, `${module}.aws_lb.this[0]`).links("security_groups", "aws_security_group");
    expect(groups.map(({ address }) => address)).toEqual([`${module}.aws_security_group.this[0]`]);
  });

  test("does not know what of a health check is written, for its block is dynamic", () => {
    expect(at(graph, `${module}.aws_lb_target_group.this["https"]`).written("health_check")).toBeUndefined();
  });

  test("follows an output of the module that holds whole resources", () => {
    const group = graph.named(graph.outputs.get("https_group"), "aws_lb_target_group");
    expect(group?.address).toBe(`${module}.aws_lb_target_group.this["https"]`);
  });
});
