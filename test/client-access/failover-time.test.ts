import { TerraformOutput } from "cdktf";
import { ClientAccess, type EndpointHealthProps } from "../../lib";
import { numberToken } from "../support/access";
import { accessProps, newStack, synth } from "../support/cluster";

const failover = (endpointHealth: EndpointHealthProps = {}, ttlSeconds?: number) =>
  new ClientAccess(newStack(), "Access", accessProps(2, { endpointHealth, ttlSeconds })).failover;

describe("The time of a fail-over", () => {
  test("is the probes that fail, the last one's time-out, Route 53's reaction and the answer's time to live", () => {
    expect(failover()).toEqual({
      worstCaseSeconds: 55,
      steps: [
        { what: "3 failed probes, one every 10 s", seconds: 30 },
        { what: "time-out of the last probe", seconds: 10 },
        { what: "Route 53 changes its answer", seconds: 5 },
        { what: "time to live of the old answer", seconds: 10 },
      ],
    });
  });

  test.each<[EndpointHealthProps, number | undefined, number]>([
    [{ failureThreshold: 1 }, undefined, 35],
    [{ intervalSeconds: 30 }, undefined, 115],
    [{ protocol: "HTTP" }, undefined, 51],
    [{ protocol: "HTTPS" }, undefined, 51],
    [{}, 1, 46],
    [{ failureThreshold: 10, intervalSeconds: 30 }, 60, 375],
  ])("with %j and a time to live of %p is %i seconds", (endpointHealth, ttlSeconds, seconds) => {
    expect(failover(endpointHealth, ttlSeconds).worstCaseSeconds).toBe(seconds);
  });

  test("counts the other steps besides a time to live that is a token", () => {
    const template = synth((stack) => {
      const props = accessProps(2, { ttlSeconds: numberToken(stack, "ttl") });
      const value = new ClientAccess(stack, "Access", props).failover.worstCaseSeconds;
      new TerraformOutput(stack, "seconds", { value });
    });
    expect(template.output("seconds")).not.toBe("${var.ttl}");
  });
});
