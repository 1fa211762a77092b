import { planBetween } from "../impact/support/plan";
import { adding, bodyOf, changing, type Body, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { BASE, NOTHING, refusals, refusalsIn } from "./support/refusals";

const RULE = "AWS-APPLY-5";
const own = bodyOf(BASE, "aws_lb.keys")["subnet_mapping"] as readonly Body[];

/** The stack whose load balancer has mappings without a subnet beside its own. */
const withEmpty = (count: number, subnet_mapping: readonly unknown[] = own): Document =>
  changing(BASE, "aws_lb.keys", {
    subnet_mapping: [...subnet_mapping, ...Array.from({ length: count }, () => ({ subnet_id: "" }))],
  });

test("a configuration is told to name the subnets", () => {
  expect(objectionsOf(RULE, withEmpty(1))).toEqual([
    "error aws_lb.keys: 1 of 4 subnet mappings has no subnet: AWS refuses the load balancer (CreateLoadBalancer: " +
      "ValidationError). Set subnet_id in each subnet_mapping.",
  ]);
  expect(refusals(RULE, withEmpty(2), {}, NOTHING)).toEqual([
    expect.stringMatching(
      /^error aws_lb\.keys: 2 of 5 subnet mappings have no subnet: .* Nothing is destroyed by then\. Set subnet_id in each/,
    ),
  ]);
});

test("a plan that does not write the load balancer stops at nothing", () => {
  const ttl = changing(withEmpty(1), "aws_route53_record.tier1_primary", { ttl: 20 });
  expect(refusals(RULE, ttl, {}, withEmpty(1))).toEqual([
    expect.stringMatching(
      /\(CreateLoadBalancer: ValidationError\)\. Set subnet_id in each subnet_mapping\.$/,
    ),
  ]);
});

/** A plan in which the Elastic IP of the first mapping is made in the same apply. */
function exchanging(change: Body = {}) {
  const json = planBetween(BASE, changing(BASE, "aws_lb.keys", { tags: { Name: "keys" } }));
  const after_unknown = { subnet_mapping: [{ allocation_id: true }] };
  return {
    ...json,
    resource_changes: json.resource_changes.map((resource) =>
      resource.address === "aws_lb.keys"
        ? { ...resource, change: { ...resource.change, after_unknown, ...change } }
        : resource,
    ),
  };
}

test("what is replaced gets a new Elastic IP as its own", () => {
  expect(refusalsIn(RULE, exchanging())).toHaveLength(1);
  expect(refusalsIn(RULE, exchanging({ actions: ["delete", "create"] }))).toEqual([]);
});

test("what another load balancer has is none of this one's subnets", () => {
  const json = exchanging();
  const elsewhere = planBetween(
    adding(BASE, { "aws_lb.gone": { subnet_mapping: [{ subnet_id: "subnet-1" }] } }),
    changing(BASE, "aws_lb.keys", { subnet_mapping: [{ subnet_id: "subnet-1" }, ...own] }),
  );
  const resource_changes = elsewhere.resource_changes.map(
    (resource) =>
      (resource.address === "aws_lb.keys"
        ? json.resource_changes.find(({ address }) => address === resource.address)
        : undefined) ?? resource,
  );
  expect(refusalsIn(RULE, { ...elsewhere, resource_changes })).toEqual([]);
});

test("what is moved to another address is still the same load balancer", () => {
  const json = exchanging();
  const { prior_state } = json;
  const moved = JSON.parse(JSON.stringify(prior_state).replaceAll('"aws_lb.keys"', '"aws_lb.old"')) as Body;
  const resource_changes = json.resource_changes.map((resource) =>
    resource.address === "aws_lb.keys" ? { ...resource, previous_address: "aws_lb.old" } : resource,
  );
  expect(refusalsIn(RULE, { ...json, resource_changes, prior_state: moved })).toEqual([
    expect.stringMatching(/^error aws_lb\.keys: .* an Elastic IP that does not exist yet/),
  ]);
});
