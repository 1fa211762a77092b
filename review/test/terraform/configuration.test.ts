import { graphOf } from "../../terraform/document";
import { keyOf } from "../../terraform/value";
import { at, linksOf, readFixture } from "./fixtures";

const only = (resource: unknown, rest: object = {}) => graphOf({ resource, ...rest }, "test");

describe("a configuration", () => {
  const { graph, kind, before, changes } = readFixture("json-syntax/cdk.tf.json");

  test("is distinguished from a plan and a state, and has no changes", () => {
    expect({ kind, before, changes }).toEqual({ kind: "configuration", before: undefined, changes: [] });
  });

  test("follows templates through variables and other resources' arguments", () => {
    const record = at(graph, "aws_route53_record.tier1");
    expect(record.known("name")).toBe("keys.example.com");
    expect(at(graph, "aws_lb.this").entries("tags").get("fqdn")).toBe("keys.example.com");
    expect(graph.follow(graph.outputs.get("fqdn"))).toBe("keys.example.com");
  });

  test("links resources by whole references, with and without an index", () => {
    const loadBalancer = at(graph, "aws_lb.this");
    expect(linksOf(loadBalancer, "subnet_mapping", "allocation_id", "aws_eip")).toEqual([
      'aws_eip.nlb["b"]',
      'aws_eip.nlb["a"]',
    ]);
    expect(linksOf(loadBalancer, "subnet_mapping", "subnet_id", "aws_subnet")).toEqual([
      "aws_subnet.public[1]",
      "aws_subnet.public[0]",
    ]);
    const record = at(graph, "aws_route53_record.tier1");
    expect(record.links("records", "aws_eip").map(({ address }) => address)).toEqual(['aws_eip.nlb["a"]']);
    expect(record.texts("records")[1]).toBe("192.0.2.1");
  });

  test("makes an instance for each element of a map, and for each number of a count", () => {
    expect(graph.all("aws_eip").map(({ address }) => address)).toEqual([
      'aws_eip.nlb["a"]',
      'aws_eip.nlb["b"]',
    ]);
    expect(at(graph, 'aws_eip.nlb["b"]').entries("tags").get("Name")).toBe("second");
    expect(at(graph, "aws_subnet.public[1]").known("availability_zone")).toBe("eu-central-1b");
    expect(at(graph, "aws_subnet.public[1]").known("cidr_block")).toBe("10.0.1.0/24");
  });

  test("makes a dynamic block's blocks", () => {
    const group = at(graph, "aws_lb_target_group.this");
    expect(group.blocks("health_check").map((block) => block.number("port"))).toEqual([443]);
    expect(group.written("health_check")).toHaveLength(1);
  });
});

describe("references", () => {
  const eip = { aws_eip: { a: {}, b: {} } };

  test.each([
    ["by two names of one attribute", "${aws_eip.a.id}", "${aws_eip.a.allocation_id}", true],
    ["in spite of spaces and parentheses", "${ (aws_eip.a.public_ip) }", "${aws_eip.a.public_ip}", true],
    [
      "through functions that change no text",
      "${tostring(aws_eip.a.public_ip)}",
      "${aws_eip.a.public_ip}",
      true,
    ],
    ["in templates", "x.${aws_eip.a.public_ip}", 'x.${"${aws_eip.a.public_ip}"}', true],
    ["but not of other attributes", "${aws_eip.a.public_ip}", "${aws_eip.a.private_ip}", false],
    ["but not of other resources", "${aws_eip.a.public_ip}", "${aws_eip.b.public_ip}", false],
    ["but not of other texts", "x.${aws_eip.a.public_ip}", "y.${aws_eip.a.public_ip}", false],
    ["by what is not followed", "${upper(aws_eip.a.id)}", "${upper(aws_eip.a.id)}", true],
  ])("are equal %s", (_case, one, other, equal) => {
    const graph = only({ ...eip, aws_route53_record: { one: { name: one }, other: { name: other } } });
    const [first, second] = ["one", "other"].map((name) =>
      keyOf(at(graph, `aws_route53_record.${name}`).text("name") ?? "nothing"),
    );
    expect(first === second).toBe(equal);
  });

  test.each([
    ["an escaped brace", "a$${b}", "a${b}"],
    ["a local", "${local.name}", "keys"],
    ["a local in a local", "${local.fqdn}", "keys.example.com"],
    ["an element of a local", "${local.list[1]}", "two"],
    ["a variable's default, which is no template", "${var.raw}", "${aws_eip.a.id}"],
    ["a list's element by a function", "${element(local.list, 3)}", "two"],
    ["joined texts", '${join(".", local.list)}', "one.two"],
    ["an interface's address, which is its first", "${aws_network_interface.n.private_ip}", "10.0.0.1"],
    ["an index behind an attribute", "${aws_network_interface.n.private_ips[1]}", "10.0.0.2"],
    ["an index behind a function", "${tolist(aws_network_interface.n.private_ips)[0]}", "10.0.0.1"],
    ["an argument that refers on", "${aws_network_interface.m.description}", "10.0.0.2"],
    ["a splat's element", "${aws_network_interface.many[*].description[1]}", undefined],
  ])("follow %s", (_case, name, followed) => {
    const graph = only(
      {
        ...eip,
        aws_network_interface: {
          n: { private_ips: ["10.0.0.1", "10.0.0.2"] },
          m: { description: "${aws_network_interface.n.private_ips[1]}" },
        },
        aws_route53_record: { r: { name } },
      },
      {
        locals: { name: "keys", fqdn: "${local.name}.${var.domain}", list: ["one", "two"] },
        variable: { domain: { default: "example.com" }, raw: { default: "${aws_eip.a.id}" } },
      },
    );
    expect(at(graph, "aws_route53_record.r").known("name")).toBe(followed);
  });

  test("to all instances come as a list", () => {
    const graph = only({
      aws_subnet: { s: { count: 2 } },
      aws_lb: { l: { subnets: "${aws_subnet.s[*].id}" } },
    });
    expect(
      at(graph, "aws_lb.l")
        .links("subnets", "aws_subnet")
        .map(({ address }) => address),
    ).toEqual(["aws_subnet.s[0]", "aws_subnet.s[1]"]);
  });

  test("to data sources and older names of types are links too", () => {
    const graph = only(
      {
        aws_alb: { old: { subnets: ["${data.aws_subnet.s.id}"] } },
        aws_lb_listener: { l: { load_balancer_arn: "${aws_alb.old.arn}" } },
      },
      { data: { aws_subnet: { s: { id: "subnet-1" } } } },
    );
    expect(at(graph, "aws_lb_listener.l").link("load_balancer_arn", "aws_lb")?.address).toBe("aws_alb.old");
    expect(at(graph, "aws_alb.old").links("subnets", "data.aws_subnet")).toHaveLength(1);
  });

  test("are links through a resource that passes an argument on", () => {
    const graph = only({
      aws_subnet: { s: {} },
      aws_route_table_association: { a: { subnet_id: "${aws_subnet.s.id}" } },
      aws_network_interface: { n: { subnet_id: "${aws_route_table_association.a.subnet_id}" } },
    });
    expect(at(graph, "aws_network_interface.n").link("subnet_id", "aws_subnet")?.address).toBe(
      "aws_subnet.s",
    );
  });

  test("to themselves end", () => {
    const graph = only(
      {
        aws_lb: { a: { name: "${aws_lb.b.name}" }, b: { name: "x${aws_lb.a.name}" } },
        aws_eip: { e: { domain: "${local.a}" } },
      },
      { locals: { a: "${local.b}", b: "${local.a}" } },
    );
    expect(at(graph, "aws_lb.a").known("name")).toBeUndefined();
    expect(at(graph, "aws_eip.e").known("domain")).toBeUndefined();
  });
});

describe("instances", () => {
  const addressesOf = (body: object, rest: object = {}) =>
    only({ aws_eip: { e: body } }, rest)
      .all("aws_eip")
      .map(({ address }) => address);

  test.each([
    ["none for a count of zero", { count: 0 }, []],
    ["several for a count", { count: "2" }, ["aws_eip.e[0]", "aws_eip.e[1]"]],
    ["one for a count that nothing tells", { count: "${length(data.x.y.z)}" }, ["aws_eip.e"]],
    ["one for a count beyond belief", { count: 1e9 }, ["aws_eip.e"]],
    [
      "one for each member of a set",
      { for_each: '${toset(["a", "b"])}' },
      ['aws_eip.e["a"]', 'aws_eip.e["b"]'],
    ],
    ["one for each instance of another resource", { for_each: "${aws_subnet.s}" }, ['aws_eip.e["k"]']],
  ])("are %s", (_case, body, addresses) => {
    const graph = only({ aws_eip: { e: body }, aws_subnet: { s: { for_each: { k: "v" } } } });
    expect(graph.all("aws_eip").map(({ address }) => address)).toEqual(addresses);
  });

  test("are as many as a local says", () => {
    expect(addressesOf({ for_each: "${local.m}" }, { locals: { m: { x: 1 } } })).toEqual(['aws_eip.e["x"]']);
  });
});
