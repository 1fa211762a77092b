import { configText, linesOf, linesWith, type Changes } from "../support/config";
import { node, upTo } from "../support/cluster";

const ACCESS = "clientAccess[0]";
const refusals = (changes: Changes): string[] => linesWith(changes);

describe("A config file that could be synthesized and would not work is refused:", () => {
  test.each<[string, Changes, string]>([
    [
      "weights for six nodes",
      {
        nodes: upTo(6).map((n) => node(n)),
        [`${ACCESS}.subnets`]: upTo(6).map((n) => ({
          id: `subnet-${n}`,
          availabilityZone: `us-east-1${"abcdef".charAt(n - 1)}`,
        })),
        [`${ACCESS}.method`]: { type: "weighted" },
      },
      `${ACCESS}.method: found "weighted" with 6 nodes; allowed: 2 to 5 nodes with weighted`,
    ],
    [
      "an HTTPS probe of LDAP",
      {
        [`${ACCESS}.services`]: ["https", "ldap"],
        [`${ACCESS}.healthCheck`]: { protocol: "HTTPS" },
        [`${ACCESS}.endpointHealth`]: undefined,
      },
      `${ACCESS}.healthCheck.protocol: found "HTTPS"; allowed: "TCP" for port 389 (keyserver), which does not speak HTTPS`,
    ],
    [
      "a service's own HTTP probe of LDAPS",
      {
        [`${ACCESS}.services`]: [
          "https",
          { name: "keys", port: 636, healthCheck: { protocol: "HTTP", port: 636 } },
        ],
      },
      `${ACCESS}.services[1].healthCheck.protocol: found "HTTP"; allowed: "TCP" for port 636`,
    ],
    [
      "Route 53's HTTPS probe of LDAPS",
      {
        [`${ACCESS}.services`]: ["https", "ldaps"],
        [`${ACCESS}.endpointHealth`]: { protocol: "HTTPS", port: 636 },
      },
      `${ACCESS}.endpointHealth.protocol: found "HTTPS"; allowed: "TCP" for port 636`,
    ],
    [
      "an expression in a tag",
      { "tags.team": "${path.cwd}" },
      'tags.team: found "${path.cwd}"; allowed: text without ${ and %{',
    ],
    ["a directive in a name", { clientFqdn: "%{ if true }keys.example.com%{ endif }" }, "clientFqdn: found"],
    ["an expression in the name of a tag", { tags: { "${a}": "b" } }, "tags.${a}: found"],
    [
      "a tag of AWS's",
      { tags: { "aws:x": "b" } },
      'tags.aws:x: found "aws:x"; allowed: a key that does not begin with aws:',
    ],
    ["a tag without a name", { tags: { "": "b" } }, 'tags.: found ""; allowed: a key of 1 to 128 characters'],
    ["a tag name of 129 characters", { tags: { ["k".repeat(129)]: "b" } }, "tags.kkk"],
    ["a tag value of 257 characters", { "tags.team": "v".repeat(257) }, "tags.team: found"],
    [
      "a tag with a semicolon",
      { "tags.team": "a;b" },
      'tags.team: found "a;b"; allowed: a value of at most 256',
    ],
    [
      "more tags than a load balancer may have",
      { tags: Object.fromEntries(upTo(38).map((n) => [`t${n}`, "v"])) },
      "tags: found 38 tags, beside 13 of each load balancer; allowed: 50 tags in total",
    ],
    [
      "an ARN that a shell would evaluate",
      { "certificates.client.arn": "arn:aws:acm:us-east-1:111122223333:certificate/a;reboot" },
      "certificates.client.arn: found",
    ],
    [
      "the internet in parts for administrators",
      { "replication.adminClients": upTo(17).map((n) => `${n}.0.0.0/8`) },
      "replication.adminClients: found networks of 285,212,672 addresses in total; allowed: as many as 16 networks of /8",
    ],
    [
      "a zone that no region has",
      { "nodes[0].interface2.availabilityZone": "us-east-11a" },
      "nodes[0].interface2.availabilityZone: found",
    ],
    [
      "Interface 1 of the loopback",
      { "nodes[0].interface1.address": "127.0.0.1" },
      "nodes[0].interface1.address: found",
    ],
    [
      "Interface 1 of no address",
      { "nodes[0].interface1.address": "0.0.0.0" },
      "nodes[0].interface1.address: found",
    ],
    [
      "a public address of an internal load balancer",
      {
        [`${ACCESS}.scheme`]: "internal",
        [`${ACCESS}.endpointHealth`]: undefined,
        [`${ACCESS}.subnets`]: upTo(3).map((n) => ({
          id: `subnet-${n}`,
          availabilityZone: `us-east-1${"abc".charAt(n - 1)}`,
          privateAddress: n === 2 ? "8.8.8.8" : `10.0.${n}.5`,
        })),
      },
      `${ACCESS}.subnets[1].privateAddress: found "8.8.8.8"; allowed: a private address`,
    ],
    [
      "a bucket with capitals",
      { "state.bucket": "My_Bucket" },
      'state.bucket: found "My_Bucket"; allowed: the name of an S3 bucket',
    ],
    ["a state key with a slash at its end", { "state.key": "sems/" }, "state.key: found"],
    [
      "a region with a space",
      { "state.region": "us east" },
      'state.region: found "us east"; allowed: an AWS region',
    ],
    ["a stack name of 300 characters", { name: "s".repeat(300) }, "name: found"],
    [
      "a VPC id with a shell's characters",
      { vpcId: "vpc-1;id" },
      'vpcId: found "vpc-1;id"; allowed: an id that begins with vpc-',
    ],
  ])("%s", (_which, changes, line) => {
    // The first problem; what follows from it may be refused, too.
    expect(refusals(changes).slice(0, 1)).toEqual([expect.stringMatching(new RegExp(`^${escaped(line)}`))]);
  });

  test("characters that steer a terminal are visible, one line a problem, however long the value", () => {
    const text = configText({ "nodes[0].name": "a\u202e\u2028b\u0085\u001b[31m", vpcId: "x".repeat(5000) });
    const lines = linesOf(text);
    expect(lines).toEqual([
      expect.stringContaining("vpcId: found"),
      expect.stringContaining(String.raw`a\u{202e}\u{2028}b\u{85}`),
    ]);
    expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(lines[0]?.length).toBeLessThan(400);
  });
});

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
