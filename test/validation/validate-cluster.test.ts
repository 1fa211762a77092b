import { Lazy } from "cdktf";
import { CertificateSource, InvalidPropsError, SemsCluster, type SemsClusterProps } from "../../lib/index";
import { checkCluster } from "../../lib/validation/validate-cluster";
import { accessProps, clusterProps, newStack, node, problemsOf } from "../support/cluster";

const problems = (changes: Partial<SemsClusterProps>) =>
  problemsOf((stack) => new SemsCluster(stack, "Keys", clusterProps(2, changes)));

const access = (id: string, name?: string) => {
  const { scheme, subnets } = accessProps();
  const hostedZone = { id, name: "example.com" };
  return { hostedZone, scheme, subnets, ...(name === undefined ? {} : { name }) };
};

describe("what a cluster is refused for", () => {
  test("a valid cluster is accepted", () => {
    expect(problems({})).toEqual([]);
  });

  test("no way in for clients", () => {
    expect(problems({ clientAccess: [] })).toEqual([
      "clientAccess: found an empty list; allowed: at least one client access",
    ]);
  });

  test("two ways in of one name, given or not", () => {
    expect(problems({ clientAccess: [access("Z1"), access("Z2", "clients")] })).toEqual([
      'clientAccess[1].name: found "clients"; allowed: a unique value; clientAccess[0].name already uses it',
    ]);
  });

  test("a way in of a name that no output could bear", () => {
    expect(problems({ clientAccess: [access("Z1", "data centre")] })).toEqual([
      'clientAccess[0].name: found "data centre"; allowed: letters, digits and hyphens, a letter first, 63 at most',
    ]);
  });

  test("two ways in through one hosted zone", () => {
    expect(problems({ clientAccess: [access("Z1", "a"), access("Z1", "b")] })).toEqual([
      'clientAccess[1].hostedZone.id: found "Z1"; allowed: a unique value; clientAccess[0].hostedZone.id ' +
        "already uses it [SEMS-DNS-1]",
    ]);
  });

  test("two load balancers at one address, or one at a node's", () => {
    const inside = (id: string, name: string, privateAddress: string) => ({
      ...access(id, name),
      scheme: "internal" as const,
      topology: "per-node" as const,
      subnets: accessProps().subnets.map((subnet, i) => (i === 0 ? { ...subnet, privateAddress } : subnet)),
    });
    expect(
      problems({ clientAccess: [inside("Z1", "a", "10.0.1.5"), inside("Z2", "b", "10.0.1.5")] }),
    ).toEqual([
      'clientAccess[1].subnets[0].privateAddress: found "10.0.1.5"; allowed: a unique value; ' +
        "clientAccess[0].subnets[0].privateAddress already uses it",
    ]);
    expect(problems({ clientAccess: [inside("Z1", "a", "10.0.1.10")] })).toEqual([
      'clientAccess[0].subnets[0].privateAddress: found "10.0.1.10"; allowed: a unique value; ' +
        "nodes[0].interface2.address already uses it",
    ]);
  });

  test("nothing where one way in is from the internet and one from inside, by the zones of one name", () => {
    const inside = { ...access("Z2", "inside"), scheme: "internal" as const, topology: "per-node" as const };
    expect(problems({ clientAccess: [access("Z1", "outside"), inside] })).toEqual([]);
  });

  test("everything at once, under the construct's path, in the order of the props", () => {
    const build = () =>
      new SemsCluster(
        newStack(),
        "Keys",
        clusterProps(2, {
          vpcId: "keys",
          nodes: [node(1), node(2, { name: "sems1" })],
          certificates: {
            client: CertificateSource.existing("x"),
            replication: CertificateSource.privateCa("y"),
          },
          replication: { adminClients: ["0.0.0.0/0"] },
          notifications: {},
        }),
      );
    expect(build).toThrow(InvalidPropsError);
    expect(build).toThrow(
      [
        "test/Keys cannot be built:",
        'vpcId: found "keys"; allowed: an id that begins with vpc-',
        'nodes[1].name: found "sems1"; allowed: a unique value; nodes[0].name already uses it [SEMS-CLUSTER-1]',
        'certificates.client.arn: found "x"; allowed: the ARN of an object of this region, ' +
          "arn:aws:acm:us-east-1:ACCOUNT:certificate/…",
        'certificates.replication.authorityArn: found "y"; allowed: the ARN of an object of this region, ' +
          "arn:aws:acm-pca:us-east-1:ACCOUNT:certificate-authority/…",
        'replication.adminClients[0]: found "0.0.0.0/0"; allowed: a network of /8 or smaller: 9000 and 22 must not be ' +
          "open to the internet [AWS-SEC-2]",
        "notifications: found neither topicArn nor emails; allowed: exactly one of them",
      ].join("\n  "),
    );
  });
});

describe("what a cluster is refused for across its parts", () => {
  const CLIENT = "arn:aws:acm:us-east-1:111122223333:certificate/client";
  const found = (cluster: Parameters<typeof checkCluster>[0]) =>
    checkCluster(cluster, "us-east-1").map(({ path, rule }) =>
      rule === undefined ? path : `${path} ${rule}`,
    );

  test("a client FQDN that its certificate's zone does not hold", () => {
    const client = CertificateSource.acmPublic({ hostedZone: { id: "Z1", name: "example.org" } });
    const { certificates } = clusterProps();
    expect(problems({ certificates: { ...certificates, client } })).toEqual([
      'certificates.client: found "keys.example.com"; allowed: a name in the hosted zone example.org',
    ]);
  });

  test("a certificate of the clients that a node carries, too", () => {
    const client = CertificateSource.existing(CLIENT);
    const replication = CertificateSource.existingPerNode({ sems1: CLIENT, sems2: `${CLIENT}-2` });
    expect(found({ ...clusterProps(), certificates: { client, replication } })).toEqual([
      "certificates.replication.arns.sems1 SEMS-CERT-1",
    ]);
  });

  test("an alarm that is asked for without anybody to notify", () => {
    const notifications = { emails: ["ops@example.com"] };
    expect(found({ ...clusterProps(), monitoring: { failover: true } })).toEqual(["monitoring.failover"]);
    expect(found({ ...clusterProps(), monitoring: { failover: true }, notifications })).toEqual([]);
  });

  test("an address that one way in has twice, once", () => {
    const subnets = accessProps().subnets.map((subnet) => ({ ...subnet, allocationId: "eipalloc-1" }));
    expect(found({ ...clusterProps(), clientAccess: [{ ...access("Z1"), subnets }] })).toEqual([
      "clientAccess[0].subnets[1].allocationId",
    ]);
  });

  test("an address that two ways in have, whichever of theirs it is", () => {
    const addressed = (id: string, name: string, first: string) => ({
      ...access(id, name),
      subnets: accessProps().subnets.map((subnet, i) => ({
        ...subnet,
        allocationId: i === 0 ? first : "eipalloc-2",
      })),
    });
    const clientAccess = [addressed("Z1", "a", "eipalloc-1"), addressed("Z2", "b", "eipalloc-3")];
    expect(found({ ...clusterProps(), clientAccess })).toEqual(["clientAccess[1].subnets[1].allocationId"]);
  });

  test("a hosted zone that is none, while its name may end with a dot, or be missing", () => {
    const inZone = (hostedZone: object) =>
      found({ ...clusterProps(), clientAccess: [{ ...access("Z1"), hostedZone }] });
    expect(inZone({ id: "example.com", name: "com" })).toEqual([
      "clientAccess[0].hostedZone.id",
      "clientAccess[0].hostedZone.name",
    ]);
    expect(inZone({ id: "Z1", name: "example.com." })).toEqual([]);
    expect(inZone({ id: "Z1" })).toEqual([]);
  });

  test("nothing of what is missing", () => {
    const { client, replication } = {
      client: CertificateSource.acmPublic({ hostedZone: { id: "Z1", name: "example.com" } }),
      replication: CertificateSource.privateCa(
        "arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/1",
      ),
    };
    expect(found({})).toEqual([]);
    expect(found({ certificates: {} })).toEqual([]);
    expect(found({ certificates: { client, replication } })).toEqual([]);
    expect(found({ nodes: [undefined, {}], certificates: { client, replication } })).toEqual([]);
  });
});

describe("the zones of a cluster's nodes and subnets", () => {
  type Description = Parameters<typeof checkCluster>[0];
  /** Where another region's zone is, in a cluster that may lack anything. */
  const foreign = (cluster: Omit<Description, "clientFqdn">, region: string | undefined) =>
    checkCluster({ clientFqdn: "keys.example.com", ...cluster }, region)
      .filter(({ expected }) => expected.startsWith("an Availability Zone of "))
      .map(({ path }) => path);
  const inZone = (availabilityZone: string) => ({ interface2: { availabilityZone } });

  test.each([
    ["us-east-1", "us-east-1a", true],
    ["us-west-2", "us-west-2-lax-1a", true],
    ["us-west-2", "us-west-2-lax-12b", true],
    ["us-east-1", "us-west-2a", false],
    ["us-gov-east-1", "us-east-1a", false],
    ["us-east-1", "us-east-12a", false],
    ["us-east-1", "us-east-1ab", false],
  ])("in %s may be %s: %j", (region, zone, isOne) => {
    expect(foreign({ nodes: [inZone(zone)] }, region)).toEqual(
      isOne ? [] : ["nodes[0].interface2.availabilityZone"],
    );
    expect(foreign({ clientAccess: [{ subnets: [{ availabilityZone: zone }] }] }, region)).toEqual(
      isOne ? [] : ["clientAccess[0].subnets[0].availabilityZone"],
    );
  });

  test("are not judged where the region or a zone is not known, or a part is not there", () => {
    const token = Lazy.stringValue({ produce: () => "x" });
    expect(foreign({ nodes: [inZone("us-west-2a")] }, undefined)).toEqual([]);
    expect(foreign({ nodes: [inZone("us-west-2a")] }, token)).toEqual([]);
    expect(foreign({ nodes: [undefined, {}, { interface2: {} }, inZone(token)] }, "us-east-1")).toEqual([]);
    expect(foreign({ clientAccess: [undefined, {}, { subnets: [undefined, {}] }] }, "us-east-1")).toEqual([]);
    expect(foreign({}, "us-east-1")).toEqual([]);
  });
});
