import { Token } from "cdktf";
import { Construct } from "constructs";
import {
  CertificateSource,
  ClientService,
  SemsCluster,
  type ClusterCertificates,
  type ICertificateSource,
  type SemsClusterProps,
  type SemsNode,
} from "../lib";
import { clusterProps, hostedZone, newStack, node, synth, upTo } from "./support/cluster";
import { authorityArn, certificateArn } from "./support/config";
import type { Block, Template } from "./support/template";

const acmPublic = CertificateSource.acmPublic({ hostedZone });
const privateCa = CertificateSource.privateCa(authorityArn);
const perNode = CertificateSource.existingPerNode({ sems1: certificateArn("1"), sems2: certificateArn("2") });

const notifications = { emails: ["ops@example.com"] };
const issued: ClusterCertificates = { client: acmPublic, replication: privateCa };

const template = (props: SemsClusterProps) => synth((stack) => new SemsCluster(stack, "Keys", props));

/** A cluster with everything that a cluster can make, of some nodes among three zones. */
const everything = (nodes: readonly SemsNode[], changes: Partial<SemsClusterProps> = {}) =>
  template(
    clusterProps(3, {
      nodes,
      certificates: issued,
      notifications,
      replication: { hostedZone, adminClients: ["10.0.0.0/8"] },
      ...changes,
    }),
  );

/** Every resource and data source, by address. */
function blocks(of: Template): Record<string, Block> {
  const types = new Set(of.addresses().map((address) => address.replace(/\.[^.]*$/, "")));
  return Object.fromEntries(
    [...types].flatMap((type) => {
      const found = type.startsWith("data.") ? of.dataSources(type.slice(5)) : of.resources(type);
      return Object.entries(found).map(([name, block]) => [`${type}.${name}`, block]);
    }),
  );
}

/** Addresses of what one has and the other has not, or has otherwise. */
function differences(one: Template, other: Template): string[] {
  const [before, after] = [blocks(one), blocks(other)];
  const addresses = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...addresses].filter(
    (address) => JSON.stringify(before[address]) !== JSON.stringify(after[address]),
  );
}

/** Arguments, by type, that have other values at an address that both have: `aws_lb.tags`. */
function changedArguments(one: Template, other: Template): string[] {
  const [before, after] = [blocks(one), blocks(other)];
  const changed = differences(one, other).flatMap((address) => {
    const [old, new_] = [before[address], after[address]];
    if (old === undefined || new_ === undefined) return [];
    return Object.keys({ ...old, ...new_ })
      .filter((key) => JSON.stringify(old[key]) !== JSON.stringify(new_[key]))
      .map((key) => `${address.slice(0, address.lastIndexOf("."))}.${key}`);
  });
  return [...new Set(changed)].sort();
}

const certificateDifferences = (one: Template, other: Template) =>
  differences(one, other).filter((address) => address.startsWith("aws_acm_certificate."));

const certificateOf = (place: string) => `aws_acm_certificate.Keys_Certificates_${place}`;

const certificateAlarms = (made: Template) =>
  made.all("aws_cloudwatch_metric_alarm").filter(({ namespace }) => namespace === "AWS/CertificateManager");

describe("SemsCluster", () => {
  test("exposes everything that it made", () => {
    const props = clusterProps(2, { certificates: issued, notifications });
    const cluster = new SemsCluster(newStack(), "Keys", props);
    expect(cluster.clientFqdn).toBe("keys.example.com");
    expect(cluster.nodes).toBe(props.nodes);
    expect(cluster.clientAccess.map(({ node: { path } }) => path)).toEqual([
      "test/Keys/ClientAccess/clients",
    ]);
    expect(cluster.replication.node.path).toBe("test/Keys/Replication");
    expect(cluster.clientCertificate.commonName).toBe("keys.example.com");
    expect(cluster.replicationCertificates.certificates.map(({ nodeName }) => nodeName)).toEqual([
      "sems1",
      "sems2",
    ]);
    expect(cluster.certificatePlacements).toHaveLength(4);
    expect(cluster.notifications?.node.path).toBe("test/Keys/Notifications");
    expect(cluster.certificateNotices).toHaveLength(3);
  });

  test("has no notifications unless they are configured", () => {
    expect(new SemsCluster(newStack(), "Keys", clusterProps())).toMatchObject({
      notifications: undefined,
      certificateNotices: [],
    });
  });

  /** A source that needs a certain provider. */
  const needing = (version: string): ICertificateSource => ({
    minimumProviderVersion: version,
    provide: (_scope, { commonName }) => ({ commonName, arn: certificateArn(commonName) }),
    check: () => [],
  });

  test.each<[string, ICertificateSource, ICertificateSource]>([
    ["5.100.0", privateCa, perNode],
    ["6.4.0", acmPublic, perNode],
    ["6.4.0", privateCa, acmPublic],
    ["6.4.0", acmPublic, acmPublic],
    ["5.100.0", needing("5.99.1"), needing("5.9.0")],
    ["6.10.0", needing("6.10.0"), acmPublic],
    ["10.0.0", needing("6.10.0"), needing("10.0.0")],
  ])("asks for the provider that all its certificates need: %s", (oldest, client, replication) => {
    const props = clusterProps(2, { certificates: { client, replication } });
    expect(new SemsCluster(newStack(), "Keys", props).minimumProviderVersion).toBe(oldest);
  });

  test("Interface 2 of all nodes shares one certificate, each Interface 1 has its own", () => {
    expect(everything([node(1), node(2)]).resources("aws_acm_certificate")).toMatchObject({
      Keys_Certificates_Client: { domain_name: "keys.example.com" },
      Keys_Certificates_Replication_sems1examplecom: { domain_name: "sems1.example.com" },
      Keys_Certificates_Replication_sems2examplecom: { domain_name: "sems2.example.com" },
    });
  });

  const clientSources = { acmPublic, privateCa, existing: CertificateSource.existing(certificateArn("c")) };
  const replicationSources = { acmPublic, privateCa, existing: perNode };
  const combinations = Object.entries(clientSources).flatMap(([client, source]) =>
    Object.entries(replicationSources).map(([replication, other]) => ({
      client,
      replication,
      certificates: { client: source, replication: other },
    })),
  );

  test.each(combinations)(
    "$client for clients and $replication for replication bring no key into Terraform",
    ({ certificates }) => {
      const made = template(clusterProps(2, { certificates, notifications }));
      expect(certificateAlarms(made)).toHaveLength(3);
      expect(JSON.stringify(made.json)).not.toMatch(
        /private_key|certificate_body|"tls_|"aws_iam_server_certificate/,
      );
    },
  );

  test("what depends on a public certificate waits until it is validated", () => {
    const { client } = issued;
    const made = template(clusterProps(2, { certificates: { client, replication: perNode }, notifications }));
    const others = differences(
      made,
      synth(() => undefined),
    ).filter((address) => !/^aws_(acm_certificate_validation|route53_record)\./.test(address));
    const written = JSON.stringify(others.map((address) => blocks(made)[address]));
    expect(written).toMatch(/aws_acm_certificate_validation\.Keys_Certificates_Client_Validated/);
    expect(written).not.toMatch(/aws_acm_certificate\./);
  });

  test("no group opens replication, console or SSH to the world", () => {
    const open = everything([node(1), node(2), node(3)])
      .all("aws_vpc_security_group_ingress_rule")
      .filter(({ cidr_ipv4 }) => cidr_ipv4 === "0.0.0.0/0");
    expect(open).toEqual([expect.objectContaining({ from_port: 443, to_port: 443 })]);
  });

  test.each([
    ["without notifications no alarm exists", undefined, 0],
    ["with notifications there is an alarm for each certificate", notifications, 3],
  ])("%s", (_case, notifications, alarms) => {
    const made = template(clusterProps(2, { notifications: notifications }));
    expect(certificateAlarms(made)).toHaveLength(alarms);
    expect(made.all("aws_cloudwatch_event_rule")).toHaveLength(2 * alarms);
  });

  test("a node that comes renames no alarm", () => {
    const names = (nodes: readonly SemsNode[]) =>
      everything(nodes)
        .all("aws_cloudwatch_metric_alarm")
        .map(({ alarm_name }) => alarm_name);
    expect(names([node(1), node(2), node(3)])).toEqual(expect.arrayContaining(names([node(1), node(2)])));
  });

  test.each([
    ["another order of the nodes", [node(3), node(1), node(2)]],
    ["a node in maintenance", [node(1, { maintenance: true }), node(2), node(3)]],
  ])("%s changes the failover records and the alarm on failover, and no other resource", (_case, nodes) => {
    const changed = differences(everything(upTo(3).map((n) => node(n))), everything(nodes));
    expect(changed).not.toEqual([]);
    expect(changed.filter((address) => !/^aws_route53_record\..*_Records_Tier/.test(address))).toEqual([
      "aws_cloudwatch_composite_alarm.Keys_Monitoring_clients_Failover",
    ]);
  });

  test.each([1, 2, 3])("another name of node %i moves nothing and replaces nothing", (n) => {
    const nodes = upTo(3).map((other) => node(other));
    const renamed = nodes.map((member, i) => (i === n - 1 ? { ...member, name: "other" } : member));
    const [before, after] = [everything(nodes), everything(renamed)];
    expect(after.addresses()).toEqual(before.addresses());
    // AWS changes each of these in place.
    expect(changedArguments(before, after)).toEqual([
      ...(n === 1 ? ["aws_cloudwatch_composite_alarm.alarm_description"] : []),
      "aws_cloudwatch_event_target.input_transformer",
      "aws_cloudwatch_metric_alarm.alarm_description",
      "aws_lb.tags",
      "aws_vpc_security_group_egress_rule.description",
      "aws_vpc_security_group_ingress_rule.description",
    ]);
  });

  test("another name of a node whose certificate exists moves nothing", () => {
    const named = (name: string) =>
      everything([node(1), node(2, { name })], {
        certificates: {
          client: CertificateSource.existing(certificateArn("c")),
          replication: CertificateSource.existingPerNode({
            sems1: certificateArn("1"),
            [name]: certificateArn("2"),
          }),
        },
      });
    expect(named("other").addresses()).toEqual(named("sems2").addresses());
  });

  test("another name of a service moves nothing and replaces nothing", () => {
    const serving = (name: string) => {
      const services = [ClientService.HTTPS, ClientService.custom(name, 8443)];
      const clientAccess = clusterProps(3).clientAccess?.map((access) => ({
        ...access,
        services,
        allowedClients: ["10.0.0.0/8"],
        endpointHealth: { port: 8443 },
      }));
      return everything([node(1), node(2), node(3)], { clientAccess });
    };
    const [before, after] = [serving("portal"), serving("web")];
    expect(after.addresses()).toEqual(before.addresses());
    // AWS changes each of these in place.
    expect(changedArguments(before, after)).toEqual([
      "aws_cloudwatch_metric_alarm.alarm_description",
      "aws_lb_listener.tags",
      "aws_lb_target_group.tags",
      "aws_vpc_security_group_egress_rule.description",
      "aws_vpc_security_group_ingress_rule.description",
    ]);
  });

  test("another client FQDN changes the tags of the security groups and nothing else of them", () => {
    const nodes = upTo(3).map((n) => node(n));
    const [before, after] = [everything(nodes), everything(nodes, { clientFqdn: "policy.example.com" })];
    expect(Object.keys(after.resources("aws_security_group"))).toHaveLength(3);
    expect(Object.keys(after.resources("aws_security_group"))).toEqual(
      Object.keys(before.resources("aws_security_group")),
    );
    const ofGroups = changedArguments(before, after).filter((path) => path.startsWith("aws_security_group."));
    expect(ofGroups).toEqual(["aws_security_group.tags"]);
  });

  test("another client FQDN changes the shared certificate and no other", () => {
    const nodes = upTo(3).map((n) => node(n));
    const renamed = everything(nodes, { clientFqdn: "policy.example.com" });
    expect(certificateDifferences(everything(nodes), renamed)).toEqual([certificateOf("Client")]);
  });

  test.each([1, 2, 3])("node %i coming or going changes its own certificate and no other", (n) => {
    const all = upTo(3).map((other) => node(other));
    const without = all.filter((_, i) => i !== n - 1);
    expect(certificateDifferences(everything(all), everything(without))).toEqual([
      certificateOf(`Replication_sems${n}examplecom`),
    ]);
  });

  test("two clusters fit in one stack", () => {
    const props = clusterProps(2, { notifications });
    // A server is a member of one cluster: the other has servers of its own.
    const others = props.nodes.map((member, i) => {
      const { address } = member.interface1;
      return { ...member, interface1: { fqdn: `mail${i + 1}.example.com`, address } };
    });
    const both = synth((stack) => {
      new SemsCluster(stack, "Keys", props);
      new SemsCluster(stack, "Mail", { ...props, clientFqdn: "mail.example.com", nodes: others });
    });
    const names = both.all("aws_cloudwatch_metric_alarm").map(({ alarm_name }) => alarm_name);
    expect(both.addresses()).toHaveLength(2 * template(props).addresses().length);
    expect(new Set(names).size).toBe(names.length);
  });

  test("a cluster fits in a construct of your own", () => {
    const nested = synth(
      (stack) => new SemsCluster(new Construct(stack, "Messaging"), "Keys", clusterProps()),
    );
    const inStack = Object.keys(blocks(template(clusterProps())));
    expect(Object.keys(blocks(nested))).toEqual(
      inStack.map((address) => address.replace(".Keys_", ".Messaging_Keys_")),
    );
  });

  test.each([
    ["a topic", { topicArn: token("topic") }],
    ["addresses", { emails: [token("email")] }],
  ])("every string may be a token, with %s to notify", (_case, notifications) => {
    const made = template(tokens(notifications));
    const written = JSON.stringify(made.json);
    for (const name of ["fqdn", "vpc", "address-2", "zone-2", "subnet-2", "authority", "network"]) {
      expect(written).toContain(`from-${name}`);
    }
    expect(made.addresses().join()).not.toMatch(/token/i);
  });
});

/** A string that is known after synthesis only. */
function token(name: string): string {
  return Token.asString({ resolve: () => `from-${name}` });
}

function tokens(notifications: SemsClusterProps["notifications"]): SemsClusterProps {
  const zone = { id: token("zone-id"), name: token("zone-name") };
  const places = [1, 2].map((n) => ({ n, availabilityZone: token(`zone-${n}`) }));
  return {
    clientFqdn: token("fqdn"),
    vpcId: token("vpc"),
    nodes: places.map(({ n, availabilityZone }) => ({
      name: token(`name-${n}`),
      interface1: { fqdn: token(`fqdn-${n}`), address: token(`address-${n}`) },
      interface2: { address: token(`target-${n}`), availabilityZone },
    })),
    clientAccess: [
      {
        name: token("access"),
        hostedZone: zone,
        scheme: "internet-facing",
        subnets: places.map(({ n, availabilityZone }) => ({
          id: token(`subnet-${n}`),
          availabilityZone,
          allocationId: token(`allocation-${n}`),
        })),
        allowedClients: [token("clients")],
        healthCheck: { protocol: "HTTPS", path: token("path") },
        endpointHealth: { protocol: "HTTPS", path: token("path") },
      },
    ],
    certificates: {
      client: CertificateSource.acmPublic({ hostedZone: zone }),
      replication: CertificateSource.privateCa(token("authority")),
    },
    replication: { hostedZone: zone, adminClients: [token("network")] },
    ...(notifications === undefined ? {} : { notifications: notifications }),
  };
}
