import { ClientAccess, ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { accessProblems, accessTemplate, numberToken, resourcesByAddress } from "../support/access";
import { accessProps, newStack, subnet, synth, upTo } from "../support/cluster";

const ZONE = "Access_Zones_us-east-1a";
const checksOf = (changes: Partial<ClientAccessProps>) =>
  accessTemplate(2, changes).resources("aws_route53_health_check");
const idOf = (name: string): unknown =>
  expect.stringMatching(`^\\$\\{aws_route53_health_check\\.${ZONE}_${name}_[0-9A-F]{8}\\.id\\}$`);

const subnets = upTo(2).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` }));

describe("A failback delay, zonal with Route 53's checkers,", () => {
  test("lets a node back when the checkers and the load balancer's alarm agree", () => {
    const checks = checksOf({ failbackDelaySeconds: 60 });
    expect(checks).toMatchObject({
      [`${ZONE}_HealthCheck`]: { type: "TCP", port: 443, request_interval: 10, failure_threshold: 3 },
      [`${ZONE}_HealthCheck-Failback-443`]: {
        type: "CLOUDWATCH_METRIC",
        insufficient_data_health_status: "LastKnownStatus",
        tags: { Name: "keys.example.com 443 failback us-east-1a" },
      },
      [`${ZONE}_HealthCheck-All`]: {
        type: "CALCULATED",
        child_healthchecks: [idOf("HealthCheck"), idOf("HealthCheck-Failback-443")],
        child_health_threshold: 2,
      },
    });
    expect(accessTemplate(2, { failbackDelaySeconds: 60 }).resources("aws_route53_record")).toMatchObject({
      Access_Records_Tier1_Primary: { health_check_id: idOf("HealthCheck-All") },
    });
  });

  test("replaces no check before the alarm that it follows: the load balancer behind it cannot exist twice", () => {
    const checks = checksOf({ failbackDelaySeconds: 60 });
    const createdFirst = (all: typeof checks) =>
      Object.keys(all).filter((name) => JSON.stringify(all[name]).includes('"create_before_destroy":true'));
    expect(createdFirst(checks).filter((name) => name.startsWith(ZONE))).toEqual([`${ZONE}_HealthCheck`]);
    const ofAlarms = checksOf({
      scheme: "internal",
      subnets,
      services: [ClientService.HTTPS, ClientService.LDAP],
    });
    expect(createdFirst(ofAlarms)).toEqual([]);
    expect(Object.keys(ofAlarms)).toContain(`${ZONE}_HealthCheck-All`);
  });

  test("watches the services that the checkers watch", () => {
    const services = [ClientService.HTTPS, ClientService.LDAPS];
    const all = checksOf({ services, failbackDelaySeconds: 60 });
    expect(all[`${ZONE}_HealthCheck-All`]).toMatchObject({ child_health_threshold: 4 });
    const one = checksOf({ services, endpointHealth: { port: 636 }, failbackDelaySeconds: 60 });
    expect(Object.keys(one).filter((name) => name.startsWith(ZONE))).toEqual([
      `${ZONE}_HealthCheck-All`,
      `${ZONE}_HealthCheck-Failback-636`,
      `${ZONE}_HealthCheck`,
    ]);
  });

  test("adds checks and alarms, and changes the records and thresholds, in place", () => {
    const [before, after] = [
      resourcesByAddress(accessProps(2)),
      resourcesByAddress(accessProps(2, { failbackDelaySeconds: 60 })),
    ];
    const typeOf = (address: string): string => address.split(".")[0] ?? "";
    const isSame = (address: string): boolean =>
      JSON.stringify(before.get(address)) === JSON.stringify(after.get(address));
    expect([...before.keys()].filter((address) => !after.has(address))).toEqual([]);
    const changed = [...before.keys()].filter((address) => !isSame(address)).map(typeOf);
    expect([...new Set(changed)].sort()).toEqual([
      "aws_lb_target_group",
      "aws_route53_health_check",
      "aws_route53_record",
    ]);
    const added = [...after.keys()].filter((address) => !before.has(address)).map(typeOf);
    expect([...new Set(added)].sort()).toEqual(["aws_cloudwatch_metric_alarm", "aws_route53_health_check"]);
  });

  test("may be a token", () => {
    const template = synth((stack) => {
      new ClientAccess(
        stack,
        "Access",
        accessProps(2, { failbackDelaySeconds: numberToken(stack, "delay") }),
      );
    });
    expect(Object.keys(template.resources("aws_route53_health_check"))).toContain(
      `${ZONE}_HealthCheck-Failback-443`,
    );
  });
});

describe("A failback delay elsewhere", () => {
  test.each<[string, Partial<ClientAccessProps>]>([
    ["zonal, by alarm", { scheme: "internal", subnets }],
    ["zonal, by alarm from the internet", { endpointHealth: { by: "cloudwatch-alarm" } }],
    ["per-node", { topology: "per-node" }],
  ])("is the target group's (%s): no check is added", (_how, changes) => {
    const [without, with_] = [checksOf(changes), checksOf({ ...changes, failbackDelaySeconds: 60 })];
    expect(Object.keys(with_)).toEqual(Object.keys(without));
  });

  test("may stay where a person switches to the method manual, which follows no check", () => {
    const changes = { method: LoadBalancingMethod.manual("sems1"), failbackDelaySeconds: 60 };
    expect(accessProblems(2, changes)).toEqual([]);
    expect(accessTemplate(2, changes).only("aws_route53_record")).not.toHaveProperty("health_check_id");
  });
});

describe("The failback time", () => {
  const failback = (changes: Partial<ClientAccessProps>) =>
    new ClientAccess(newStack(), "Access", accessProps(2, changes)).failoverTime?.failback.worstCaseSeconds;
  const weighted = LoadBalancingMethod.weighted();

  test.each<[string, Partial<ClientAccessProps>, number]>([
    ["by checkers", {}, 30 + 5 + 10],
    ["by checkers, with a delay", { failbackDelaySeconds: 100 }, 100 + 60 + 30 + 5 + 10],
    [
      "by checkers that are slower than the delay",
      { failbackDelaySeconds: 20, endpointHealth: { intervalSeconds: 30, failureThreshold: 10 } },
      300 + 5 + 10,
    ],
    ["by alarm", { scheme: "internal", subnets }, 30 + 60 + 30 + 5 + 10],
    [
      "by alarm, with a delay",
      { scheme: "internal", subnets, failbackDelaySeconds: 100 },
      100 + 60 + 30 + 5 + 10,
    ],
    ["by alias", { topology: "per-node" }, 30 + 30 + 60],
    ["by alias, with a delay", { topology: "per-node", failbackDelaySeconds: 100 }, 100 + 30 + 60],
    ["weighted, zonal", { method: weighted }, 30 + 30 + 10],
    ["weighted, zonal by alarm", { method: weighted, scheme: "internal", subnets }, 30 + 60 + 30 + 5 + 10],
    ["weighted, per-node", { method: weighted, topology: "per-node" }, 30 + 30 + 60],
  ])("%s is the sum of its steps", (_how, changes, seconds) => {
    expect(failback(changes)).toBe(seconds);
  });

  test("with a delay leaves the failover as fast as without", () => {
    const time = (failbackDelaySeconds?: number) =>
      new ClientAccess(newStack(), "Access", accessProps(2, { failbackDelaySeconds })).failoverTime;
    expect(time(100)?.steps).toEqual(time()?.steps);
  });
});

describe("Checkers of some regions", () => {
  test("are those of the props", () => {
    const regions = ["us-east-1", "eu-west-1", "sa-east-1"];
    expect(checksOf({ endpointHealth: { regions } })[`${ZONE}_HealthCheck`]).toMatchObject({ regions });
    expect(checksOf({})[`${ZONE}_HealthCheck`]).not.toHaveProperty("regions");
  });

  test.each([
    [
      ["us-east-1", "eu-west-1"],
      "endpointHealth.regions: found 2 regions; allowed: 3 or more regions, or omit for all",
    ],
    [
      ["us-east-1", "eu-west-1", "eu-central-1"],
      'endpointHealth.regions[2]: found "eu-central-1"; allowed: a region of Route 53\'s health checkers: us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1, sa-east-1',
    ],
    [
      ["us-east-1", "eu-west-1", "us-east-1"],
      'endpointHealth.regions[2]: found "us-east-1"; allowed: a unique value; endpointHealth.regions[0] already uses it',
    ],
  ])("are refused for %j", (regions, line) => {
    expect(accessProblems(2, { endpointHealth: { regions } })).toEqual([line]);
  });

  test("mean nothing to an alarm", () => {
    const regions = ["us-east-1", "eu-west-1", "sa-east-1"];
    expect(accessProblems(2, { scheme: "internal", subnets, endpointHealth: { regions } })).toEqual([
      'endpointHealth.regions: found ["us-east-1","eu-west-1","sa-east-1"]; allowed: omit: an alarm follows the load balancer\'s `healthCheck`',
    ]);
  });
});

describe("The idle timeout of connections", () => {
  test.each(["zonal", "per-node"] as const)("is every listener's, %s", (topology) => {
    const listeners = accessTemplate(2, {
      topology,
      method: LoadBalancingMethod.weighted(),
      tcpIdleTimeoutSeconds: 60,
    }).all("aws_lb_listener");
    expect(listeners.map((listener) => listener["tcp_idle_timeout_seconds"])).toEqual(
      listeners.map(() => 60),
    );
    expect(accessTemplate(2, { topology }).all("aws_lb_listener")[0]).not.toHaveProperty(
      "tcp_idle_timeout_seconds",
    );
  });

  test.each([59, 6001, 60.5])("is refused for %p seconds", (tcpIdleTimeoutSeconds) => {
    expect(accessProblems(2, { tcpIdleTimeoutSeconds })).toEqual([
      `tcpIdleTimeoutSeconds: found ${tcpIdleTimeoutSeconds}; allowed: a whole number of seconds from 60 to 6000`,
    ]);
  });
});
