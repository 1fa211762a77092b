import { parseConfig } from "../../stacks/config";
import { InvalidConfigError } from "../../stacks/config-error";
import { hostedZone, node, subnet, upTo } from "../support/cluster";
import { certificateArn, configText, linesWith, validConfig, type Changes } from "../support/config";

const ACCESS = "clientAccess[0]";

const parsed = (changes: Changes = {}) => parseConfig("sems.config.json", configText(changes));

const sevenNodes = upTo(6).map((n) => node(n));

describe("a good config file", () => {
  test("says what the stack and its cluster are", () => {
    const { tags, state } = validConfig();
    const { cluster, ...stack } = parsed();
    expect(stack).toEqual({ name: "keys", region: "us-east-1", tags, state });
    expect(cluster).toMatchObject({
      clientFqdn: "keys.example.com",
      vpcId: "vpc-1",
      nodes: validConfig().nodes,
      replication: { hostedZone, adminClients: ["10.0.0.0/8"] },
      notifications: { emails: ["ops@example.com"] },
    });
  });

  test("is called sems unless it says otherwise", () => {
    expect(parsed({ name: undefined }).name).toBe("sems");
  });

  test("names services and the method in words of its own", () => {
    const [access] = parsed().cluster.clientAccess ?? [];
    expect(access?.method?.type).toBe("ordered-list");
    expect(access?.services).toEqual([
      { name: "https", port: 443 },
      { name: "portal", port: 8443 },
    ]);
  });

  test.each([
    ["in one word", "cloudwatch-alarm", { by: "cloudwatch-alarm" }],
    [
      "in full",
      { by: "route53-checkers", failureThreshold: 5 },
      expect.objectContaining({ failureThreshold: 5 }),
    ],
  ])("names the source of endpoint health %s", (_case, endpointHealth, expected) => {
    const [access] = parsed({ [`${ACCESS}.endpointHealth`]: endpointHealth }).cluster.clientAccess ?? [];
    expect(access?.endpointHealth).toEqual(expected);
  });

  test.each([
    [{ type: "fail-over" }, { type: "fail-over" }],
    [{ type: "weighted" }, { type: "weighted", primary: 10, backup: 1 }],
    [
      { type: "weighted", primary: 5, backup: 2 },
      { type: "weighted", primary: 5, backup: 2 },
    ],
    [
      { type: "manual", activeNode: "sems2" },
      { type: "manual", activeNode: "sems2" },
    ],
  ])("names the method %j", (method, expected) => {
    const { cluster } = parseConfig("sems.config.json", configText({ [`${ACCESS}.method`]: method }, 2));
    expect(cluster.clientAccess?.[0]?.method).toMatchObject(expected);
  });

  test("gives a service a health check of its own", () => {
    const ldap = { name: "ldap", port: 389, healthCheck: { intervalSeconds: 5, healthyThreshold: 6 } };
    const [access] = parsed({ [`${ACCESS}.services`]: ["https", ldap] }).cluster.clientAccess ?? [];
    expect(access?.services).toEqual([{ name: "https", port: 443 }, ldap]);
  });

  test("may leave out whatever has a default", () => {
    const left = ["method", "topology", "services", "allowedClients", "healthCheck", "endpointHealth"];
    const changes = Object.fromEntries(left.map((key) => [`${ACCESS}.${key}`, undefined]));
    expect(linesWith({ ...changes, tags: undefined, state: undefined, replication: undefined })).toEqual([]);
  });
});

describe("a bad config file", () => {
  test.each<[string, Changes, readonly string[]]>([
    ["one node", { nodes: [node(1)] }, ["nodes: found 1 node; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]"]],
    [
      "seven nodes",
      {
        nodes: [
          ...sevenNodes,
          node(7, { interface2: { address: "10.0.7.10", availabilityZone: "us-east-1g" } }),
        ],
        [`${ACCESS}.subnets`]: [...upTo(6).map(subnet), { id: "subnet-7", availabilityZone: "us-east-1g" }],
      },
      ["nodes: found 7 nodes; allowed: 2 to 6 nodes [SEMS-CLUSTER-1]"],
    ],
    [
      "two nodes in one zone",
      { "nodes[1].interface2.availabilityZone": "us-east-1a" },
      [
        'nodes[1].interface2.availabilityZone: found "us-east-1a"; allowed: a zone without another node; nodes[0] is already ' +
          "in it [AWS-NLB-4]",
      ],
    ],
    [
      "a node in a zone without a subnet",
      { "nodes[2].interface2.availabilityZone": "us-east-1f" },
      [
        'nodes[2].interface2.availabilityZone: found "us-east-1f"; allowed: a zone that `subnets` lists (us-east-1a, ' +
          "us-east-1b, us-east-1c) [AWS-NLB-4]",
      ],
    ],
    [
      "a node's name, FQDN or address that another node has",
      {
        "nodes[1].name": "SEMS1",
        "nodes[1].interface1": { fqdn: "sems1.example.com", address: "10.0.11.10" },
        "nodes[2].interface2.address": "10.0.1.10",
      },
      [
        'nodes[1].name: found "SEMS1"; allowed: a unique value; nodes[0].name already uses it [SEMS-CLUSTER-1]',
        'nodes[1].interface1.fqdn: found "sems1.example.com"; allowed: a unique value; nodes[0].interface1.fqdn ' +
          "already uses it [SEMS-CLUSTER-1]",
        'nodes[1].interface1.address: found "10.0.11.10"; allowed: a unique value; nodes[0].interface1.address ' +
          "already uses it [SEMS-CLUSTER-1]",
        'nodes[2].interface2.address: found "10.0.1.10"; allowed: a unique value; nodes[0].interface2.address ' +
          "already uses it [SEMS-CLUSTER-1]",
      ],
    ],
    [
      "an address that is no address",
      { "nodes[0].interface1.address": "10.0.11", "nodes[1].interface2.address": "10.0.2.256" },
      [
        'nodes[0].interface1.address: found "10.0.11"; allowed: an IPv4 address such as 10.0.1.10',
        'nodes[1].interface2.address: found "10.0.2.256"; allowed: an IPv4 address such as 10.0.1.10',
      ],
    ],
    [
      "a publicly routable address",
      { "nodes[0].interface2.address": "198.51.100.1" },
      [
        'nodes[0].interface2.address: found "198.51.100.1"; allowed: an address that a Network Load Balancer can ' +
          "target: 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 [AWS-NLB-2]",
      ],
    ],
    [
      "one address for both interfaces of a node",
      { "nodes[0].interface2.address": "10.0.11.10" },
      [
        'nodes[0].interface2.address: found "10.0.11.10"; allowed: an address that is not Interface 1\'s ' +
          "(nodes[0].interface1.address) [SEMS-LB-5]",
      ],
    ],
    [
      "a client FQDN outside the hosted zone",
      { clientFqdn: "keys.example.org" },
      ['clientFqdn: found "keys.example.org"; allowed: a name in the hosted zone example.com'],
    ],
    [
      "a client FQDN that is a node's",
      { clientFqdn: "Sems2.example.com" },
      [
        'clientFqdn: found "Sems2.example.com"; allowed: a name that no node uses; nodes[1] already uses it [SEMS-LB-7]',
      ],
    ],
    [
      "fail-over with three nodes",
      { [`${ACCESS}.method`]: { type: "fail-over" } },
      [
        'clientAccess[0].method: found "fail-over" with 3 nodes; allowed: 2 nodes with fail-over; use ordered-list for ' +
          "more [SEMS-LB-2]",
      ],
    ],
    [
      "equal weights",
      { [`${ACCESS}.method`]: { type: "weighted", primary: 5, backup: 5 } },
      [
        "clientAccess[0].method: found primary 5, backup 5; allowed: a primary weight above the backup weight (10 and " +
          "1): equal weights are round robin [SEMS-LB-3]",
      ],
    ],
    ...(
      [
        [444, "replication"],
        [9000, "administration console"],
        [22, "SSH"],
        [161, "SNMP"],
      ] as const
    ).map(([port, use]): [string, Changes, string[]] => [
      `port ${port} as a service`,
      { [`${ACCESS}.services[1].port`]: port },
      [
        `clientAccess[0].services[1]: found ${port} (${use}); allowed: a client-facing port: 444, 9000, 22 and 161 ` +
          "must not be exposed through the load balancer [SEMS-LB-6]",
      ],
    ]),
    [
      "two services on one port",
      { [`${ACCESS}.services[1].port`]: 443 },
      [
        "clientAccess[0].services[1]: found 443; allowed: a unique port; clientAccess[0].services[0] already " +
          "uses it",
      ],
    ],
    ...[0, 61, 1.5].map((ttl): [string, Changes, string[]] => [
      `a time to live of ${ttl}`,
      { [`${ACCESS}.ttlSeconds`]: ttl },
      [
        `clientAccess[0].ttlSeconds: found ${ttl}; allowed: a whole number of seconds from 1 to 60 [SEMS-DNS-2]`,
      ],
    ]),
    [
      "what cannot go together",
      {
        [`${ACCESS}.scheme`]: "internal",
        [`${ACCESS}.topology`]: "per-node",
        [`${ACCESS}.subnets`]: upTo(3).map(subnet),
        [`${ACCESS}.endpointHealth`]: "cloudwatch-alarm",
      },
      [
        'clientAccess[0].endpointHealth: found "cloudwatch-alarm"; allowed: omit: per-node uses alias ' +
          "records, which evaluate the target groups",
        "clientAccess[0].ttlSeconds: found 10; allowed: omit: per-node uses alias records, whose TTL is " +
          "always 60 seconds",
      ],
    ],
    [
      "Route 53's checkers for an internal address",
      {
        [`${ACCESS}.scheme`]: "internal",
        [`${ACCESS}.subnets`]: upTo(3).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
        [`${ACCESS}.endpointHealth`]: "route53-checkers",
      },
      [
        'clientAccess[0].endpointHealth.by: found "route53-checkers"; allowed: "cloudwatch-alarm": Route 53\'s health ' +
          "checkers cannot reach an internal address [AWS-R53-1]",
      ],
    ],
    [
      "a public certificate without a public zone",
      {
        [`${ACCESS}.scheme`]: "internal",
        [`${ACCESS}.subnets`]: upTo(3).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
        [`${ACCESS}.endpointHealth`]: undefined,
        "certificates.client": { source: "acm-public" },
      },
      [
        "certificates.client: found no hostedZone, and no internet-facing client access to take it from; " +
          "allowed: a public hosted zone that holds the name: ACM validates by DNS",
      ],
    ],
    [
      "a name that no stack can have",
      { name: "1 stack" },
      ['name: found "1 stack"; allowed: letters, digits and hyphens, a letter first, 63 at most'],
    ],
    [
      "an ARN of another region",
      { "certificates.client.arn": "arn:aws:acm:eu-west-1:111122223333:certificate/1" },
      [
        'certificates.client.arn: found "arn:aws:acm:eu-west-1:111122223333:certificate/1"; allowed: the ARN of an ' +
          "object of this region, arn:aws:acm:us-east-1:ACCOUNT:certificate/…",
      ],
    ],
  ])("is refused for %s", (_case, changes, lines) => {
    expect(linesWith(changes)).toEqual(lines);
  });

  test("is refused for a region that is none", () => {
    const changes = {
      region: "us-east",
      "certificates.client": { source: "acm-public" },
      "certificates.replication": { source: "acm-public" },
    };
    expect(linesWith(changes)).toEqual(['region: found "us-east"; allowed: an AWS region such as us-east-1']);
  });

  test("is named, with the number of its problems and one line for each", () => {
    const certificates = { client: { source: "existing", arn: certificateArn("1") } };
    const read = () => parseConfig("keys.json", configText({ certificates, vpcId: "x" }));
    expect(read).toThrow(InvalidConfigError);
    expect(read).toThrow(
      [
        "keys.json: 2 problems",
        'vpcId: found "x"; allowed: an id that begins with vpc-',
        'certificates.replication: found nothing; allowed: { "source": … } with one of "acm-public", "private-ca", ' +
          '"existing"',
      ].join("\n  "),
    );
  });
});
