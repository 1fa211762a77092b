import { Lazy } from "cdktf";
import fc from "fast-check";
import { ClientService, formatProblem } from "../../lib";
import { checkServices } from "../../lib/client-access/client-service";
import { checkClientPort } from "../../lib/client-access/target-health-check";
import { accessProblems, accessTemplate } from "../support/access";

const { HTTPS, LDAP, LDAPS, HTTP, SMTP, SMTPS, SUBMISSION } = ClientService;

describe("ClientService", () => {
  test.each([
    [HTTPS, "https", 443],
    [LDAP, "ldap", 389],
    [LDAPS, "ldaps", 636],
    [HTTP, "http", 80],
    [SMTP, "smtp", 25],
    [SMTPS, "smtps", 465],
    [SUBMISSION, "submission", 587],
  ])("%j is found by its name and has its well-known port", (service, name, port) => {
    expect(service).toMatchObject({ name, port });
    expect(ClientService.STANDARD.get(name)).toBe(service);
  });

  test("is HTTPS alone by default", () => {
    expect(Object.keys(accessTemplate().resources("aws_lb_listener"))).toEqual([
      "Access_Services_443_Listener",
    ]);
  });

  test("may be one of the user's own", () => {
    const own = ClientService.custom("keyserver", 11371);
    expect(accessTemplate(2, { services: [own] }).resources("aws_lb_listener")).toEqual({
      Access_Services_11371_Listener: expect.objectContaining({ port: 11371 }),
    });
  });

  test.each([
    [444, "replication"],
    [9000, "administration console"],
    [22, "SSH"],
    [161, "SNMP"],
  ])("SEMS-LB-6: %i must not be exposed through the load balancer", (port, use) => {
    expect(accessProblems(2, { services: [HTTPS, ClientService.custom("own", port)] })).toEqual([
      `services[1]: found ${port} (${use}); allowed: a client-facing port: 444, 9000, 22 and 161 must not be exposed through the load balancer [SEMS-LB-6]`,
    ]);
  });

  test("SEMS-LB-6: every other TCP port may", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 65_535 }), (port) => {
        expect(checkClientPort("port", port)).toHaveLength([22, 161, 444, 9000].includes(port) ? 1 : 0);
      }),
    );
  });

  test.each([0, -1, 65_536, 443.5])("refuses the port %d", (port) => {
    expect(checkClientPort("services[0]", port).map(formatProblem)).toEqual([
      `services[0]: found ${port}; allowed: a TCP port from 1 to 65535`,
    ]);
  });

  test.each([SMTP, SMTPS, SUBMISSION, ClientService.custom("mail", 25), ClientService.custom("mail", 587)])(
    "SEMS-LB-8: refuses %j without the client's address",
    (mail) => {
      expect(accessProblems(2, { services: [mail] })).toEqual([
        `services[0]: found a mail service on port ${mail.port} without preserveClientIp; allowed: preserveClientIp true: SEMS distinguishes outbound from inbound mail by the source address [SEMS-LB-8]`,
      ]);
    },
  );

  test("SEMS-LB-8: takes mail with the client's address", () => {
    const template = accessTemplate(2, { services: [SMTP, SMTPS], preserveClientIp: true });
    expect(template.all("aws_lb_target_group").map((group) => group["preserve_client_ip"])).toEqual([
      "true",
      "true",
    ]);
  });

  test("refuses an empty list", () => {
    expect(accessProblems(2, { services: [] })).toEqual([
      "services: found an empty list; allowed: at least one service, such as https",
    ]);
  });

  test.each(["", "1st", "key-", "key server", "key/server", "ключи", "k".repeat(64)])(
    "refuses the name %j",
    (name) => {
      expect(accessProblems(2, { services: [ClientService.custom(name, 11371)] })).toEqual([
        `services[0].name: found ${JSON.stringify(name)}; allowed: letters, digits and hyphens, a letter first, 63 at most`,
      ]);
    },
  );

  test("refuses two services on one port, and says so once", () => {
    expect(accessProblems(2, { services: [HTTPS, LDAP, HTTPS] })).toEqual([
      "services[2]: found 443; allowed: a unique port; services[0] already uses it",
    ]);
  });

  test("refuses two services of one name", () => {
    expect(accessProblems(2, { services: [HTTPS, ClientService.custom("HTTPS", 8443)] })).toEqual([
      'services[1].name: found "HTTPS"; allowed: a unique value; services[0].name already uses it',
    ]);
  });
});

describe("Services as far as they are there", () => {
  const places = (services: Parameters<typeof checkServices>[1]) =>
    checkServices("services", services, { preserveClientIp: undefined, healthCheck: undefined }).map(
      ({ path }) => path,
    );

  test("are checked", () => {
    expect(places(undefined)).toEqual([]);
    expect(places([undefined, {}, { name: "own" }])).toEqual([]);
    expect(places([{ name: "1" }, undefined, { port: 22 }])).toEqual(["services[0].name", "services[2]"]);
  });

  test("are not compared where a port is a token", () => {
    const port = Lazy.numberValue({ produce: () => 25 });
    expect(
      places([
        { name: "a", port },
        { name: "b", port: Lazy.numberValue({ produce: () => 25 }) },
      ]),
    ).toEqual([]);
  });
});

test("A service with a health check of its own is the same service", () => {
  const own = LDAP.withHealthCheck({ protocol: "TCP", intervalSeconds: 30 });
  expect(own).toMatchObject({ name: "ldap", port: 389, healthCheck: { intervalSeconds: 30 } });
  expect(LDAP.healthCheck).toBeUndefined();
});
