import { documentOf, findingsIn, reviewOfCase, rowsOf } from "../support/case";
import { reviewOf } from "../support/review";
import { KEYS, nameOf, ref, ScenarioDocument } from "../support/scenario-document";

interface Json {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
}

/** The document of two VPCs with other arguments of the secondary target group. */
function withSecondary(args: Readonly<Record<string, unknown>>): unknown {
  const json = JSON.parse(JSON.stringify(documentOf("two-vpcs-one-cidr"))) as Json;
  Object.assign(json.resource["aws_lb_target_group"]?.["secondary"] ?? {}, args);
  return json;
}

const nodesOf = (document: unknown) =>
  reviewOf(document).services.flatMap(({ nodes }) => nodes.map(({ name, zone }) => `${name}: ${zone}`));

describe("A private address means something inside one VPC only", () => {
  test("one address in two VPCs is two nodes, each in the zone of its own VPC's subnet", () => {
    const review = reviewOfCase("two-vpcs-one-cidr");

    expect(rowsOf(review)).toEqual([
      "nothing down -> 10.0.1.10 in vpc-1",
      "10.0.1.10 in vpc-1 -> 10.0.1.10 in vpc-2",
      "10.0.1.10 in vpc-2 -> 10.0.1.10 in vpc-1",
      "10.0.1.10 in vpc-1 + 10.0.1.10 in vpc-2 -> nothing",
      "zone us-east-1a -> 10.0.1.10 in vpc-2",
      "zone us-east-1b -> 10.0.1.10 in vpc-1",
    ]);
    expect(findingsIn(review).filter((finding) => /REVIEW-1|SEMS-CLUSTER-1/.test(finding))).toEqual([]);
  });

  test("one address in one VPC is one node, whichever target groups register it", () => {
    expect(nodesOf(withSecondary({ vpc_id: "vpc-1" }))).toEqual(["10.0.1.10: us-east-1a"]);
  });

  test("an expression that names no VPC may be the same one: the address stays one node", () => {
    const document = withSecondary({ vpc_id: "${module.network.vpc_id}" });
    expect(nodesOf(document).map((node) => node.replace(/:.*/, ""))).toEqual(["10.0.1.10"]);
  });

  test("an address outside of every VPC is one node for all that reach it", () => {
    const json = JSON.parse(JSON.stringify(documentOf("two-vpcs-one-cidr"))) as Json;
    for (const target of Object.values(json.resource["aws_lb_target_group_attachment"] ?? {}))
      Object.assign(target, { target_id: "192.168.7.10", availability_zone: "all" });
    expect(nodesOf(json)).toEqual(["192.168.7.10: all"]);
  });

  test("network interfaces with one address in two VPCs are two machines, each known by its VPC", () => {
    const document = new ScenarioDocument();
    for (const [i, side] of ["east", "west"].entries()) {
      document.add("aws_vpc", side, { cidr_block: "10.0.0.0/16" });
      document.add("aws_subnet", side, {
        vpc_id: ref(`aws_vpc.${side}`, "id"),
        cidr_block: "10.0.1.0/24",
        availability_zone: `us-${side}-1a`,
      });
      document.add("aws_network_interface", side, {
        subnet_id: ref(`aws_subnet.${side}`, "id"),
        private_ips: ["10.0.1.10"],
      });
      document.add("aws_lb", side, {
        load_balancer_type: "network",
        subnets: [ref(`aws_subnet.${side}`, "id")],
      });
      document.group(side, { vpc_id: ref(`aws_vpc.${side}`, "id") });
      document.listener(side, 443, [{ group: side, weight: 1 }]);
      document.add("aws_lb_target_group_attachment", side, {
        target_group_arn: ref(`aws_lb_target_group.${side}`, "arn"),
        target_id: "10.0.1.10",
      });
      document.failover(KEYS, i === 0 ? "PRIMARY" : "SECONDARY", { name: nameOf(side), evaluates: true });
    }

    expect(nodesOf(document.json)).toEqual([
      "10.0.1.10 in aws_vpc.east: us-east-1a",
      "10.0.1.10 in aws_vpc.west: us-west-1a",
    ]);
    expect(document.reach({ down: ["aws_network_interface.east"] })).toEqual({
      "aws_network_interface.west": 1,
    });
  });
});
