import { planBetween } from "../impact/support/plan";
import {
  adding,
  addressesOf,
  bodyOf,
  changing,
  without,
  type Body,
  type Document,
} from "../support/document";
import { objectionsOf } from "../support/findings";
import { BASE, refusals, refusalsIn } from "./support/refusals";

const RULE = "AWS-APPLY-1";
const LISTENERS = addressesOf(BASE, /^aws_lb_listener\./);
const KEYS = bodyOf(BASE, "aws_lb.keys");

/** A load balancer with these subnet mappings. */
const balancer = (...subnet_mapping: readonly Body[]): Body => ({
  load_balancer_type: "network",
  subnet_mapping,
});
const eip = (letter: string): Body => ({
  subnet_id: `\${aws_subnet.outside_${letter}.id}`,
  allocation_id: `\${aws_eip.${letter}.allocation_id}`,
});

describe("a fixed address of two load balancers of a document (AWS-APPLY-1)", () => {
  const found = (others: Readonly<Record<string, Body>>): string[] =>
    objectionsOf(RULE, adding(BASE, others));

  test("is named, without those that only one has", () => {
    expect(found({ "aws_lb.other": balancer(eip("b"), { subnet_id: "subnet-1" }) })).toEqual([
      "warning aws_lb.other: aws_lb.keys and aws_lb.other have the same fixed address aws_eip.b: AWS refuses the second " +
        "load balancer (CreateLoadBalancer: ResourceInUse). Give each load balancer its own.",
    ]);
  });

  test("may be one of several", () => {
    expect(found({ "aws_lb.other": balancer(eip("b"), eip("c")) })).toEqual([
      expect.stringMatching(/have the same fixed addresses aws_eip\.b and aws_eip\.c:/),
    ]);
  });

  test("belongs to the first of three", () => {
    expect(found({ "aws_lb.second": balancer(eip("b")), "aws_lb.third": balancer(eip("b")) })).toEqual([
      expect.stringMatching(/^warning aws_lb\.second: aws_lb\.keys and aws_lb\.second have/),
      expect.stringMatching(/^warning aws_lb\.third: aws_lb\.keys and aws_lb\.third have/),
    ]);
  });

  const first = { subnet_id: "subnet-1", private_ipv4_address: "10.0.1.5", ipv6_address: "2001:db8::5" };

  test.each<[string, Body, string]>([
    ["IPv4", { ...first, ipv6_address: "2001:db8::6" }, "address 10.0.1.5"],
    ["IPv6", { ...first, private_ipv4_address: undefined }, "address 2001:db8::5"],
    ["of both families", first, "addresses 10.0.1.5 and 2001:db8::5"],
    ["beside one that is not known", { ...first, ...eip("b"), subnet_id: "subnet-1" }, "addresses 10.0.1.5,"],
  ])("may be a private one: %s", (_what, second, words) => {
    const balancers = {
      "aws_lb.first": balancer({ ...eip("b"), ...first }),
      "aws_lb.second": balancer(second),
    };
    const [objection] = objectionsOf(RULE, adding(without(BASE, "aws_lb.keys"), balancers));
    expect(objection).toContain(
      `error aws_lb.second: aws_lb.first and aws_lb.second have the same fixed ${words}`,
    );
  });

  test.each<[string, Body]>([
    ["in another subnet", { ...first, subnet_id: "subnet-2" }],
    ["in no subnet", { ...first, subnet_id: undefined }],
    ["in the same subnet", { subnet_id: "subnet-1" }],
  ])("is another one %s", (_where, second) => {
    const balancers = { "aws_lb.first": balancer(first), "aws_lb.second": balancer(second) };
    expect(found(balancers)).toEqual([]);
    expect(
      found({
        "aws_lb.first": balancer({ ...first, subnet_id: undefined }),
        "aws_lb.second": balancer(second),
      }),
    ).toEqual([]);
  });
});

describe("a plan that creates a load balancer with the address of another (AWS-APPLY-1)", () => {
  const moved = (body: Body): Document =>
    adding(without(BASE, "aws_lb.keys", ...LISTENERS), { "aws_lb.other": body });

  test("names what both have", () => {
    expect(refusals(RULE, moved(balancer(eip("b"))))).toEqual([
      expect.stringMatching(
        /is created with the address [\d.]+ of aws_lb\.keys, which is destroyed in the same apply/,
      ),
    ]);
    expect(refusals(RULE, moved(balancer(eip("b"), eip("c"))))).toEqual([
      expect.stringMatching(/is created with the addresses [\d.]+ and [\d.]+ of aws_lb\.keys/),
    ]);
    expect(refusals(RULE, moved(balancer({ subnet_id: "subnet-1" })))).toEqual([]);
  });

  test("says it once where that one stays", () => {
    expect(refusals(RULE, adding(BASE, { "aws_lb.other": KEYS }))).toEqual([
      expect.stringMatching(
        /^error aws_lb\.other: aws_lb\.keys and aws_lb\.other have the same fixed addresses/,
      ),
    ]);
  });

  test("says it once where Terraform forgets that one", () => {
    expect(refusals(RULE, moved(KEYS), { forgotten: ["aws_lb.keys"] })).toEqual([
      expect.stringMatching(
        /^error aws_lb\.other: aws_lb\.other is created with the addresses .*, which aws_lb\.keys still has: .* Destroy aws_lb\.keys in a deployment/,
      ),
    ]);
  });

  test("says that a predecessor is forgotten", () => {
    const json = planBetween(BASE, BASE, { replaced: { "aws_lb.keys": "internal" } });
    const resource_changes = json.resource_changes.map((resource) =>
      resource.address === "aws_lb.keys"
        ? { ...resource, change: { ...resource.change, actions: ["create", "forget"] } }
        : resource,
    );
    expect(refusalsIn(RULE, { ...json, resource_changes })).toEqual([
      expect.stringMatching(/, which its predecessor, which Terraform forgets, still has: AWS refuses/),
    ]);
  });

  const replaced = (...createdFirst: readonly string[]) => ({
    replaced: {
      "aws_lb.keys": "internal",
      ...Object.fromEntries(LISTENERS.map((address) => [address, "load_balancer_arn"])),
    },
    createdFirst,
  });

  test("says where create_before_destroy comes from", () => {
    expect(refusals(RULE, BASE, replaced("aws_lb.keys"))).toEqual([
      expect.stringContaining(" Remove create_before_destroy, so that the old one is destroyed first"),
    ]);
    expect(refusals(RULE, BASE, replaced("aws_lb.keys", ...LISTENERS))).toEqual([
      expect.stringContaining(
        " Remove create_before_destroy (it comes from aws_lb_listener.https and aws_lb_listener.ldaps), so that",
      ),
    ]);
  });

  test("is sure to be refused where a listener moves over before the old load balancer is destroyed", () => {
    const after = LISTENERS.reduce(
      (document, address) => changing(document, address, { load_balancer_arn: "${aws_lb.other.arn}" }),
      adding(without(BASE, "aws_lb.keys"), { "aws_lb.other": KEYS }),
    );
    const replacedListeners = Object.fromEntries(LISTENERS.map((address) => [address, "load_balancer_arn"]));
    expect(refusals(RULE, after, { replaced: replacedListeners, createdFirst: LISTENERS })).toEqual([
      expect.stringMatching(
        /^error aws_lb\.other: .*, which aws_lb\.keys still has: .* Destroy aws_lb\.keys in a/,
      ),
    ]);
  });
});
