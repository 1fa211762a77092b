import { ALL_HEALTHY, TrafficDistribution } from "../../aws/scenario";

const to = (node: string) => TrafficDistribution.to(node);

describe("clients that are split", () => {
  test("go nowhere by a part of nothing, and rest on nothing of it", () => {
    const traffic = TrafficDistribution.split([
      { part: 0, traffic: to("a").assuming("dead-group") },
      { part: 2, traffic: to("b") },
    ]);

    expect([[...traffic.shares], [...traffic.assumptions]]).toEqual([[["b", 1]], []]);
  });

  test("are not lost where they leave the document", () => {
    const traffic = TrafficDistribution.evenly([
      to("a"),
      TrafficDistribution.toElsewhere("b"),
      TrafficDistribution.nowhere(),
      TrafficDistribution.nowhere(),
    ]);

    expect(traffic.lost(ALL_HEALTHY)).toBeCloseTo(0.5);
    expect(traffic.lost({ ...ALL_HEALTHY, nodes: new Set(["a"]) })).toBeCloseTo(0.75);
  });

  test.each([3, 6, 7, 10, 49])("are not lost where parts of 1/%i add up to less than 1", (parts) => {
    const nodes = Array.from({ length: parts }, (_, i) => to(`${i}`));

    expect(TrafficDistribution.evenly(nodes).lost(ALL_HEALTHY)).toBe(0);
  });
});
