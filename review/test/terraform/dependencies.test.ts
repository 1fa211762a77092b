import { dependenciesOf, withoutKeys } from "../../terraform/plan/dependencies";

const resource = (
  address: string,
  references: readonly string[] = [],
  depends_on: readonly string[] = [],
) => ({
  address,
  mode: address.startsWith("data.") ? "data" : "managed",
  expressions: { argument: [{ nested: { references } }] },
  depends_on,
});

const PLAN = {
  configuration: {
    root_module: {
      resources: [
        resource("aws_vpc.main"),
        resource("data.aws_subnet.a", ["aws_vpc.main.id", "aws_vpc.main"]),
        resource("aws_lb.keys", ['data.aws_subnet.a["x"].id', "local.name", "each.key"], ["module.names"]),
        resource("aws_lb.other", ["module.names.zone"]),
      ],
      module_calls: {
        names: {
          expressions: { vpc: { references: ["aws_vpc.main.id", "aws_vpc.main"] } },
          depends_on: ["aws_eip.a"],
          module: {
            resources: [resource("aws_route53_zone.z", ["var.vpc"]), resource("aws_route53_record.r")],
            outputs: { zone: { expression: { references: ["aws_route53_zone.z.id"] } } },
          },
        },
      },
    },
  },
  prior_state: {
    values: {
      root_module: {
        resources: [{ address: "aws_lb.keys[0]", depends_on: ["aws_vpc.main", "aws_lb.keys"] }],
        child_modules: [
          { resources: [{ address: 'module.names["a"].aws_route53_zone.z', depends_on: ["aws_vpc.main"] }] },
        ],
      },
    },
  },
};

const { planned, deployed } = dependenciesOf(PLAN);

test("what a configuration refers to is followed through data sources, modules, variables and outputs", () => {
  expect([...planned("aws_lb.other")].sort()).toEqual(["aws_vpc.main", "module.names.aws_route53_zone.z"]);
  expect([...planned("module.names.aws_route53_zone.z")]).toEqual(["aws_vpc.main"]);
  // A module that is depended on is all in it.
  expect([...planned("aws_lb.keys")].sort()).toEqual([
    "aws_vpc.main",
    "data.aws_subnet.a",
    "module.names.aws_route53_record.r",
    "module.names.aws_route53_zone.z",
  ]);
  expect([...planned("aws_lb.unknown")]).toEqual([]);
});

test("what is deployed depends on what Terraform recorded, whatever the instance", () => {
  expect([...deployed("aws_lb.keys")]).toEqual(["aws_vpc.main"]);
  expect([...deployed("module.names.aws_route53_zone.z")]).toEqual(["aws_vpc.main"]);
});

test("anything but a plan has no dependencies", () => {
  const nothing = dependenciesOf({ configuration: [], prior_state: "x" });
  expect([...nothing.planned("a.b"), ...nothing.deployed("a.b")]).toEqual([]);
});

test.each([
  ["aws_lb.a[0]", "aws_lb.a"],
  ['module.m["a.b[0]"].aws_lb.x["\\"]"]', "module.m.aws_lb.x"],
])("%s without its keys is %s", (address, expected) => {
  expect(withoutKeys(address)).toBe(expected);
});
