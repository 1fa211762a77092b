import { Lazy } from "cdktf";
import { formatProblem } from "../../lib/validation/problem";
import {
  checkEndpointHealth,
  type CheckedAccess,
  type EndpointHealthDescription,
} from "../../lib/client-access/validate-endpoint-health";
import type { DeepPartial } from "../../lib/tokens";

const https = { name: "https", port: 443 };
const ldap = { name: "ldap", port: 389 };

const faults = (
  props: DeepPartial<EndpointHealthDescription> | undefined,
  changes: Partial<CheckedAccess> = {},
) => {
  const access = {
    scheme: "internet-facing",
    topology: undefined,
    services: [https],
    healthCheck: undefined,
  };
  return checkEndpointHealth("health", props, { ...access, ...changes }).map(formatProblem);
};
const places = (...args: Parameters<typeof faults>) => faults(...args).map((line) => line.split(": ")[0]);

test("Endpoint health that is not given has no fault", () => {
  expect(faults(undefined, { topology: "per-node" })).toEqual([]);
  expect(faults({})).toEqual([]);
});

test.each([
  [{ by: "cloudwatch-alarm" }, '"cloudwatch-alarm"'],
  [{ port: 443 }, '{"port":443}'],
])("Per node, target groups decide, and %j means nothing", (props, found) => {
  expect(faults(props, { topology: "per-node" })).toEqual([
    `health: found ${found}; allowed: omit: per-node uses alias records, which evaluate the target groups`,
  ]);
  expect(faults(props, { topology: "zonal" })).toEqual([]);
});

describe("The source of endpoint health", () => {
  test("is no checker where the address is internal", () => {
    expect(faults({ by: "route53-checkers" }, { scheme: "internal" })).toEqual([
      'health.by: found "route53-checkers"; allowed: "cloudwatch-alarm": Route 53\'s health checkers cannot reach an internal address [AWS-R53-1]',
    ]);
    expect(faults({ by: "cloudwatch-alarm" }, { scheme: "internal" })).toEqual([]);
    expect(faults({ by: "route53-checkers" })).toEqual([]);
  });

  const OF_CHECKERS = {
    protocol: "TCP",
    path: "/",
    intervalSeconds: 10,
    failureThreshold: 3,
    regions: ["us-east-1", "us-west-1", "us-west-2"],
  } as const;

  test.each([
    [{ by: "cloudwatch-alarm" }, "internet-facing"],
    [{ by: "cloudwatch-alarm" }, undefined],
    [{}, "internal"],
  ])("is an alarm with %j, %s, and has nothing of a checker's probe", (props, scheme) => {
    expect(places({ ...props, ...OF_CHECKERS }, { scheme })).toEqual(
      Object.keys(OF_CHECKERS).map((key) => `health.${key}`),
    );
    expect(faults({ ...props, port: 443 }, { scheme })).toEqual([]);
  });

  test("is checkers while the scheme is not known", () => {
    expect(faults({ ...OF_CHECKERS, path: undefined }, { scheme: undefined })).toEqual([]);
  });
});

describe("The port", () => {
  const token = Lazy.numberValue({ produce: () => 1 });
  test.each<[number, CheckedAccess["services"], string[]]>([
    [443, [https, ldap], []],
    [389, [https, ldap], []],
    [80, [https, ldap], ["health.port"]],
    [80, [], []],
    [80, [https, {}], []],
    [80, [https, undefined], []],
    [80, [https, { name: "own", port: token }], []],
    [token, [https], []],
  ])("%i is one of the services' (%j)", (port, services, paths) => {
    expect(places({ port }, { services })).toEqual(paths);
  });
});

describe("The protocol and the path", () => {
  const both = [https, ldap];
  test.each<[DeepPartial<EndpointHealthDescription>, Partial<CheckedAccess>, string[]]>([
    // One of several ports speaks them.
    [{ protocol: "HTTPS" }, { services: both }, ["health.protocol"]],
    [{ protocol: "TCP" }, { services: both }, []],
    [{ path: "/" }, { services: both }, ["health.path"]],
    [{ protocol: "HTTPS" }, { services: [ldap, https] }, ["health.protocol"]],
    [{ protocol: "HTTPS", path: "/" }, { services: both }, ["health.protocol"]],
    [{ protocol: "HTTPS", path: "/", port: 443 }, { services: both }, []],
    [{ protocol: "HTTPS" }, { services: [https, https] }, []],
    // The health checks name one port for all services.
    [{ protocol: "HTTPS" }, { services: both, healthCheck: { port: 443 } }, []],
    [{ protocol: "HTTPS" }, { services: both, healthCheck: { port: 8080 } }, ["health.protocol"]],
    [{ protocol: "HTTPS" }, { services: [https, { ...ldap, healthCheck: { port: 443 } }] }, []],
    [{ protocol: "HTTPS" }, { services: [https, undefined, {}] }, []],
    // The port speaks something else.
    [{ protocol: "HTTPS" }, { services: [ldap] }, ["health.protocol"]],
    [{ protocol: "HTTPS" }, { services: [ldap, undefined] }, ["health.protocol"]],
    [{ protocol: "HTTPS", port: 389 }, { services: both }, ["health.protocol"]],
    [{ protocol: "TCP" }, { services: [ldap] }, []],
    // TCP has no path.
    [{ path: "/" }, {}, ["health.path"]],
    [{ path: "/" }, { healthCheck: { protocol: "HTTPS" } }, []],
    [{ path: "/", protocol: "TCP" }, { healthCheck: { protocol: "HTTPS" } }, ["health.path"]],
    [{ path: "x", protocol: "HTTPS" }, {}, ["health.path"]],
  ])("of %j, with %j, have the faults %j", (props, access, paths) => {
    expect(places(props, access)).toEqual(paths);
  });
});

describe("The numbers", () => {
  test.each<[DeepPartial<EndpointHealthDescription>, string[]]>([
    [{ intervalSeconds: 10 }, []],
    [{ intervalSeconds: 30 }, []],
    [{ intervalSeconds: 20 }, ["health.intervalSeconds"]],
    [{ failureThreshold: 1 }, []],
    [{ failureThreshold: 10 }, []],
    [{ failureThreshold: 11 }, ["health.failureThreshold"]],
  ])("of %j have the faults %j", (props, paths) => {
    expect(places(props)).toEqual(paths);
  });
});

describe("The checkers' regions", () => {
  const three = ["us-east-1", "us-west-1", "us-west-2"];
  test("are three at least", () => {
    expect(faults({ regions: three })).toEqual([]);
    expect(places({ regions: three.slice(1) })).toEqual(["health.regions"]);
    expect(places({ regions: [] })).toEqual(["health.regions"]);
  });

  test("are of those that Route 53 has, each once", () => {
    expect(faults({ regions: [...three, "eu-central-1"] })).toEqual([
      'health.regions[3]: found "eu-central-1"; allowed: a region of Route 53\'s health checkers: us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1, sa-east-1',
    ]);
    expect(places({ regions: [...three, "us-east-1"] })).toEqual(["health.regions[3]"]);
  });

  test("may be tokens, but not how many they are", () => {
    const token = Lazy.stringValue({ produce: () => "x" });
    expect(faults({ regions: [token, "us-east-1", undefined] })).toEqual([]);
    expect(places({ regions: Lazy.listValue({ produce: () => [] }) })).toEqual(["health.regions"]);
  });
});
