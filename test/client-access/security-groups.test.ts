import { Token } from "cdktf";
import { ClientAccess, ClientService } from "../../lib";
import { accessProblems, accessTemplate, textToken } from "../support/access";
import { accessProps, newStack, problemsOf, synth } from "../support/cluster";

const INGRESS = "aws_vpc_security_group_ingress_rule";
const EGRESS = "aws_vpc_security_group_egress_rule";

const ref = (type: string, name: string): unknown =>
  expect.stringMatching(`^\\$\\{${type}\\.${name}_[0-9A-F]{8}\\.id\\}$`);
const balancer = ref("aws_security_group", "Access_SecurityGroups_LoadBalancer");
const interface2 = ref("aws_security_group", "Access_SecurityGroups_Interface2");
const tcp = (port: number) => ({ ip_protocol: "tcp", from_port: port, to_port: port });

describe("ClientAccessSecurityGroups", () => {
  test("AWS-NLB-1: are one of the load balancer and one of Interface 2", () => {
    expect(accessTemplate().resources("aws_security_group")).toEqual({
      Access_SecurityGroups_LoadBalancer: {
        name_prefix: "sems-load-balancer-",
        description: "SEMS clients to the load balancer",
        vpc_id: "vpc-1",
        tags: { Name: "keys.example.com load balancer" },
        lifecycle: { create_before_destroy: true },
      },
      Access_SecurityGroups_Interface2: {
        name_prefix: "sems-interface2-",
        description: "SEMS load balancer to Interface 2 of the nodes",
        vpc_id: "vpc-1",
        tags: { Name: "keys.example.com Interface 2" },
        lifecycle: { create_before_destroy: true },
      },
    });
  });

  test("let the world in by default, and to Interface 2 the load balancer alone", () => {
    expect(accessTemplate().resources(INGRESS)).toEqual({
      "Access_SecurityGroups_In-443_0000-0": {
        security_group_id: balancer,
        description: "https from clients",
        ...tcp(443),
        cidr_ipv4: "0.0.0.0/0",
      },
      "Access_SecurityGroups_Out-443_Interface2": {
        security_group_id: interface2,
        description: "https from the load balancer",
        ...tcp(443),
        referenced_security_group_id: balancer,
      },
    });
  });

  test("SEMS-LB-5: let the load balancer out to Interface 2 of each node and nowhere else", () => {
    const rule = (n: number) => ({
      security_group_id: balancer,
      description: `https to Interface 2 of sems${n}`,
      ...tcp(443),
      cidr_ipv4: `10.0.${n}.10/32`,
    });
    expect(accessTemplate().resources(EGRESS)).toEqual({
      "Access_SecurityGroups_Out-443_us-east-1a": rule(1),
      "Access_SecurityGroups_Out-443_us-east-1b": rule(2),
    });
  });

  test("let each network in to each service", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const template = accessTemplate(2, { services, allowedClients: ["10.0.0.0/8", "203.0.113.0/24"] });
    const fromClients = template.all(INGRESS).filter((rule) => "cidr_ipv4" in rule);
    expect(fromClients.map((rule) => [rule["cidr_ipv4"], rule["from_port"], rule["to_port"]])).toEqual([
      ["10.0.0.0/8", 443, 443],
      ["203.0.113.0/24", 443, 443],
      ["10.0.0.0/8", 636, 636],
      ["203.0.113.0/24", 636, 636],
    ]);
  });

  test("AWS-R53-1: let Route 53's checkers in where clients are restricted, to the port that they check", () => {
    // GIVEN
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    // WHEN
    const template = accessTemplate(2, {
      services,
      allowedClients: ["10.0.0.0/8"],
      endpointHealth: { port: 636 },
    });
    // THEN
    const scope = "Access_SecurityGroups_HealthCheckers";
    expect(template.dataSources("aws_region")).toEqual({ [`${scope}_Region`]: {} });
    expect(template.dataSources("aws_ec2_managed_prefix_list")).toEqual({
      [`${scope}_PrefixList`]: {
        name: expect.stringMatching(
          `^com\\.amazonaws\\.\\$\\{data\\.aws_region\\.${scope}_Region_[0-9A-F]{8}\\.id\\}\\.route53-healthchecks$`,
        ),
      },
    });
    expect(template.resources(INGRESS)[scope]).toEqual({
      security_group_id: balancer,
      description: "Route 53 health checkers",
      ...tcp(636),
      prefix_list_id: ref("data\\.aws_ec2_managed_prefix_list", `${scope}_PrefixList`),
    });
  });

  test.each([
    ["by default", undefined],
    ["the world", ["0.0.0.0/0"]],
    ["the world and a network of it", ["10.0.0.0/8", "0.0.0.0/0"]],
  ])("AWS-R53-1: need no rule for the checkers where the world may connect: %s", (_which, allowedClients) => {
    const template = accessTemplate(2, { allowedClients });
    expect(template.dataSources("aws_ec2_managed_prefix_list")).toEqual({});
    expect(template.all(INGRESS).filter((rule) => "prefix_list_id" in rule)).toEqual([]);
  });

  test("let the load balancer probe a port that is no service's, which clients cannot reach", () => {
    const template = accessTemplate(2, { healthCheck: { protocol: "HTTP", port: 8080 } });
    const probes = (type: string) => template.all(type).filter((rule) => rule["from_port"] === 8080);
    expect(probes(EGRESS).map((rule) => rule["cidr_ipv4"])).toEqual(["10.0.1.10/32", "10.0.2.10/32"]);
    expect(probes(INGRESS)).toEqual([
      {
        security_group_id: interface2,
        description: "health check from the load balancer",
        ...tcp(8080),
        referenced_security_group_id: balancer,
      },
    ]);
  });

  test("have no rule twice where the load balancer probes a service's port", () => {
    const services = [ClientService.HTTPS, ClientService.HTTP];
    const [with80, without] = [{ healthCheck: { port: 80 } }, {}].map((changes) =>
      accessTemplate(2, { services, ...changes })
        .addresses()
        .filter((address) => address.includes("security_group")),
    );
    expect(with80).toEqual(without);
  });

  test("expose their rules", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const props = accessProps(2, { services, healthCheck: { port: 8080 }, allowedClients: ["10.0.0.0/8"] });
    const { ingressRules, egressRules } = new ClientAccess(newStack(), "Access", props).securityGroups;
    const ports = (rules: typeof ingressRules | typeof egressRules) =>
      rules.map(({ fromPortInput }) => fromPortInput);
    expect(ports(ingressRules)).toEqual([443, 636, 443, 636, 443, 636, 8080]);
    expect(ports(egressRules)).toEqual([443, 443, 636, 636, 8080, 8080]);
  });

  test("pass networks that are tokens, numbered as in the list", () => {
    const template = synth((stack) => {
      const allowedClients = ["10.0.0.0/8", textToken(stack, "office")];
      new ClientAccess(stack, "Access", accessProps(2, { allowedClients }));
    });
    expect(template.resources(INGRESS)).toMatchObject({
      "Access_SecurityGroups_In-443_10000-8": { cidr_ipv4: "10.0.0.0/8" },
      "Access_SecurityGroups_In-443_Clients2": { cidr_ipv4: "${var.office}" },
    });
  });

  test("are refused a list of networks that is a token: its length is not known", () => {
    const problems = problemsOf((stack) => {
      const allowedClients = Token.asList("${var.offices}");
      new ClientAccess(stack, "Access", accessProps(2, { allowedClients }));
    });
    expect(problems).toEqual([
      "allowedClients: found a list that is unknown until deployment; allowed: a list with a known length; its members may be tokens",
    ]);
  });

  test.each([
    [[], ": found an empty list; allowed: at least one network, such as 10.0.0.0/8"],
    [
      ["10.0.0.1/8"],
      '[0]: found "10.0.0.1/8"; allowed: an IPv4 network in CIDR notation such as 10.0.0.0/8; here 10.0.0.0/8',
    ],
    [["office"], '[0]: found "office"; allowed: an IPv4 network in CIDR notation such as 10.0.0.0/8'],
    [
      ["10.0.0.0/8", "10.0.0.0/8"],
      '[1]: found "10.0.0.0/8"; allowed: a unique value; allowedClients[0] already uses it',
    ],
  ])("are refused the networks %j", (allowedClients, line) => {
    expect(accessProblems(2, { allowedClients })).toEqual([`allowedClients${line}`]);
  });

  test("take a service called health-check beside a probe of a port of its own", () => {
    const services = [ClientService.custom("health-check", 8443)];
    expect(accessProblems(2, { services, healthCheck: { port: 8080 } })).toEqual([]);
  });
});
