import { Testing } from "cdktf";
import fc from "fast-check";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { hostedZone, subnet, upTo } from "../support/cluster";
import { configText, linesOf, linesWith, validConfig, type Changes } from "../support/config";

const ACCESS = "clientAccess[0]";

/** A value of a valid config file, and its place. */
interface Place {
  readonly path: string;
  readonly value: unknown;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Everything below a value. */
function placesIn(value: unknown, path = ""): Place[] {
  if (!isContainer(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inList = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    const here = path === "" ? key : inList;
    return [{ path: here, value: member }, ...placesIn(member, here)];
  });
}

const places = placesIn(validConfig());
/** Places of keys, of the first node and subnet alone: the others are alike. */
const keyed = places.filter(({ path }) => !path.endsWith("]") && !/(nodes|subnets)\[[12]/.test(path));
/** Places of objects whose keys are known. */
const objects = places.filter(
  ({ path, value }) => isContainer(value) && !Array.isArray(value) && path !== "tags",
);

const typeOf = (value: unknown): string =>
  value === null ? "null" : Array.isArray(value) ? "array" : typeof value;

describe("the messages for a config file", () => {
  test("a fault of a node that two client accesses find is reported once", () => {
    const second = {
      ...validConfig().clientAccess[0],
      name: "partners",
      hostedZone: { ...hostedZone, id: "Z2" },
      subnets: upTo(3).map(subnet),
    };
    const changes = { "clientAccess[1]": second, "nodes[1].interface2.availabilityZone": "us-east-1a" };
    expect(linesWith(changes)).toHaveLength(1);
  });

  test("is refused for all its faults at once, in the order of its sections", () => {
    const changes = {
      stage: "test",
      "replication.adminClients": ["0.0.0.0/0"],
      region: 7,
      "nodes[0].interface2.address": "198.51.100.1",
      [`${ACCESS}.ttlSeconds`]: 61,
      [`${ACCESS}.scheme`]: undefined,
      "certificates.client": { source: "acme" },
      "notifications.emails": ["ops"],
    };
    expect(linesWith(changes).map((line) => line.replace(/; allowed.*/, ""))).toEqual([
      "stage: found an unknown key",
      "region: found 7",
      'nodes[0].interface2.address: found "198.51.100.1"',
      "clientAccess[0].scheme: found nothing",
      "clientAccess[0].ttlSeconds: found 61",
      'certificates.client.source: found "acme"',
      'replication.adminClients[0]: found "0.0.0.0/0"',
      'notifications.emails[0]: found "ops"',
    ]);
  });

  test.each([
    ["nothing", "", ["line 1, column 1: found a missing value at the end; allowed: JSON"]],
    [
      "half of it",
      '{ "name": "keys"',
      ["line 1, column 17: found a missing closing brace at the end; allowed: JSON"],
    ],
    [
      "a missing comma",
      '{\n  "name": "a"\n  "region": 1}',
      ['line 3, column 3: found a missing comma at "region"; allowed: JSON'],
    ],
    ["a list", "[]", ["found []; allowed: an object, the config file"]],
  ])("is refused for %s in place of JSON", (_case, text, lines) => {
    expect(linesOf(text)).toEqual(lines.filter((line) => line !== ""));
  });

  test.each([
    [
      "near a known one",
      "nodes[1].interface2.availabilityzone",
      'one of address, availabilityZone, outsideVpc. Did you mean "availabilityZone"?',
    ],
    [
      "misspelt in a service",
      `${ACCESS}.services[1].prot`,
      'one of name, port, healthCheck. Did you mean "port"?',
    ],
    ["of another kind of certificate", "certificates.client.arns", 'one of source, arn. Did you mean "arn"?'],
    ["like none that is known", "state.dynamodbTable", "one of bucket, key, region, kmsKeyId"],
  ])("say which keys are known for a key %s", (_case, path, allowed) => {
    expect(linesWith({ [path]: "x" })).toEqual([`${path}: found an unknown key; allowed: ${allowed}`]);
  });

  test.each<[string, Changes, string]>([
    [
      "service",
      { [`${ACCESS}.services[1]`]: "htps" },
      'clientAccess[0].services[1]: found "htps"; allowed: one of "https", "ldap", "ldaps", "http", "smtp", "smtps", ' +
        '"submission" or { "name", "port" }',
    ],
    [
      "method",
      { [`${ACCESS}.method`]: { type: "round-robin" } },
      'clientAccess[0].method.type: found "round-robin"; allowed: { "type": … } with one of "fail-over" ' +
        '(2 nodes), "ordered-list", "weighted", "manual"; never round robin (SEMS-LB-1)',
    ],
    [
      "source of certificates",
      { "certificates.client.source": "acme" },
      'certificates.client.source: found "acme"; allowed: { "source": … } with one of "acm-public", "private-ca", ' +
        '"existing"',
    ],
    [
      "source of endpoint health",
      { [`${ACCESS}.endpointHealth`]: "ping" },
      'clientAccess[0].endpointHealth: found "ping"; allowed: "route53-checkers" or "cloudwatch-alarm" ' +
        'or { "by": … } with one of these',
    ],
    [
      "scheme",
      { [`${ACCESS}.scheme`]: "public" },
      'clientAccess[0].scheme: found "public"; allowed: "internet-facing" or "internal"',
    ],
  ])("list what is allowed in place of an unknown %s", (_case, changes, line) => {
    expect(linesWith(changes)).toEqual([line]);
  });

  test.each([
    ["region", "an AWS region such as us-east-1"],
    ["clientFqdn", "the name that clients use, such as keys.example.com"],
    ["vpcId", "a VPC's id such as vpc-0123456789abcdef0"],
    ["nodes", "a list of 2 to 6 nodes, in order of preference"],
    ["nodes[0].name", "a short name such as sems1"],
    ["nodes[0].interface1", "Interface 1, { fqdn, address }"],
    ["nodes[0].interface1.fqdn", "the node's own FQDN such as sems1.example.com"],
    ["nodes[0].interface1.address", "an IPv4 address"],
    ["nodes[0].interface2", "Interface 2, { address, availabilityZone }"],
    ["nodes[0].interface2.address", "a private IPv4 address that the load balancer targets"],
    ["nodes[0].interface2.availabilityZone", "an Availability Zone such as us-east-1a"],
    ["clientAccess", "a list of client accesses"],
    [`${ACCESS}.hostedZone`, "a hosted zone, { id, name }"],
    [`${ACCESS}.hostedZone.id`, "a hosted zone's id such as Z0123456789ABCDEFGHIJ"],
    [`${ACCESS}.hostedZone.name`, "a domain name such as example.com"],
    [`${ACCESS}.scheme`, '"internet-facing" or "internal"'],
    [`${ACCESS}.subnets`, "a list of subnets, one per Availability Zone"],
    [`${ACCESS}.subnets[0].id`, "a subnet's id such as subnet-0123456789abcdef0"],
    [`${ACCESS}.subnets[0].availabilityZone`, "an Availability Zone such as us-east-1a"],
    ["certificates", "certificates, { client, replication }"],
    ["certificates.client.arn", "the ARN of a certificate in ACM"],
    ["certificates.replication.authorityArn", "the ARN of a private CA"],
    ["state.bucket", "an S3 bucket's name"],
  ])("say what is missing where there is no %s", (path, allowed) => {
    expect(linesWith({ [path]: undefined })).toEqual([`${path}: found nothing; allowed: ${allowed}`]);
  });
});

describe("a config file with a fault at a random place", () => {
  const MEMBERS = [null, true, 7, "?", [], {}];
  const wrong = fc
    .tuple(fc.constantFrom(...places), fc.constantFrom(...MEMBERS))
    .filter(([{ value }, other]) => typeOf(value) !== typeOf(other));

  test("names the place of a value of the wrong type, without a stack trace", () => {
    fc.assert(
      fc.property(wrong, ([{ path }, value]) => {
        const lines = linesWith({ [path]: value });
        expect(lines.filter((line) => line.startsWith(path))).not.toEqual([]);
        expect(lines.join("\n")).not.toMatch(/^\s*at /m);
      }),
    );
  });

  test("names an unknown key, and nothing else", () => {
    // No known key begins with x.
    const key = fc.stringMatching(/^x[\w ]{0,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...objects), key, ({ path }, unknown) => {
        const lines = linesWith({ [`${path}.${unknown}`]: 1 });
        expect(lines).toEqual([
          expect.stringContaining(`${path}.${unknown}: found an unknown key; allowed: `),
        ]);
      }),
    );
  });

  test.each(keyed)("without $path either names what it belongs to, or can be built", ({ path }) => {
    const changes = { [path]: undefined };
    const lines = linesWith(changes);
    const owner = path.replace(/\.\w+$/, "");
    if (lines.length > 0) {
      expect(lines.filter((line) => line.startsWith(owner))).toEqual(lines);
    } else {
      const config = parseConfig("sems.config.json", configText(changes));
      expect(new ClusterStack(Testing.app(), config.name, config).cluster.nodes).toHaveLength(3);
    }
  });

  test("keeps several faults apart", () => {
    const faults = fc.uniqueArray(fc.constantFrom(...objects), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(faults, (found) => {
        const paths = found.map(({ path }) => `${path}.x`);
        const lines = linesWith(Object.fromEntries(paths.map((path) => [path, 1])));
        expect(lines.map((line) => line.replace(/: .*/, "")).sort()).toEqual(paths.sort());
      }),
    );
  });
});
