import { LoadBalancingMethod } from "../../../lib";
import { described, documentOf } from "../support/document";
import { node, subnet, upTo } from "../../support/cluster";
import { describeDocument } from "./describe";

test("a synthesized document describes load balancers, checks, records and nodes", () => {
  const { loadBalancers, checks, zones, nodes, names } = described(3);

  expect(loadBalancers).toHaveLength(1);
  expect(loadBalancers[0]?.zones.map(({ name }) => name)).toEqual(["us-east-1a", "us-east-1b", "us-east-1c"]);
  const group = loadBalancers[0]?.listeners[0]?.forwards[0]?.group;
  expect(group?.targets).toEqual([
    { address: "10.0.1.10", port: 443, zone: "us-east-1a" },
    { address: "10.0.2.10", port: 443, zone: "us-east-1b" },
    { address: "10.0.3.10", port: 443, zone: "us-east-1c" },
  ]);
  expect(group?.probe).toEqual({
    protocol: "TCP",
    port: 443,
    path: "/",
    codes: [[200, 399]],
    interval: 10,
    timeout: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 2,
  });
  expect(checks).toHaveLength(3);
  // A check probes the address that the load balancer has in its zone, and the record answers with it.
  const addresses = loadBalancers[0]?.zones.map(({ address }) => address);
  expect(checks.map((check) => check.kind === "endpoint" && check.address)).toEqual(addresses);
  expect(zones[0]?.records.map(({ name, policy }) => [name, policy])).toContainEqual([
    "tier2.keys.example.com",
    { kind: "failover", role: "SECONDARY" },
  ]);
  expect(nodes.map(({ name, address, ports }) => [name, address, ports])).toEqual(
    upTo(3).map((n) => [`sems${n}`, `10.0.${n}.10`, [443]]),
  );
  expect(names).toEqual([
    {
      fqdn: "keys.example.com",
      zoneId: "Z0123456789ABCDEFGHIJ",
      ports: [443],
      nodes: ["10.0.1.10", "10.0.2.10", "10.0.3.10"],
    },
  ]);
});

test("alarms, calculated checks and weights are described", () => {
  const { checks } = described(2, { failbackDelaySeconds: 30 });
  const { loadBalancers, names } = described(3, {
    method: LoadBalancingMethod.weighted(),
    scheme: "internal",
    topology: "per-node",
    subnets: upTo(3).map(subnet),
    nodes: upTo(3).map((n) => node(n)),
  });

  expect(checks.map(({ kind }) => kind).sort()).toEqual(
    expect.arrayContaining(["calculated", "endpoint", "metric"]),
  );
  const weights = loadBalancers.flatMap(({ listeners }) =>
    listeners.flatMap(({ forwards }) => (forwards.length > 1 ? [forwards.map(({ weight }) => weight)] : [])),
  );
  expect(weights.map((each) => [...each].sort())).toEqual([[1, 1, 10]]);
  expect(names).toHaveLength(1);
});

test("a state describes the same as the document that it was made from", () => {
  const synthesized = documentOf(2);
  const resources = Object.entries(
    (synthesized as { resource: Record<string, Record<string, object>> }).resource,
  ).flatMap(([type, named]) =>
    Object.entries(named).map(([name, values]) => ({ address: `${type}.${name}`, type, values })),
  );

  const state = { values: { root_module: { resources } } };
  expect(describeDocument(state)).toEqual(describeDocument(synthesized));
});

test.each([{}, { resource: 5 }, null])("%j is refused", (document) => {
  expect(() => describeDocument(document)).toThrow(
    "neither a synthesized cdk.tf.json nor the JSON of a state",
  );
});
