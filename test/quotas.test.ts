import { Construct } from "constructs";
import { ClientAccess, ClientService, SemsCluster, type ClientAccessProps } from "../lib";
import { warnOfCompositeAlarm } from "../lib/quotas";
import { accessProps, clusterProps, newStack, upTo } from "./support/cluster";

const warnings = (changes: Partial<ClientAccessProps>, nodes = 2): string[] => {
  const access = new ClientAccess(newStack(), "Access", accessProps(nodes, changes));
  return access.node.metadata.map(({ data }) => String(data));
};

const networks = (count: number) => upTo(count).map((n) => `10.${n}.0.0/16`);
const { HTTPS, LDAP, LDAPS } = ClientService;

describe("Quotas of AWS are counted at synthesis:", () => {
  test("rules of the load balancer's group, with the weight of the checkers' prefix list", () => {
    expect(warnings({ services: [HTTPS, LDAP, LDAPS], allowedClients: ["10.0.0.0/8"] })).toEqual([
      "Inbound rules of the load balancer's security group: 78 (3 services × 1 allowedClients + 3 probed ports × 25 of the checkers' prefix list), where AWS allows 60 by default. Deploying stops at the quota: set endpointHealth.port to probe one port, or endpointHealth.by to \"cloudwatch-alarm\", or raise it.",
    ]);
  });

  test("rules of the load balancer's group, which Route 53's checkers need none of", () => {
    expect(warnings({ topology: "per-node", allowedClients: networks(61) })).toEqual([
      "Inbound rules of the load balancer's security group: 61 (1 services × 61 allowedClients), where AWS allows 60 by default. Deploying stops at the quota: combine networks of allowedClients, or raise it.",
    ]);
  });

  test.each<[Partial<ClientAccessProps>, number]>([
    [{ allowedClients: networks(35) }, 0],
    [{ allowedClients: networks(36) }, 1],
    [{ services: [HTTPS, LDAP, LDAPS], allowedClients: ["0.0.0.0/0"] }, 0],
    [{ services: [HTTPS, LDAP, LDAPS], allowedClients: ["10.0.0.0/8"], endpointHealth: { port: 443 } }, 0],
    [{ topology: "per-node", allowedClients: networks(60) }, 0],
    [{ topology: "per-node", allowedClients: networks(61) }, 1],
  ])("%j is worth %i warnings", (changes, count) => {
    expect(warnings(changes)).toHaveLength(count);
  });

  test("rules towards the nodes, and listeners", () => {
    const services = (count: number) => upTo(count).map((n) => ClientService.custom(`s${n}`, 10_000 + n));
    const health = { endpointHealth: { port: 10_001 } };
    expect(warnings({ services: services(12), ...health }, 5)).toEqual([]);
    expect(warnings({ services: services(13), ...health }, 5)[0]).toMatch(
      /^Outbound rules .*: 65 \(13 ports × 5 nodes\)/,
    );
    expect(warnings({ services: services(51), ...health }).map((warning) => warning.split(":")[0])).toEqual([
      "Outbound rules of the load balancer's security group",
      "Listeners of a load balancer",
    ]);
  });

  test.each([
    // Six nodes; the failover alarm names the alarms of the first one twice.
    [14, []],
    [15, ["failover in effect"]],
    [17, ["no healthy node", "failover in effect"]],
  ])("%i services in the rules of composite alarms", (count, expected) => {
    const services = upTo(count).map((n) => ClientService.custom(`s${n}`, 10_000 + n));
    const props = clusterProps(6, { notifications: { emails: ["ops@example.com"] } });
    const clientAccess = (props.clientAccess ?? []).map((access) => ({ ...access, services }));
    const cluster = new SemsCluster(newStack(), "Keys", { ...props, clientAccess });
    const found = cluster.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
    const alarms = found.flatMap((warning) => /^The alarm "(.*?)" refers/.exec(warning)?.[1] ?? []);
    expect(alarms).toEqual(expected);
  });

  test.each([
    [100, 10_240, 0],
    [101, 10_240, 1],
    [100, 10_241, 1],
  ])("a composite alarm of %i alarms in %i characters", (count, characters, expected) => {
    const scope = new Construct(newStack(), "Alarms");
    const children = upTo(count).map((n) => ({ alarmName: `alarm-${n}.`, written: `alarm-${n}.` }));
    const alarmRule = children.map(({ alarmName }) => `ALARM("${alarmName}")`).join(" OR ");
    warnOfCompositeAlarm(scope, { name: "any", alarmRule: alarmRule.padEnd(characters), children });
    expect(scope.node.metadata).toHaveLength(expected);
  });

  test.each([
    [28, 3, 0],
    [28, 4, 1],
    [29, 2, 1],
  ])("rules of Interface 1 for %i networks of administrators and %i nodes", (count, nodes, expected) => {
    const replication = { adminClients: networks(count) };
    const cluster = new SemsCluster(newStack(), "Keys", clusterProps(nodes, { replication }));
    const found = cluster.node.findAll().flatMap(({ node }) => node.metadata.map(({ data }) => String(data)));
    expect(found.filter((warning) => warning.startsWith("Inbound rules of Interface 1"))).toHaveLength(
      expected,
    );
  });
});
