import { Lazy } from "cdktf";
import { ClientService } from "../../lib/client-access/client-service";
import { defaultSource, endpointHealth, type CheckedProps } from "../../lib/client-access/endpoint-health";
import {
  checkClientPort,
  checkFailbackDelay,
  checkPath,
  checkProbeProtocol,
  checkTargetHealthCheck,
  mergeHealthChecks,
  targetHealthCheck,
} from "../../lib/client-access/target-health-check";

const number = Lazy.numberValue({ produce: () => 1 });
const text = Lazy.stringValue({ produce: () => "x" });
const { HTTPS, HTTP, LDAP, LDAPS } = ClientService;

describe("A service's own health check", () => {
  test.each([
    [undefined, undefined, undefined],
    [{ port: 443 }, undefined, { port: 443 }],
    [undefined, { port: 80 }, { port: 80 }],
    [
      { port: 443, path: "/all" },
      { port: 80, path: undefined },
      { port: 80, path: "/all" },
    ],
  ])("over %j, of %j makes %j", (ofAccess, ofService, merged) => {
    expect(mergeHealthChecks(ofAccess, ofService)).toEqual(merged);
  });
});

describe("A health check, written out,", () => {
  const defaults = {
    protocol: "TCP",
    port: undefined,
    path: "/",
    intervalSeconds: 10,
    timeoutSeconds: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 2,
  };
  test.each([
    [undefined, undefined, {}],
    [{ intervalSeconds: 20 }, 100, { intervalSeconds: 20, healthyThreshold: 5 }],
    [{ healthyThreshold: 4 }, 60, { healthyThreshold: 4 }],
    [
      { protocol: "HTTP" as const, path: "/a", port: 80 },
      undefined,
      { protocol: "HTTP", path: "/a", port: 80 },
    ],
    [
      { timeoutSeconds: 6, unhealthyThreshold: 7 },
      20,
      { timeoutSeconds: 6, unhealthyThreshold: 7, healthyThreshold: 2 },
    ],
  ])("of %j, with a failback delay of %p, has %j and the defaults", (props, delay, own) => {
    expect(targetHealthCheck(props, delay)).toEqual({ ...defaults, ...own });
  });
});

describe("A target health check is refused", () => {
  type Given = Parameters<typeof checkTargetHealthCheck>[1];
  const places = (props: Given, inherited?: Given) =>
    checkTargetHealthCheck("check", props, inherited).map(({ path }) => path.replace("check.", ""));

  test.each<[Given, Given, string[]]>([
    [undefined, { timeoutSeconds: 99 }, []],
    [{}, { timeoutSeconds: 99 }, []],
    [{ port: 444 }, undefined, ["port"]],
    [{ path: "/" }, undefined, ["path"]],
    [{ path: "/" }, { protocol: "HTTP" }, []],
    [{ intervalSeconds: 5 }, undefined, []],
    [{ intervalSeconds: 300 }, undefined, []],
    [{ intervalSeconds: 301 }, undefined, ["intervalSeconds"]],
    [{ timeoutSeconds: 2 }, undefined, []],
    [{ timeoutSeconds: 10 }, undefined, []],
    [{ timeoutSeconds: 11 }, undefined, ["timeoutSeconds"]],
    [{ timeoutSeconds: 11 }, { intervalSeconds: 11 }, []],
    [{ intervalSeconds: 10 }, { timeoutSeconds: 11 }, ["timeoutSeconds"]],
    [{ timeoutSeconds: 11, intervalSeconds: number }, undefined, []],
    [{ timeoutSeconds: number }, undefined, []],
    [{ healthyThreshold: 2, unhealthyThreshold: 10 }, undefined, []],
    [{ healthyThreshold: 1, unhealthyThreshold: 11 }, undefined, ["healthyThreshold", "unhealthyThreshold"]],
  ])("of %j, inheriting %j, for %j", (props, inherited, paths) => {
    expect(places(props, inherited)).toEqual(paths);
  });
});

describe("A probe", () => {
  test.each([
    ["HTTPS", 389, 1],
    ["HTTP", 25, 1],
    ["HTTPS", 443, 0],
    ["HTTP", 80, 0],
    ["HTTPS", 11371, 0],
    ["TCP", 389, 0],
    [undefined, 389, 0],
    [text, 389, 0],
    ["HTTPS", undefined, 0],
    ["HTTPS", number, 0],
  ])("over %p of the port %p has %i faults", (protocol, port, count) => {
    expect(checkProbeProtocol("protocol", protocol, port)).toHaveLength(count);
  });

  test.each([
    [undefined, "TCP", 0],
    [text, "TCP", 0],
    ["/", undefined, 1],
    ["/", "TCP", 1],
    ["/", "HTTP", 0],
    ["/a/b?c=d", "HTTPS", 0],
    ["a/", "HTTPS", 1],
    ["/a b", "HTTPS", 1],
    ["/".padEnd(255, "a"), "HTTPS", 0],
    ["/".padEnd(256, "a"), "HTTPS", 1],
  ])("of the path %p over %p has %i faults", (path, protocol, count) => {
    expect(checkPath("path", path, protocol)).toHaveLength(count);
  });

  test.each([
    [undefined, 0],
    [number, 0],
    [22, 1],
    [65_535, 0],
    [65_536, 1],
  ])("of the port %p has %i faults", (port, count) => {
    expect(checkClientPort("port", port)).toHaveLength(count);
  });
});

describe("A failback delay", () => {
  test.each<[number | undefined, Parameters<typeof checkFailbackDelay>[2], number]>([
    [undefined, [{}], 0],
    [number, [{}], 0],
    [20, [], 0],
    [20, [undefined], 0],
    [100, [{}], 0],
    [19, [{}], 1],
    [10, [{}], 1],
    [110, [{}], 1],
    [15, [{ intervalSeconds: 5 }], 0],
    // An interval out of its range has its own message.
    [8, [{ intervalSeconds: 4 }], 0],
    [9, [{ intervalSeconds: 4 }], 0],
    [25, [{ intervalSeconds: number }], 0],
    [60, [{ healthyThreshold: 6 }], 0],
    [60, [{ healthyThreshold: 5 }], 1],
    [60, [{ healthyThreshold: number }], 0],
    [25, [{ healthyThreshold: number }], 1],
    // The same fault twice, and two faults.
    [25, [{}, undefined], 1],
    [25, [{}, { intervalSeconds: 20 }, { intervalSeconds: 5 }], 2],
  ])("of %p seconds with %j has %i faults", (seconds, healthChecks, count) => {
    expect(checkFailbackDelay("delay", seconds, healthChecks)).toHaveLength(count);
  });
});

describe("Endpoint health, written out,", () => {
  const access: CheckedProps = {
    scheme: "internet-facing",
    services: [HTTPS],
    healthCheck: undefined,
    failbackDelaySeconds: undefined,
  };
  const probes = (props: Parameters<typeof endpointHealth>[0], changes?: Partial<CheckedProps>) => {
    const health = endpointHealth(props, { ...access, ...changes });
    return "probes" in health
      ? health.probes.map(({ protocol, port, path }) => `${protocol} ${port} ${path}`)
      : health.by;
  };

  test("has the defaults", () => {
    expect(endpointHealth(undefined, access)).toEqual({
      by: "route53-checkers",
      probes: [{ protocol: "TCP", port: 443, path: "/" }],
      intervalSeconds: 10,
      failureThreshold: 3,
      regions: undefined,
      failbackServices: [],
    });
    expect([defaultSource("internal"), defaultSource("internet-facing")]).toEqual([
      "cloudwatch-alarm",
      "route53-checkers",
    ]);
  });

  test("is what is asked for", () => {
    const regions = ["us-east-1", "us-west-1", "us-west-2"];
    const props = { intervalSeconds: 30, failureThreshold: 1, regions };
    expect(endpointHealth(props, { ...access, failbackDelaySeconds: 60 })).toMatchObject({
      ...props,
      failbackServices: [HTTPS],
    });
    const services = [LDAP, HTTPS];
    expect(endpointHealth({ by: "cloudwatch-alarm" }, { ...access, services })).toEqual({
      by: "cloudwatch-alarm",
      services: [HTTPS, LDAP],
    });
    expect(endpointHealth({ port: 389 }, { ...access, services, scheme: "internal" })).toEqual({
      by: "cloudwatch-alarm",
      services: [LDAP],
    });
  });

  test.each<[Parameters<typeof endpointHealth>[0], Partial<CheckedProps>, string[]]>([
    [{}, { services: [LDAPS, HTTP, HTTPS, LDAP] }, ["TCP 443 /", "TCP 80 /", "TCP 389 /", "TCP 636 /"]],
    [{}, { services: [ClientService.custom("own", 1), HTTPS] }, ["TCP 443 /", "TCP 1 /"]],
    [{}, { services: [ClientService.custom("own", 65_535), HTTP] }, ["TCP 80 /", "TCP 65535 /"]],
    [{ port: 389 }, { services: [HTTPS, LDAP] }, ["TCP 389 /"]],
    [{ protocol: "HTTP", path: "/a", port: 80 }, { services: [HTTP, HTTPS] }, ["HTTP 80 /a"]],
    // The load balancer's health check is followed to a port where a service listens.
    [
      {},
      { services: [HTTPS, LDAP], healthCheck: { protocol: "HTTPS", path: "/a", port: 443 } },
      ["HTTPS 443 /a"],
    ],
    [{}, { services: [HTTPS], healthCheck: { protocol: "HTTP", path: "/a", port: 8080 } }, ["TCP 443 /"]],
    [
      {},
      { services: [HTTPS, HTTP], healthCheck: { protocol: "HTTP", path: "/a" } },
      ["HTTP 443 /a", "HTTP 80 /a"],
    ],
    // One listener answers for both paths.
    [
      {},
      {
        services: [HTTPS, HTTP.withHealthCheck({ protocol: "HTTPS", path: "/b", port: 443 })],
        healthCheck: { protocol: "HTTPS", path: "/a" },
      },
      ["HTTPS 443 /a"],
    ],
  ])("of %j, with %j, probes %j", (props, changes, expected) => {
    expect(probes(props, changes)).toEqual(expected);
  });

  test("probes a port that is a token after the others", () => {
    const own = ClientService.custom("own", number);
    const health = endpointHealth({}, { ...access, services: [own, ClientService.custom("last", 65_535)] });
    expect("probes" in health && health.probes.map(({ port }) => port)).toEqual([65_535, number]);
  });
});
