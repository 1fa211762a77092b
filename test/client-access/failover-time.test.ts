import { TerraformOutput, Token } from "cdktf";
import {
  ClientAccess,
  ClientService,
  LoadBalancingMethod,
  type ClientAccessProps,
  type EndpointHealthProps,
} from "../../lib";
import { numberToken } from "../support/access";
import { accessProps, newStack, subnet, synth, upTo } from "../support/cluster";

const failover = (endpointHealth: EndpointHealthProps = {}, ttlSeconds?: number) =>
  new ClientAccess(newStack(), "Access", accessProps(2, { endpointHealth, ttlSeconds })).failoverTime;

describe("The failover time", () => {
  test("is the probes that fail, the last one's timeout, Route 53's reaction and the TTL of the answer", () => {
    expect(failover()).toMatchObject({
      worstCaseSeconds: 55,
      steps: [
        {
          what: "3 failed probes, one every 10 s",
          seconds: 30,
          remedy: "a smaller endpointHealth.failureThreshold",
        },
        { what: "timeout of the last probe", seconds: 10 },
        { what: "Route 53 changes its answer", seconds: 5 },
        { what: "TTL of the old answer", seconds: 10, remedy: "a smaller ttlSeconds" },
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
  ])("with %j and a TTL of %p is %i seconds", (endpointHealth, ttlSeconds, seconds) => {
    expect(failover(endpointHealth, ttlSeconds)?.worstCaseSeconds).toBe(seconds);
  });

  test("counts the other steps besides a TTL that is a token", () => {
    const template = synth((stack) => {
      const props = accessProps(2, { ttlSeconds: numberToken(stack, "ttl") });
      const value = new ClientAccess(stack, "Access", props).failoverTime?.worstCaseSeconds;
      new TerraformOutput(stack, "seconds", { value });
    });
    expect(template.output("seconds")).not.toBe("${var.ttl}");
  });
});

describe("The failover time by other ways", () => {
  const timeOf = (nodes: number, changes: Partial<ClientAccessProps>) =>
    new ClientAccess(newStack(), "Access", accessProps(nodes, changes)).failoverTime;
  const subnets = upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` }));

  test("per-node is the load balancer's probes, Route 53's evaluation and the TTL of the alias", () => {
    expect(timeOf(2, { topology: "per-node" })).toMatchObject({
      worstCaseSeconds: 115,
      steps: [
        {
          what: "2 failed probes of the load balancer, one every 10 s",
          seconds: 20,
          remedy: "a smaller healthCheck.intervalSeconds",
        },
        {
          what: "timeout of the last probe",
          seconds: 5,
          remedy: "a smaller healthCheck.timeoutSeconds",
        },
        { what: "Route 53 evaluates the target group and changes its answer", seconds: 30 },
        { what: "TTL of the alias", seconds: 60 },
      ],
    });
  });

  test("by alarm is the probes, two minutes of the metric, its delivery, Route 53 and the TTL", () => {
    const remedy = 'topology "per-node"';
    expect(timeOf(2, { scheme: "internal", subnets })).toMatchObject({
      worstCaseSeconds: 190,
      steps: [
        expect.objectContaining({ seconds: 20 }),
        expect.objectContaining({ seconds: 5 }),
        { what: "rest of the metric period in which the node was still healthy", seconds: 60, remedy },
        { what: "a full metric period without a healthy node", seconds: 60, remedy },
        { what: "CloudWatch delivers the metric to Route 53", seconds: 30 },
        { what: "Route 53 changes its answer", seconds: 5 },
        { what: "TTL of the old answer", seconds: 10, remedy: "a smaller ttlSeconds" },
      ],
    });
  });

  const weighted = LoadBalancingMethod.weighted();
  test.each<[string, Partial<ClientAccessProps>, number]>([
    ["the alias, where the ordered list is faster", { method: weighted }, 115],
    ["the ordered list's, where that is slower", { method: weighted, scheme: "internal", subnets }, 190],
    ["the alias, per-node", { method: weighted, topology: "per-node" }, 115],
  ])("weighted is that of %s", (_which, changes, seconds) => {
    expect(timeOf(2, changes)?.worstCaseSeconds).toBe(seconds);
  });

  test("is that of the service whose probes are slowest", () => {
    const slow = ClientService.LDAP.withHealthCheck({ intervalSeconds: 30 });
    const services = [ClientService.HTTPS, slow, ClientService.LDAPS];
    expect(timeOf(2, { topology: "per-node", services })?.worstCaseSeconds).toBe(155);
  });

  test("is that of the first service where its probes are known only after deployment", () => {
    const stack = newStack();
    const unknown = ClientService.HTTPS.withHealthCheck({
      unhealthyThreshold: numberToken(stack, "threshold"),
    });
    const slow = ClientService.LDAP.withHealthCheck({ intervalSeconds: 30 });
    const props = accessProps(2, { topology: "per-node", services: [unknown, slow] });
    const { steps } = new ClientAccess(stack, "Access", props).failoverTime ?? {};
    expect(Token.isUnresolved(steps?.[0]?.seconds)).toBe(true);
  });

  test("is made of steps that add up", () => {
    for (const topology of ["zonal", "per-node"] as const) {
      const time = timeOf(3, { topology });
      expect(time?.steps.reduce((total, { seconds }) => total + seconds, 0)).toBe(time?.worstCaseSeconds);
    }
  });
});

describe("The budget of a failover", () => {
  const warnings = (changes: Partial<ClientAccessProps>): string[] => {
    const access = new ClientAccess(newStack(), "Access", accessProps(2, changes));
    return access.node.metadata.map(({ data }) => String(data));
  };
  const subnets = upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` }));

  test("holds by default, zonal from the internet and per-node", () => {
    expect(warnings({})).toEqual([]);
    expect(warnings({ topology: "per-node" })).toEqual([]);
    expect(warnings({ method: LoadBalancingMethod.manual("sems1"), scheme: "internal", subnets })).toEqual(
      [],
    );
  });

  test.each<[string, Partial<ClientAccessProps>, number]>([
    ['topology "per-node"', { scheme: "internal", subnets }, 190],
    ['endpointHealth.by "route53-checkers"', { endpointHealth: { by: "cloudwatch-alarm" } }, 190],
    [
      "a smaller endpointHealth.intervalSeconds",
      { endpointHealth: { intervalSeconds: 30, failureThreshold: 4 } },
      145,
    ],
    ["a smaller endpointHealth.failureThreshold", { endpointHealth: { failureThreshold: 10 } }, 125],
    [
      "a smaller healthCheck.intervalSeconds",
      { topology: "per-node", healthCheck: { intervalSeconds: 60 } },
      215,
    ],
    [
      "a smaller healthCheck.unhealthyThreshold",
      { topology: "per-node", healthCheck: { intervalSeconds: 5, unhealthyThreshold: 10 } },
      145,
    ],
  ])("is overrun with a warning that names %s", (remedy, changes, seconds) => {
    const [warning, ...others] = warnings(changes);
    expect(others).toEqual([]);
    expect(warning).toMatch(`Failover may take ${seconds} s, more than 120 s (`);
    expect(warning).toContain(`; ${remedy} shortens it`);
  });

  test("is overrun with a warning that adds up the steps", () => {
    expect(warnings({ topology: "per-node", healthCheck: { intervalSeconds: 60 } })).toEqual([
      "Failover may take 215 s, more than 120 s (2 failed probes of the load balancer, one every 60 s: 120; timeout of the last probe: 5; " +
        "Route 53 evaluates the target group and changes its answer: 30; TTL of the alias: 60); " +
        "a smaller healthCheck.intervalSeconds shortens it.",
    ]);
  });

  test("holds at exactly two minutes, and not a second above", () => {
    const at = (ttlSeconds: number) => warnings({ ttlSeconds, endpointHealth: { failureThreshold: 9 } });
    expect(at(15)).toEqual([]);
    expect(at(16)).toEqual([expect.stringContaining("Failover may take 121 s, more than 120 s")]);
  });

  test("is not judged where a part is known only after deployment", () => {
    const stack = newStack();
    const props = accessProps(2, {
      ttlSeconds: numberToken(stack, "ttl"),
      endpointHealth: { failureThreshold: 10 },
    });
    expect(new ClientAccess(stack, "Access", props).node.metadata).toEqual([]);
  });
});
