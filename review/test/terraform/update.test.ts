import { at, linksOf, readFixture } from "./fixtures";

describe("a plan over a state", () => {
  const { graph, before, changes } = readFixture("update/plan.json");

  test("has what will be there, replaced resources among it and deleted ones not", () => {
    expect(at(graph, "aws_lb.this").flag("internal")).toBe(true);
    expect(graph.at("aws_lb_listener.gone")).toBeUndefined();
  });

  test("has what is there now", () => {
    expect(before?.at("aws_lb.this")?.flag("internal")).toBe(false);
    expect(before?.at("aws_lb_listener.gone")?.link("load_balancer_arn", "aws_lb")?.address).toBe(
      "aws_lb.this",
    );
  });

  test("links what stays by its ARN and what is made again by reference", () => {
    const listener = at(graph, "aws_lb_listener.this");
    expect(listener.link("load_balancer_arn", "aws_lb")?.address).toBe("aws_lb.this");
    expect(linksOf(listener, "default_action", "target_group_arn", "aws_lb_target_group")).toEqual([
      "aws_lb_target_group.new",
    ]);
  });

  test("says what happens to each resource, and what forces a replacement", () => {
    expect(changes.map(({ address, action, replacePaths }) => ({ address, action, replacePaths }))).toEqual([
      { address: "aws_lb.this", action: "replace", replacePaths: ["internal"] },
      { address: "aws_lb_listener.gone", action: "delete", replacePaths: [] },
      { address: "aws_lb_listener.this", action: "replace", replacePaths: ["load_balancer_arn"] },
      { address: "aws_lb_target_group.new", action: "update", replacePaths: [] },
      { address: "aws_route53_record.primary", action: "update", replacePaths: [] },
    ]);
  });

  test("says where a moved resource was", () => {
    expect(changes.filter(({ previousAddress }) => previousAddress !== undefined)).toMatchObject([
      { address: "aws_lb_target_group.new", previousAddress: "aws_lb_target_group.old" },
    ]);
  });

  test("has the attributes before and after", () => {
    const record = changes.find(({ address }) => address === "aws_route53_record.primary");
    expect(record?.before.get("records")).toEqual(["10.0.1.10"]);
    expect(record?.after.get("records")).toEqual(["10.0.2.10"]);
    const loadBalancer = changes.find(({ address }) => address === "aws_lb.this");
    expect(loadBalancer?.after.get("arn")).toMatchObject({ expression: "aws_lb.this.arn" });
  });

  test("cannot distinguish a health check that is not written from one in a dynamic block", () => {
    expect(at(graph, "aws_lb_target_group.new").written("health_check")).toBeUndefined();
  });
});

test("a plan to destroy has nothing, and deletes all", () => {
  const { graph, changes } = readFixture("update/destroy.json");
  expect(graph.all("aws_lb")).toEqual([]);
  expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(["delete"]));
});

describe("a state", () => {
  const { graph, kind, changes } = readFixture("update/state.json");

  test("is distinguished from a plan, and changes nothing", () => {
    expect({ kind, changes }).toEqual({ kind: "state", changes: [] });
  });

  test("links resources by their ARNs", () => {
    const listener = at(graph, "aws_lb_listener.this");
    expect(listener.link("load_balancer_arn", "aws_lb")?.address).toBe("aws_lb.this");
    expect(linksOf(listener, "default_action", "target_group_arn", "aws_lb_target_group")).toEqual([
      "aws_lb_target_group.old",
    ]);
  });

  test("does not specify what was written", () => {
    expect(at(graph, "aws_lb_target_group.old").written("health_check")).toBeUndefined();
  });
});
