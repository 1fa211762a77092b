import { formatProblem, type AccessSubnet } from "../../lib";
import { checkSubnets, fixedAddressOf } from "../../lib/client-access/access-subnet";
import { accessProblems, accessTemplate } from "../support/access";
import { subnet, upTo } from "../support/cluster";

/** What is wrong with the first of three subnets. */
const problems = (changes: Partial<AccessSubnet>) =>
  accessProblems(2, { subnets: [{ ...subnet(3), ...changes }, subnet(1), subnet(2)] });

describe("A client access's subnets", () => {
  test("may be more than the nodes need", () => {
    expect(accessTemplate(2, { subnets: upTo(6).map(subnet) }).all("aws_eip")).toHaveLength(6);
  });

  test("are one at least", () => {
    expect(accessProblems(2, { subnets: [] })).toEqual([
      "subnets: found an empty list; allowed: one subnet per Availability Zone that contains a node",
    ]);
  });

  test.each<[Partial<AccessSubnet>, string]>([
    [{ id: "sn-3" }, 'id: found "sn-3"; allowed: an id that begins with subnet-'],
    [
      { allocationId: "203.0.113.3" },
      'allocationId: found "203.0.113.3"; allowed: an id that begins with eipalloc-',
    ],
    [
      { availabilityZone: "c" },
      'availabilityZone: found "c"; allowed: the name of an Availability Zone such as us-east-1a',
    ],
    [
      { privateAddress: "10.0.3.4" },
      'privateAddress: found "10.0.3.4"; allowed: omit: an internet-facing load balancer has Elastic IPs',
    ],
  ])("are refused with %j", (changes, line) => {
    expect(problems(changes)).toEqual([`subnets[0].${line}`]);
  });

  test("have an IPv4 address each where they are internal", () => {
    const subnets = [
      { ...subnet(1), privateAddress: "10.0.3" },
      { ...subnet(2), privateAddress: "10.0.2.4" },
    ];
    expect(checkSubnets("subnets", subnets, "internal", "zonal").map(formatProblem)).toEqual([
      'subnets[0].privateAddress: found "10.0.3"; allowed: an IPv4 address such as 10.0.1.10',
    ]);
  });

  test("AWS-NLB-4: have a zone, an id and an Elastic IP of their own each", () => {
    const twin = { ...subnet(1), allocationId: "eipalloc-1" };
    expect(accessProblems(2, { subnets: [twin, subnet(2), twin] })).toEqual([
      'subnets[2].id: found "subnet-1"; allowed: a unique value; subnets[0].id already uses it',
      'subnets[2].availabilityZone: found "us-east-1a"; allowed: a unique value; subnets[0].availabilityZone already uses it [AWS-NLB-4]',
      'subnets[2].allocationId: found "eipalloc-1"; allowed: a unique value; subnets[0].allocationId already uses it',
    ]);
  });

  const pathsOf = (subnets: Parameters<typeof checkSubnets>[1], scheme?: string, topology?: string) =>
    checkSubnets("subnets", subnets, scheme, topology).map(({ path }) => path);

  test("are checked as far as they are there", () => {
    expect(pathsOf(undefined, "internal")).toEqual([]);
    expect(pathsOf([undefined, { id: "subnet-1" }], undefined)).toEqual([]);
    expect(pathsOf([undefined], "internal")).toEqual([]);
    expect(pathsOf([undefined], "internet-facing")).toEqual([]);
  });

  test.each([
    [undefined, ["subnets[0].privateAddress"]],
    ["zonal", ["subnets[0].privateAddress"]],
    ["per-node", []],
  ])("need an address each where they are internal, with topology %s", (topology, paths) => {
    expect(pathsOf([subnet(1)], "internal", topology)).toEqual(paths);
  });

  test("have a private address where they are internal, which no other has, and no Elastic IP", () => {
    const internal = (privateAddress: string) =>
      checkSubnets("subnets", [{ ...subnet(1), privateAddress }], "internal", "zonal").map(formatProblem);
    expect(internal("203.0.113.5")).toEqual([
      'subnets[0].privateAddress: found "203.0.113.5"; allowed: a private address: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
    ]);
    expect(internal("100.64.0.5")).toEqual([]);
    const privateAddress = "10.0.1.5";
    const twins = [1, 2].map((n) => ({ ...subnet(n), privateAddress }));
    expect(pathsOf(twins, "internal")).toEqual(["subnets[1].privateAddress"]);
    const both = { ...subnet(1), privateAddress, allocationId: "eipalloc-1" };
    expect(pathsOf([both], "internal")).toEqual(["subnets[0].allocationId"]);
    expect(pathsOf([both], "internet-facing")).toEqual(["subnets[0].privateAddress"]);
    expect(pathsOf([both], undefined)).toEqual([]);
  });

  test.each([
    [{}, undefined],
    [{ allocationId: "eipalloc-1" }, { path: "subnets[0].allocationId", value: "eipalloc-1" }],
    [{ privateAddress: "10.0.1.5" }, { path: "subnets[0].privateAddress", value: "10.0.1.5" }],
  ])("have of %j the fixed address %j", (given, address) => {
    expect(fixedAddressOf("subnets[0]", given)).toEqual(address);
  });
});
