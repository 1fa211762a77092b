import { graphOf } from "../../terraform/document";
import { Unknown } from "../../terraform/value";
import { at, linksOf, readFixture } from "./fixtures";

describe("a plan of HCL with instances, modules and dynamic blocks", () => {
  const { graph, kind, before } = readFixture("instances/plan.json");

  test("is distinguished from a configuration and a state", () => {
    expect(kind).toBe("plan");
    expect(before?.all("aws_lb")).toEqual([]);
  });

  test("links the blocks of a set as they are written, whatever their order", () => {
    const loadBalancer = at(graph, "aws_lb.written");
    expect(linksOf(loadBalancer, "subnet_mapping", "allocation_id", "aws_eip")).toEqual([
      "aws_eip.counted[1]",
      'aws_eip.by_zone["a"]',
    ]);
    const [first, second] = loadBalancer.blocks("subnet_mapping");
    expect(first?.link("subnet_id", "aws_subnet")?.address).toBe("aws_subnet.counted[1]");
    expect(second?.known("subnet_id")).toBe("subnet-0a");
  });

  test("links a dynamic block to what was made of the same element", () => {
    const blocks = at(graph, "aws_lb.dynamic").blocks("subnet_mapping");
    expect(
      blocks.map((block) => [block.known("subnet_id"), block.link("allocation_id", "aws_eip")?.address]),
    ).toEqual([
      ["subnet-0a", 'aws_eip.by_zone["a"]'],
      ["subnet-0b", 'aws_eip.by_zone["b"]'],
    ]);
  });

  test("links to the instance of the same key where the index is not constant", () => {
    for (const key of ["https", "ldaps"]) {
      const listener = at(graph, `aws_lb_listener.service["${key}"]`);
      expect(linksOf(listener, "default_action", "target_group_arn", "aws_lb_target_group")).toEqual([
        `aws_lb_target_group.service["${key}"]`,
      ]);
    }
  });

  test("keeps the order and weights of nested blocks in a list", () => {
    const [forward] = at(graph, "aws_lb_listener.weighted")
      .blocks("default_action")
      .flatMap((action) => action.blocks("forward"));
    const groups = forward?.blocks("target_group") ?? [];
    expect(
      groups.map((group) => [group.number("weight"), group.link("arn", "aws_lb_target_group")?.address]),
    ).toEqual([
      [10, 'aws_lb_target_group.service["ldaps"]'],
      [1, 'aws_lb_target_group.service["https"]'],
    ]);
  });

  test("links by the part of a key where a local made the elements", () => {
    const groups = graph
      .all("aws_lb_target_group_attachment")
      .map((one) => one.link("target_group_arn", "aws_lb_target_group")?.address);
    const [https, ldaps] = ["https", "ldaps"].map((key) => `aws_lb_target_group.service["${key}"]`);
    expect(groups).toEqual([https, https, ldaps, ldaps]);
  });

  test("links what a map names of which the plan has no key", () => {
    const dimensions = at(graph, "aws_cloudwatch_metric_alarm.healthy").entries("dimensions");
    const group = graph.named(dimensions.get("TargetGroup"), "aws_lb_target_group");
    expect(group?.address).toBe('aws_lb_target_group.service["https"]');
    expect(graph.named(dimensions.get("LoadBalancer"), "aws_lb")?.address).toBe("aws_lb.written");
  });

  test("follows the variables and outputs of modules in modules, instance by instance", () => {
    const record = at(graph, 'module.endpoint["mail"].module.record[0].aws_route53_record.primary');
    expect(record.module).toBe('module.endpoint["mail"].module.record[0]');
    expect(record.known("zone_id")).toBe("Z2");
    expect(record.links("records", "aws_eip").map(({ address }) => address)).toEqual(["aws_eip.counted[0]"]);
    const check = record.link("health_check_id", "aws_route53_health_check");
    expect(check?.address).toBe('module.endpoint["mail"].aws_route53_health_check.by_zone["a"]');
    expect(check?.link("ip_address", "aws_eip")?.address).toBe('aws_eip.by_zone["a"]');
    expect(graph.named(graph.outputs.get("address"), "aws_eip")?.address).toBe("aws_eip.counted[0]");
  });

  test("takes each reference of a list", () => {
    const record = at(graph, "aws_route53_record.several");
    expect(record.links("records", "aws_eip").map(({ address }) => address)).toEqual([
      "aws_eip.counted[0]",
      "aws_eip.counted[1]",
    ]);
  });

  test("distinguishes what is written from what the provider adds, and from what a dynamic block hides", () => {
    const written = at(graph, 'aws_lb_target_group.service["https"]').written("health_check");
    expect(written?.map((block) => [block.has("port"), block.has("interval")])).toEqual([[true, false]]);
    expect(at(graph, "aws_lb_target_group.plain").written("health_check")).toEqual([]);
    expect(at(graph, "aws_lb_target_group.dynamic").written("health_check")).toBeUndefined();
    expect(at(graph, "aws_lb_target_group.dynamic").blocks("health_check")).toHaveLength(1);
  });

  test("does not link what AWS chooses for a resource to that resource", () => {
    expect(at(graph, "aws_lb.written").text("arn")).toBeInstanceOf(Unknown);
    expect(at(graph, "aws_lb.written").link("arn", "aws_lb")).toBeUndefined();
  });
});

test("a plan of JSON configuration comes to the same as that configuration", () => {
  const [plan, configuration] = ["plan.json", "cdk.tf.json"].map(
    (file) => readFixture(`json-syntax/${file}`).graph,
  );
  for (const graph of [plan, configuration]) {
    if (graph === undefined) throw new Error("no graph");
    const loadBalancer = at(graph, "aws_lb.this");
    expect(linksOf(loadBalancer, "subnet_mapping", "allocation_id", "aws_eip")).toEqual([
      'aws_eip.nlb["b"]',
      'aws_eip.nlb["a"]',
    ]);
    expect(loadBalancer.entries("tags").get("address")).toMatchObject({
      expression: 'at ${aws_eip.nlb["a"].public_ip}',
    });
    const dimensions = at(graph, "aws_cloudwatch_metric_alarm.healthy").entries("dimensions");
    expect(dimensions.get("AvailabilityZone")).toBe("eu-central-1a");
    expect(graph.named(dimensions.get("TargetGroup"), "aws_lb_target_group")).toBeDefined();
    expect(at(graph, "aws_route53_record.tier1").texts("records")).toHaveLength(2);
  }
});

describe("a plan", () => {
  const planOf = (rest: object) => graphOf({ format_version: "1.2", ...rest }, "plan");
  const record = (values: object) => ({
    address: "aws_route53_record.r",
    mode: "managed",
    type: "aws_route53_record",
    name: "r",
    values,
  });

  test("holds the data sources that were read while planning, which are only in the state", () => {
    const subnet = {
      address: "data.aws_subnet.s",
      mode: "data",
      type: "aws_subnet",
      name: "s",
      values: { id: "subnet-1", availability_zone: "eu-central-1a" },
    };
    const graph = planOf({
      planned_values: {},
      prior_state: { values: { root_module: { resources: [subnet, record({})] } } },
    });
    expect(at(graph, "data.aws_subnet.s").known("availability_zone")).toBe("eu-central-1a");
    expect(graph.at("aws_route53_record.r")).toBeUndefined();
  });

  test("leaves open in which zone an alarm counts, where it does not specify the dimensions", () => {
    const alarm = {
      address: "aws_cloudwatch_metric_alarm.a",
      mode: "managed",
      type: "aws_cloudwatch_metric_alarm",
      name: "a",
      values: {},
    };
    const graph = planOf({
      planned_values: { root_module: { resources: [alarm] } },
      resource_changes: [{ ...alarm, change: { actions: ["create"], after_unknown: { dimensions: true } } }],
      configuration: {
        root_module: {
          resources: [
            {
              ...alarm,
              expressions: { dimensions: { references: ["aws_lb.x.arn_suffix", "aws_lb.x"] } },
            },
          ],
        },
      },
    });
    const zone = at(graph, "aws_cloudwatch_metric_alarm.a").entries("dimensions").get("AvailabilityZone");
    expect(zone).toBeInstanceOf(Unknown);
  });

  test("does not take a reference for a value that holds more than the reference", () => {
    const zone = {
      address: "aws_route53_zone.z",
      mode: "managed",
      type: "aws_route53_zone",
      name: "z",
      values: { name: "example.com" },
    };
    const graph = planOf({
      planned_values: { root_module: { resources: [zone, record({})] } },
      resource_changes: [
        { ...record({}), change: { actions: ["create"], after_unknown: { name: true, zone_id: true } } },
      ],
      configuration: {
        root_module: {
          resources: [
            {
              ...record({}),
              expressions: {
                name: {
                  references: ["aws_route53_zone.z.name", "aws_route53_zone.z"],
                },
                set_identifier: {},
                zone_id: { references: ["aws_route53_zone.z.zone_id", "aws_route53_zone.z"] },
              },
            },
          ],
        },
      },
    });
    expect(at(graph, "aws_route53_record.r").known("name")).toBeUndefined();
    expect(at(graph, "aws_route53_record.r").link("zone_id", "aws_route53_zone")?.address).toBe(
      "aws_route53_zone.z",
    );
  });

  /** A plan of subnets, and of a load balancer made by `count` in which an argument is an expression. */
  const ofLoadBalancer = (expressions: object, unknown: object, values: object = {}) => {
    const listed = (type: string, name: string, index: number) => ({
      address: `${type}.${name}[${index}]`,
      mode: "managed",
      type,
      name,
      index,
      values: {},
    });
    const loadBalancer = { ...listed("aws_lb", "this", 0), values };
    return planOf({
      planned_values: {
        root_module: {
          resources: [listed("aws_subnet", "s", 0), listed("aws_subnet", "s", 1), loadBalancer],
        },
      },
      resource_changes: [{ ...loadBalancer, change: { actions: ["create"], after_unknown: unknown } }],
      configuration: { root_module: { resources: [{ address: "aws_lb.this", expressions }] } },
    });
  };

  test.each([
    ["all instances", ["aws_subnet.s"], ["aws_subnet.s[0]", "aws_subnet.s[1]"]],
    ["the instance of its own key", ["aws_subnet.s", "count.index"], ["aws_subnet.s[0]"]],
    ["one instance", ["aws_subnet.s[1].id", "aws_subnet.s[1]", "aws_subnet.s"], ["aws_subnet.s[1]"]],
    ["nothing that is specified", ["local.subnets"], []],
  ])("links a list to %s, as its references say", (_case, references, addresses) => {
    const graph = ofLoadBalancer({ subnets: { references } }, { subnets: true });
    const links = at(graph, "aws_lb.this[0]").links("subnets", "aws_subnet");
    expect(links.map(({ address }) => address)).toEqual(addresses);
  });

  test("keeps the known members of a list of which others are unknown", () => {
    const graph = ofLoadBalancer(
      {
        subnets: {
          constant_value: ["${aws_subnet.s[1].id}", "subnet-9"],
          references: ["aws_subnet.s[1].id"],
        },
      },
      { subnets: [true, false] },
      { subnets: [null, "subnet-9"] },
    );
    const loadBalancer = at(graph, "aws_lb.this[0]");
    expect(loadBalancer.links("subnets", "aws_subnet").map(({ address }) => address)).toEqual([
      "aws_subnet.s[1]",
    ]);
    expect(loadBalancer.texts("subnets")).toContain("subnet-9");
  });
});
