import fc from "fast-check";
import { ClientAccess, ClientService, type ClientAccessProps, type TargetHealthCheckProps } from "../../lib";
import { accessProblems, accessTemplate, numberToken } from "../support/access";
import { accessProps, synth } from "../support/cluster";

const healthCheck = (changes: Partial<ClientAccessProps> = {}) =>
  accessTemplate(2, changes).only("aws_lb_target_group")["health_check"];

const problems = (props: TargetHealthCheckProps, failbackDelaySeconds?: number) =>
  accessProblems(2, { healthCheck: props, failbackDelaySeconds });

describe("The load balancer's health check", () => {
  test("AWS-NLB-3: by default is TCP to the service's port, every field written out", () => {
    expect(healthCheck()).toEqual({
      enabled: true,
      protocol: "TCP",
      port: "443",
      interval: 10,
      timeout: 5,
      healthy_threshold: 3,
      unhealthy_threshold: 2,
    });
  });

  test.each(["HTTP", "HTTPS"] as const)(
    "AWS-NLB-3: over %s asks for a path and takes answers 200 to 399",
    (protocol) => {
      expect(healthCheck({ healthCheck: { protocol } })).toMatchObject({
        protocol,
        path: "/",
        matcher: "200-399",
      });
      expect(healthCheck({ healthCheck: { protocol, path: "/b/l.e" } })).toMatchObject({ path: "/b/l.e" });
    },
  );

  test("is what the props say", () => {
    const props: TargetHealthCheckProps = {
      protocol: "HTTP",
      port: 8080,
      path: "/health",
      intervalSeconds: 30,
      timeoutSeconds: 20,
      healthyThreshold: 4,
      unhealthyThreshold: 5,
    };
    expect(healthCheck({ healthCheck: props })).toEqual({
      enabled: true,
      protocol: "HTTP",
      port: "8080",
      path: "/health",
      matcher: "200-399",
      interval: 30,
      timeout: 20,
      healthy_threshold: 4,
      unhealthy_threshold: 5,
    });
  });

  test.each([
    [undefined, 20, 2],
    [undefined, 100, 10],
    [30, 60, 2],
    [5, 30, 6],
  ])(
    "with an interval of %p and a failback delay of %i seconds asks for %i good probes",
    (intervalSeconds, delay, threshold) => {
      expect(healthCheck({ healthCheck: { intervalSeconds }, failbackDelaySeconds: delay })).toMatchObject({
        healthy_threshold: threshold,
      });
    },
  );

  test("takes a failback delay that says what the threshold says", () => {
    expect(
      healthCheck({ healthCheck: { intervalSeconds: 20, healthyThreshold: 5 }, failbackDelaySeconds: 100 }),
    ).toMatchObject({ interval: 20, healthy_threshold: 5 });
  });

  test.each<[TargetHealthCheckProps, string]>([
    [
      { intervalSeconds: 4, timeoutSeconds: 2 },
      "intervalSeconds: found 4; allowed: a whole number of seconds from 5 to 300 [AWS-NLB-3]",
    ],
    [
      { intervalSeconds: 301 },
      "intervalSeconds: found 301; allowed: a whole number of seconds from 5 to 300 [AWS-NLB-3]",
    ],
    [
      { timeoutSeconds: 1 },
      "timeoutSeconds: found 1; allowed: a whole number of seconds from 2 to 120 [AWS-NLB-3]",
    ],
    [
      { intervalSeconds: 300, timeoutSeconds: 121 },
      "timeoutSeconds: found 121; allowed: a whole number of seconds from 2 to 120 [AWS-NLB-3]",
    ],
    [{ timeoutSeconds: 11 }, "timeoutSeconds: found 11; allowed: at most intervalSeconds (10)"],
    [
      { intervalSeconds: 5, timeoutSeconds: 6 },
      "timeoutSeconds: found 6; allowed: at most intervalSeconds (5)",
    ],
    [
      { healthyThreshold: 1 },
      "healthyThreshold: found 1; allowed: a whole number of probes from 2 to 10 [AWS-NLB-3]",
    ],
    [
      { healthyThreshold: 11 },
      "healthyThreshold: found 11; allowed: a whole number of probes from 2 to 10 [AWS-NLB-3]",
    ],
    [
      { unhealthyThreshold: 1 },
      "unhealthyThreshold: found 1; allowed: a whole number of probes from 2 to 10 [AWS-NLB-3]",
    ],
    [
      { unhealthyThreshold: 11 },
      "unhealthyThreshold: found 11; allowed: a whole number of probes from 2 to 10 [AWS-NLB-3]",
    ],
    [
      { port: 9000 },
      "port: found 9000 (administration console); allowed: a client-facing port: 444, 9000, 22 and 161 must not be exposed through the load balancer [SEMS-LB-6]",
    ],
    [{ port: 0 }, "port: found 0; allowed: a TCP port from 1 to 65535"],
    [{ path: "/" }, 'path: found "/"; allowed: omit: a TCP health check has no path'],
    [{ protocol: "TCP", path: "/" }, 'path: found "/"; allowed: omit: a TCP health check has no path'],
    [
      { protocol: "HTTP", path: "health" },
      'path: found "health"; allowed: a path that begins with /, 255 characters at most',
    ],
    [
      { protocol: "HTTPS", path: "/a b" },
      'path: found "/a b"; allowed: a path that begins with /, 255 characters at most',
    ],
  ])("refuses %j", (props, line) => {
    expect(problems(props)).toEqual([`healthCheck.${line}`]);
  });

  test("refuses a path of more than 255 characters, and takes one of 255", () => {
    const path = (length: number): TargetHealthCheckProps => ({
      protocol: "HTTP",
      path: "/".padEnd(length, "a"),
    });
    expect([problems(path(255)).length, problems(path(256)).length]).toEqual([0, 1]);
  });

  test("holds a failback delay against the health check of each service, and reports one fault once", () => {
    const every = (intervalSeconds: number) => ({ intervalSeconds });
    const services = [
      ClientService.HTTPS,
      ClientService.LDAP.withHealthCheck(every(20)),
      ClientService.LDAPS.withHealthCheck(every(20)),
    ];
    expect(accessProblems(2, { services, failbackDelaySeconds: 60 })).toEqual([]);
    expect(accessProblems(2, { services, failbackDelaySeconds: 30 })).toEqual([
      "failbackDelaySeconds: found 30; allowed: a multiple of healthCheck.intervalSeconds (20) from 40 to 200 seconds",
    ]);
    const groups = accessTemplate(2, { services, failbackDelaySeconds: 60 }).resources("aws_lb_target_group");
    expect(groups).toMatchObject({
      Access_Services_443_TargetGroup: { health_check: { interval: 10, healthy_threshold: 6 } },
      Access_Services_389_TargetGroup: { health_check: { interval: 20, healthy_threshold: 3 } },
    });
  });

  test("is overridden by a service field by field", () => {
    const services = [
      ClientService.HTTPS.withHealthCheck({ path: "/own", timeoutSeconds: 20 }),
      ClientService.LDAP.withHealthCheck({ protocol: "TCP", unhealthyThreshold: undefined }),
    ];
    const ofAccess: TargetHealthCheckProps = {
      protocol: "HTTPS",
      path: "/all",
      intervalSeconds: 30,
      unhealthyThreshold: 4,
    };
    const template = accessTemplate(2, { services, healthCheck: ofAccess });
    expect(template.resources("aws_lb_target_group")).toMatchObject({
      Access_Services_443_TargetGroup: {
        health_check: {
          protocol: "HTTPS",
          port: "443",
          path: "/own",
          interval: 30,
          timeout: 20,
          unhealthy_threshold: 4,
        },
      },
      Access_Services_389_TargetGroup: {
        health_check: { protocol: "TCP", port: "389", interval: 30, timeout: 5, unhealthy_threshold: 4 },
      },
    });
  });

  test("refuses what a service makes of it, and reports what is inherited once", () => {
    const times = (own: TargetHealthCheckProps, ofAccess: TargetHealthCheckProps) =>
      accessProblems(2, { services: [ClientService.HTTPS.withHealthCheck(own)], healthCheck: ofAccess });
    expect(times({ intervalSeconds: 5 }, { timeoutSeconds: 10 })).toEqual([
      "services[0].healthCheck.timeoutSeconds: found 10; allowed: at most intervalSeconds (5)",
    ]);
    expect(times({ unhealthyThreshold: 3 }, { timeoutSeconds: 11 })).toEqual([
      "healthCheck.timeoutSeconds: found 11; allowed: at most intervalSeconds (10)",
    ]);
    expect(times({ path: "/own" }, { protocol: "HTTP" })).toEqual([]);
    expect(times({ path: "/own" }, {})).toEqual([
      'services[0].healthCheck.path: found "/own"; allowed: omit: a TCP health check has no path',
    ]);
  });

  test("refuses what is wrong with a service's own", () => {
    const services = [ClientService.HTTPS.withHealthCheck({ intervalSeconds: 1, port: 22 })];
    expect(accessProblems(2, { services }).map((line) => line.split(": ")[0])).toEqual([
      "services[0].healthCheck.port",
      "services[0].healthCheck.intervalSeconds",
    ]);
  });

  test("refuses a failback delay at odds with the threshold", () => {
    expect(problems({ intervalSeconds: 20, healthyThreshold: 5 }, 60)).toEqual([
      "failbackDelaySeconds: found 60; allowed: 100 (healthyThreshold × intervalSeconds); or omit one of the two",
    ]);
  });

  test.each([
    [{}, 10, "(10) from 20 to 100"],
    [{}, 110, "(10) from 20 to 100"],
    [{}, 25, "(10) from 20 to 100"],
    [{ intervalSeconds: 30 }, 30, "(30) from 60 to 300"],
  ])("with %j refuses a failback delay of %i seconds, which no threshold gives", (props, delay, range) => {
    expect(problems(props, delay)).toEqual([
      `failbackDelaySeconds: found ${delay}; allowed: a multiple of healthCheck.intervalSeconds ${range} seconds`,
    ]);
  });

  test("takes a failback delay exactly where a threshold of 2 to 10 gives it", () => {
    const delays = fc.record({
      interval: fc.integer({ min: 5, max: 300 }),
      delay: fc.integer({ min: 1, max: 700 }),
    });
    const exact = fc.record({
      interval: fc.integer({ min: 5, max: 300 }),
      factor: fc.integer({ min: 1, max: 11 }),
    });
    const both = fc.oneof(
      delays,
      exact.map(({ interval, factor }) => ({ interval, delay: interval * factor })),
    );
    fc.assert(
      fc.property(both, ({ interval, delay }) => {
        const given = Array.from({ length: 9 }, (_, i) => interval * (i + 2)).includes(delay);
        expect(problems({ intervalSeconds: interval }, delay)).toHaveLength(given ? 0 : 1);
      }),
      { numRuns: 30 },
    );
  });

  describe("with number tokens", () => {
    const withTokens = (props: (token: (name: string) => number) => Partial<ClientAccessProps>) =>
      synth((stack) => {
        const changes = props((name) => numberToken(stack, name));
        new ClientAccess(stack, "Access", accessProps(2, changes));
      }).only("aws_lb_target_group")["health_check"];

    test("passes them unharmed", () => {
      const check = withTokens((token) => ({
        healthCheck: {
          port: token("port"),
          intervalSeconds: token("interval"),
          timeoutSeconds: token("timeout"),
          healthyThreshold: token("healthy"),
          unhealthyThreshold: token("unhealthy"),
        },
      }));
      expect(check).toMatchObject({
        port: "${var.port}",
        interval: "${var.interval}",
        timeout: "${var.timeout}",
        healthy_threshold: "${var.healthy}",
        unhealthy_threshold: "${var.unhealthy}",
      });
    });

    test("does not compare a time-out with an interval that is a token", () => {
      const check = withTokens((token) => ({
        healthCheck: { intervalSeconds: token("interval"), timeoutSeconds: 6 },
      }));
      expect(check).toMatchObject({ interval: "${var.interval}", timeout: 6 });
    });

    test("keeps the default time-out where the interval is a token", () => {
      const check = withTokens((token) => ({ healthCheck: { intervalSeconds: token("interval") } }));
      expect(check).toMatchObject({ interval: "${var.interval}", timeout: 5 });
    });

    test("divides a failback delay that is a token at deployment", () => {
      const check = withTokens((token) => ({ failbackDelaySeconds: token("delay") }));
      expect(check).toMatchObject({ healthy_threshold: expect.stringContaining("var.delay") });
    });
  });
});
