import {
  ClientAccess,
  ClientService,
  formatProblem,
  type ClientAccessProps,
  type EndpointHealthProps,
} from "../../lib";
import { checkEndpointHealth } from "../../lib/client-access/validate-endpoint-health";
import { accessProblems, accessTemplate, numberToken, textToken } from "../support/access";
import { accessProps, newStack, problemsOf, synth } from "../support/cluster";

const NAME = "Access_Zones_us-east-1a_HealthCheck";

const healthCheck = (changes: Partial<ClientAccessProps> = {}) =>
  accessTemplate(2, changes).resources("aws_route53_health_check")[NAME];

describe("Route 53's health check of an endpoint", () => {
  test("SEMS-DNS-1: checks each node, by default with TCP to the static address of its zone", () => {
    const check = (zone: string) => ({
      type: "TCP",
      ip_address: expect.stringMatching(
        `^\\$\\{aws_eip\\.Access_Zones_${zone}_Address_[0-9A-F]{8}\\.public_ip\\}$`,
      ),
      port: 443,
      request_interval: 10,
      failure_threshold: 3,
      tags: { Name: `keys.example.com ${zone}` },
      lifecycle: { create_before_destroy: true },
    });
    expect(accessTemplate().resources("aws_route53_health_check")).toEqual({
      [NAME]: check("us-east-1a"),
      "Access_Zones_us-east-1b_HealthCheck": check("us-east-1b"),
    });
  });

  test("checks only the service that `port` names", () => {
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    const template = accessTemplate(2, { services, endpointHealth: { port: 443 } });
    expect(template.resources("aws_route53_health_check")).toEqual({
      [NAME]: expect.objectContaining({
        type: "TCP",
        port: 443,
        tags: { Name: "keys.example.com us-east-1a" },
      }),
      "Access_Zones_us-east-1b_HealthCheck": expect.objectContaining({ port: 443 }),
    });
  });

  test("checks every service by default, and requires all of them: one failed service fails the node over", () => {
    // GIVEN
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    // WHEN
    const template = accessTemplate(2, { services });
    // THEN
    const zone = "Access_Zones_us-east-1a";
    const id = (name: string): unknown =>
      expect.stringMatching(`^\\$\\{aws_route53_health_check\\.${zone}_${name}_[0-9A-F]{8}\\.id\\}$`);
    expect(template.resources("aws_route53_health_check")).toMatchObject({
      [`${zone}_HealthCheck`]: { port: 443, tags: { Name: "keys.example.com 443 us-east-1a" } },
      [`${zone}_HealthCheck-636`]: { port: 636, tags: { Name: "keys.example.com 636 us-east-1a" } },
      [`${zone}_HealthCheck-All`]: {
        type: "CALCULATED",
        child_healthchecks: [id("HealthCheck"), id("HealthCheck-636")],
        child_health_threshold: 2,
        tags: { Name: "keys.example.com us-east-1a" },
        lifecycle: { create_before_destroy: true },
      },
    });
    expect(template.resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Primary: { health_check_id: id("HealthCheck-All") },
    });
  });

  test("is known to its access, that of each service and that of all of them", () => {
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    const { healthChecks } = new ClientAccess(newStack(), "Access", accessProps(2, { services }));
    const ofZone = ["HealthCheck-All", "HealthCheck", "HealthCheck-636"];
    expect(healthChecks.map(({ node }) => node.id)).toEqual([...ofZone, ...ofZone]);
  });

  test("of every service keeps its addresses, and what is checked there, in another order of the services", () => {
    const checksOf = (services: readonly ClientService[]) =>
      accessTemplate(2, { services }).resources("aws_route53_health_check");
    const { HTTPS, LDAP, LDAPS } = ClientService;
    expect(checksOf([LDAPS, HTTPS, LDAP])).toEqual(checksOf([HTTPS, LDAP, LDAPS]));
  });

  test("follows the health check that a service has of its own", () => {
    const services = [
      ClientService.HTTPS.withHealthCheck({ protocol: "HTTPS", path: "/health" }),
      ClientService.LDAP,
    ];
    expect(accessTemplate(2, { services }).resources("aws_route53_health_check")).toMatchObject({
      [NAME]: { type: "HTTPS", port: 443, resource_path: "/health" },
      [`${NAME}-389`]: { type: "TCP", port: 389 },
    });
  });

  test.each([
    [{ protocol: "HTTPS" }, "protocol", '"HTTPS"'],
    [{ path: "/" }, "path", '"/"'],
  ] as const)("of several services has no one protocol or path: %j", (endpointHealth, key, found) => {
    const services = [ClientService.HTTPS, ClientService.LDAP];
    expect(accessProblems(2, { services, endpointHealth })).toEqual([
      `endpointHealth.${key}: found ${found}; allowed: a value together with \`port\` (443, 389); otherwise omit and give each service its own \`healthCheck\``,
    ]);
    expect(accessProblems(2, { services, endpointHealth: { protocol: "TCP" } })).toEqual([]);
  });

  test.each(["HTTP", "HTTPS"] as const)("over %s asks for the client FQDN and a path", (protocol) => {
    expect(healthCheck({ endpointHealth: { protocol } })).toMatchObject({
      type: protocol,
      fqdn: "keys.example.com",
      resource_path: "/",
    });
    expect(healthCheck({ endpointHealth: { protocol, path: "/b/l.e" } })).toMatchObject({
      resource_path: "/b/l.e",
    });
  });

  test.each(["HTTP", "HTTPS"] as const)(
    "follows the load balancer's health check: over %s, to its path and to its port where a service listens there",
    (protocol) => {
      const services = [ClientService.LDAPS, ClientService.HTTPS];
      expect(healthCheck({ services, healthCheck: { protocol, port: 443, path: "/b/l.e" } })).toMatchObject({
        type: protocol,
        port: 443,
        fqdn: "keys.example.com",
        resource_path: "/b/l.e",
      });
    },
  );

  test("is of the services where the load balancer probes a port that is no service's", () => {
    const services = [ClientService.LDAPS, ClientService.HTTPS];
    const template = accessTemplate(2, {
      services,
      healthCheck: { protocol: "HTTP", path: "/health", port: 8080 },
    });
    expect(template.resources("aws_route53_health_check")).toMatchObject({
      [NAME]: { type: "TCP", port: 443 },
      [`${NAME}-636`]: { type: "TCP", port: 636 },
    });
  });

  test("has a protocol, a port and a path of its own where they are asked for", () => {
    const changes: Partial<ClientAccessProps> = {
      services: [ClientService.HTTPS, ClientService.HTTP],
      healthCheck: { protocol: "HTTPS", port: 443, path: "/b/l.e" },
    };
    const own = { protocol: "HTTP", port: 80, path: "/" } as const;
    expect(healthCheck({ ...changes, endpointHealth: own })).toMatchObject({
      type: "HTTP",
      port: 80,
      resource_path: "/",
    });
  });

  test("over TCP asks for no path, whatever the load balancer's health check asks for", () => {
    const check = healthCheck({
      healthCheck: { protocol: "HTTPS", path: "/b/l.e" },
      endpointHealth: { protocol: "TCP" },
    });
    expect(check).toMatchObject({ type: "TCP", port: 443 });
    expect(check).not.toHaveProperty("resource_path");
    expect(check).not.toHaveProperty("fqdn");
  });

  test("AWS-R53-1: lets the checkers in to every port that they probe", () => {
    const template = accessTemplate(2, {
      services: [ClientService.LDAPS, ClientService.HTTPS],
      allowedClients: ["10.0.0.0/8"],
    });
    const rules = template.all("aws_vpc_security_group_ingress_rule");
    expect(rules.filter((rule) => "prefix_list_id" in rule)).toEqual([
      expect.objectContaining({ from_port: 443, to_port: 443 }),
      expect.objectContaining({ from_port: 636, to_port: 636 }),
    ]);
  });

  test("AWS-R53-1: lets the checkers in to the port that it follows", () => {
    const template = accessTemplate(2, {
      services: [ClientService.LDAPS, ClientService.HTTPS],
      healthCheck: { protocol: "HTTPS", port: 443 },
      allowedClients: ["10.0.0.0/8"],
    });
    const rules = template.all("aws_vpc_security_group_ingress_rule");
    expect(rules.filter((rule) => "prefix_list_id" in rule)).toEqual([
      expect.objectContaining({ from_port: 443, to_port: 443 }),
    ]);
  });

  const POINTLESS = 'endpointHealth.path: found "/"; allowed: omit: a TCP health check has no path';

  test.each([
    ["HTTP", undefined, []],
    ["HTTPS", undefined, []],
    ["TCP", "HTTPS", []],
    ["TCP", undefined, [POINTLESS]],
    [undefined, undefined, [POINTLESS]],
    ["HTTPS", "TCP", [POINTLESS]],
  ] as const)(
    "has a path only with a protocol that asks for one, by the load balancer's (%s) or its own (%s)",
    (protocol, own, lines) => {
      const probe = { protocol: own, path: "/" };
      const access = {
        scheme: "internet-facing",
        topology: undefined,
        services: [ClientService.HTTPS],
        healthCheck: { protocol },
      };
      expect(checkEndpointHealth("endpointHealth", probe, access).map(formatProblem)).toEqual(lines);
    },
  );

  test("is as fast as the props say", () => {
    expect(healthCheck({ endpointHealth: { intervalSeconds: 30, failureThreshold: 1 } })).toMatchObject({
      request_interval: 30,
      failure_threshold: 1,
    });
  });

  test.each<[EndpointHealthProps, string]>([
    [{ port: 80 }, "port: found 80; allowed: the port of one of the services (443): no other port is open"],
    [{ path: "/" }, 'path: found "/"; allowed: omit: a TCP health check has no path'],
    [
      { protocol: "HTTPS", path: "b/l.e" },
      'path: found "b/l.e"; allowed: a path that begins with /, 255 characters at most',
    ],
    [{ intervalSeconds: 20 }, "intervalSeconds: found 20; allowed: 10 or 30 seconds"],
    [{ failureThreshold: 0 }, "failureThreshold: found 0; allowed: a whole number of probes from 1 to 10"],
    [{ failureThreshold: 11 }, "failureThreshold: found 11; allowed: a whole number of probes from 1 to 10"],
  ])("refuses %j", (endpointHealth, line) => {
    expect(accessProblems(2, { endpointHealth })).toEqual([`endpointHealth.${line}`]);
  });

  test("lists the services' ports where it refuses one", () => {
    const services = [ClientService.HTTPS, ClientService.LDAP];
    expect(accessProblems(2, { services, endpointHealth: { port: 636 } })).toEqual([
      "endpointHealth.port: found 636; allowed: the port of one of the services (443, 389): no other port is open",
    ]);
  });

  test("may be of any port while a service's port is a token: it may be that one", () => {
    const problems = problemsOf((stack) => {
      const services = [ClientService.HTTPS, ClientService.custom("own", numberToken(stack, "port"))];
      new ClientAccess(stack, "Access", accessProps(2, { services, endpointHealth: { port: 636 } }));
    });
    expect(problems).toEqual([]);
  });

  test("passes tokens unharmed", () => {
    const template = synth((stack) => {
      const endpointHealth: EndpointHealthProps = {
        protocol: "HTTPS",
        port: numberToken(stack, "port"),
        path: textToken(stack, "path"),
        intervalSeconds: numberToken(stack, "interval"),
        failureThreshold: numberToken(stack, "threshold"),
      };
      new ClientAccess(stack, "Access", accessProps(2, { endpointHealth }));
    });
    expect(template.resources("aws_route53_health_check")[NAME]).toMatchObject({
      port: "${var.port}",
      resource_path: "${var.path}",
      request_interval: "${var.interval}",
      failure_threshold: "${var.threshold}",
    });
  });
});
