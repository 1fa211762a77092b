import { Lazy } from "cdktf";
import { formatProblem } from "../../lib/validation/problem";
import {
  checkClientAccess,
  checkServedCluster,
  type ClientAccessDescription,
} from "../../lib/client-access/validate-client-access";
import type { DeepPartial } from "../../lib/tokens";
import { hostedZone, node, subnet, upTo } from "../support/cluster";

const nodes = upTo(2).map((n) => node(n));
const clientFqdn = "keys.example.com";

/** What is wrong with a valid client access after these changes. */
const faults = (
  changes: DeepPartial<ClientAccessDescription>,
  cluster: Parameters<typeof checkClientAccess>[2] = { clientFqdn, nodes },
) => {
  const access = { hostedZone, scheme: "internet-facing", subnets: upTo(2).map(subnet) };
  return checkClientAccess("", { ...access, ...changes }, cluster).map(formatProblem);
};
const places = (...args: Parameters<typeof faults>) => faults(...args).map((line) => line.split(": ")[0]);

const ldap = { name: "ldap", port: 389 };
const outside = node(1, { interface2: { ...node(1).interface2, outsideVpc: true } });

describe("A client access is checked", () => {
  test("and has no fault where it is right", () => {
    expect(faults({})).toEqual([]);
  });

  test.each<[string, DeepPartial<ClientAccessDescription>, string[]]>([
    ["a name", { name: "a b" }, ["name"]],
    ["a hosted zone", { hostedZone: { id: "x y", name: "example.com" } }, ["hostedZone.id"]],
    ["a zone without the name", { hostedZone: { ...hostedZone, name: "example.org" } }, ["clientFqdn"]],
    ["a method", { method: { type: "manual", activeNode: "sems9" } }, ["method.activeNode"]],
    ["subnets", { subnets: [] }, ["subnets"]],
    [
      "an address of the wrong kind",
      { scheme: "internal" },
      upTo(2).map((n) => `subnets[${n - 1}].privateAddress`),
    ],
    ["a zone without subnet", { subnets: [subnet(1)] }, ["nodes[1].interface2.availabilityZone"]],
    ["a service", { services: [{ name: "own", port: 22 }] }, ["services[0]"]],
    ["mail without the client's address", { services: [{ name: "smtp", port: 25 }] }, ["services[0]"]],
    ["allowed clients", { allowedClients: ["10.0.0.1/8"] }, ["allowedClients[0]"]],
    [
      "a health check",
      { healthCheck: { intervalSeconds: 4, timeoutSeconds: 2 } },
      ["healthCheck.intervalSeconds"],
    ],
    [
      "a service's health check against the inherited one",
      { services: [{ ...ldap, healthCheck: { intervalSeconds: 5 } }], healthCheck: { timeoutSeconds: 6 } },
      ["services[0].healthCheck.timeoutSeconds"],
    ],
    ["endpoint health", { endpointHealth: { failureThreshold: 0 } }, ["endpointHealth.failureThreshold"]],
    ["a TTL", { ttlSeconds: 61 }, ["ttlSeconds"]],
    ["a failback delay", { failbackDelaySeconds: 25 }, ["failbackDelaySeconds"]],
    ["an idle time-out", { tcpIdleTimeoutSeconds: 59 }, ["tcpIdleTimeoutSeconds"]],
    ["a takeover", { takeover: {} }, ["takeover"]],
  ])("for %s, and the fault has its place", (_what, changes, paths) => {
    expect(places(changes)).toEqual(paths);
  });

  test("below the place that it is given", () => {
    const [problem] = checkClientAccess("clientAccess[1]", { name: "a b" }, {});
    expect(problem?.path).toBe("clientAccess[1].name");
  });

  test("for its hosted zone once for all client accesses, where the cluster's nodes are not given", () => {
    expect(faults({ hostedZone: { ...hostedZone, name: "example.org" } }, { clientFqdn })).toEqual([]);
  });

  test("as far as it is there", () => {
    expect(checkClientAccess("", {}, {})).toEqual([]);
    expect(checkClientAccess("", {}, { clientFqdn, nodes: [] })).toEqual([]);
    expect(
      places({ services: [undefined], subnets: [undefined, subnet(1)] }, { nodes: [undefined] }),
    ).toEqual([]);
  });
});

describe("The protocol of a probe", () => {
  test.each<[DeepPartial<ClientAccessDescription>, string[]]>([
    [{ services: [ldap], healthCheck: { protocol: "HTTPS" } }, ["healthCheck.protocol"]],
    [{ services: [ldap], healthCheck: { protocol: "HTTPS", port: 443 } }, []],
    [{ services: [{ ...ldap, healthCheck: { protocol: "HTTP" } }] }, ["services[0].healthCheck.protocol"]],
    [{ services: [{ ...ldap, healthCheck: { protocol: "HTTP", port: 80 } }] }, []],
    [
      {
        services: [{ name: "https", port: 443, healthCheck: { port: 389 } }],
        healthCheck: { protocol: "HTTPS" },
      },
      ["services[0].healthCheck.protocol"],
    ],
    [
      { services: [{ ...ldap, healthCheck: { path: "/own" } }], healthCheck: { protocol: "HTTPS" } },
      ["healthCheck.protocol"],
    ],
    [{ healthCheck: { protocol: "HTTPS", port: 389 } }, ["healthCheck.protocol"]],
    [{ healthCheck: { protocol: "HTTPS" } }, []],
    [{ services: [ldap], healthCheck: { protocol: "TCP" } }, []],
  ])("is one that the probed port speaks: %j", (changes, paths) => {
    expect(places(changes)).toEqual(paths);
  });
});

describe("The client's own address", () => {
  const weighted = { method: { type: "weighted" } };
  test.each<[DeepPartial<ClientAccessDescription>, string[]]>([
    [{ preserveClientIp: true }, []],
    [{ preserveClientIp: true, ...weighted }, ["preserveClientIp"]],
    [{ preserveClientIp: false, ...weighted }, []],
    [weighted, []],
  ])("cannot be had with weights: %j", (changes, paths) => {
    expect(places(changes)).toEqual(paths);
  });

  test("cannot be had with a node outside the VPC", () => {
    const cluster = { clientFqdn, nodes: [node(2), outside] };
    expect(places({ preserveClientIp: true }, cluster)).toEqual(["preserveClientIp"]);
    expect(faults({}, cluster)).toEqual([]);
    expect(places({ preserveClientIp: true }, { nodes: [undefined, {}] })).toEqual([]);
    expect(places({ preserveClientIp: true }, {})).toEqual([]);
  });
});

describe("The TTL", () => {
  test.each([
    ["zonal", 0, 1],
    ["zonal", 1, 0],
    ["zonal", 60, 0],
    ["zonal", undefined, 0],
    [undefined, 61, 1],
    ["per-node", 30, 1],
    ["per-node", undefined, 0],
  ])("with topology %s of %p seconds has %i faults", (topology, ttlSeconds, count) => {
    expect(faults({ topology, ttlSeconds })).toHaveLength(count);
  });
});

describe("A load balancer's fixed address", () => {
  const internal = (
    privateAddress: string,
    members: Parameters<typeof checkClientAccess>[2]["nodes"] = nodes,
  ) =>
    faults(
      {
        scheme: "internal",
        subnets: [
          { ...subnet(1), privateAddress: "10.0.1.200" },
          { ...subnet(2), privateAddress },
        ],
      },
      { clientFqdn, nodes: members },
    );

  test.each([
    ["10.0.12.10", "nodes[1].interface1.address"],
    ["10.0.2.10", "nodes[1].interface2.address"],
  ])("is no node's: %s", (address, place) => {
    expect(internal(address)).toEqual([
      `subnets[1].privateAddress: found "${address}"; allowed: a unique value; ${place} already uses it`,
    ]);
  });

  test("is compared with those that are known", () => {
    expect(internal("10.0.2.200")).toEqual([]);
    expect(internal("10.0.2.10", [])).toEqual([]);
    expect(internal("10.0.2.200", [undefined, {}])).toEqual([]);
    const token = Lazy.stringValue({ produce: () => "x" });
    expect(internal(token, [node(1, { interface2: { ...node(1).interface2, address: token } })])).toEqual([]);
  });
});

describe("The clients' name", () => {
  const served = (fqdn: string | undefined, own: string | undefined = clientFqdn) =>
    checkServedCluster({ clientFqdn: own, nodes: [node(1), { interface1: { fqdn } }] }).map(formatProblem);

  test("SEMS-LB-7: is no node's own, in any case", () => {
    expect(served("KEYS.example.com")).toEqual([
      expect.stringMatching(/^clientFqdn: .*nodes\[1\].*\[SEMS-LB-7\]$/),
    ]);
    expect(served("keys.example.com", "Keys.example.com")).toHaveLength(1);
  });

  test.each(["tier2", "tier3", "tier4", "tier5", "ordered", "tier2.ordered", "tier5.ordered", "TIER2"])(
    "keeps the name %s below it to itself",
    (label) => {
      expect(served(`${label}.keys.example.com`)).toEqual([
        expect.stringMatching(/^nodes\[1\]\.interface1\.fqdn: found /),
      ]);
    },
  );

  test.each(["tier1.keys.example.com", "tier6.keys.example.com", "tier2.example.com", "ordered.example.com"])(
    "leaves the name %s to the nodes",
    (fqdn) => {
      expect(served(fqdn)).toEqual([]);
    },
  );

  test("is checked as far as it is there", () => {
    const token = Lazy.stringValue({ produce: () => "x" });
    expect(checkServedCluster({})).toEqual([]);
    expect(checkServedCluster({ clientFqdn, nodes: [undefined, {}] })).toEqual([]);
    expect(served("sems2.example.com", token)).toEqual([]);
    expect(served(token)).toEqual([]);
    expect(served(token, token)).toEqual([]);
    expect(checkServedCluster({ clientFqdn: "keys", vpcId: "vpc" }).map(({ path }) => path)).toEqual([
      "clientFqdn",
      "vpcId",
    ]);
  });
});
