import { servicesIn } from "../../aws/services";
import { ScenarioDocument } from "../support/scenario-document";

const KEYS = "keys.example.com";

/** The nodes of the only service as they take over from each other, each with its share. */
const successionIn = (document: ScenarioDocument): (readonly [string, number])[] => {
  const [service] = servicesIn(document.graph()).services;
  return (service?.succession ?? []).map(({ node, share }) => [node.name, share]);
};

const zonesOf = (count: number): number[][] => Array.from({ length: count }, (_, i) => [i + 1]);

describe("the nodes as they take over from each other", () => {
  test("each takes all clients once those before it are down", () => {
    const document = new ScenarioDocument().balancer({ zones: zonesOf(3) }).ordered([2, 3, 1]);
    expect(successionIn(document)).toEqual([
      ["10.0.2.10", 1],
      ["10.0.3.10", 1],
      ["10.0.1.10", 1],
    ]);
  });

  test("a node that never takes over has no place, and yet is one of the service's nodes", () => {
    const document = new ScenarioDocument().balancer({ zones: zonesOf(3) });
    document.failover(KEYS, "PRIMARY", { zone: 2 }, { health_check_id: document.check(2) });
    document.failover(KEYS, "SECONDARY", { zone: 1 });
    expect(successionIn(document)).toEqual([
      ["10.0.2.10", 1],
      ["10.0.1.10", 1],
    ]);
    const [service] = servicesIn(document.graph()).services;
    expect(service?.nodes.map(({ name }) => name)).toEqual(["10.0.2.10", "10.0.1.10", "10.0.3.10"]);
  });

  test("of nodes with weights, the heaviest of those that are left is next", () => {
    const document = new ScenarioDocument().balancer({ zones: zonesOf(2) });
    document.weighted(KEYS, 1, { zone: 1 }, { health_check_id: document.check(1) });
    document.weighted(KEYS, 3, { zone: 2 }, { health_check_id: document.check(2) });
    document.failover("other.example.com", "PRIMARY", { name: KEYS, evaluates: true });
    expect(successionIn(document)).toEqual([
      ["10.0.2.10", 0.75],
      ["10.0.1.10", 1],
    ]);
  });

  test("of more nodes than a cluster has, only the first two are computed", () => {
    const zones = [1, 3, 5, 7, 9, 11].map((n) => [n, n + 1]);
    const document = new ScenarioDocument().balancer({ zones }).ordered([6, 5, 4, 3, 2, 1]);
    expect(successionIn(document)).toEqual([
      ["10.0.11.10", 0.5],
      ["10.0.12.10", 1],
    ]);
  });
});
