import type { Finding } from "sems-review/reporting";
import { RULE_IDS } from "../rules";
import { hostCertificate, issue } from "./support/certificates";
import {
  FQDN,
  LoopbackCluster,
  makeAuthorities,
  type Authorities,
  type ClusterProps,
} from "./support/loopback-cluster";
import { sayingServer, silentServer, smtpServer } from "./support/servers";
import type { ObserveOptions } from "../observe";
import type { JudgeOptions } from "../judge";

let authorities: Authorities;
const clusters: LoopbackCluster[] = [];

beforeAll(async () => {
  authorities = await makeAuthorities();
});

afterEach(() => {
  for (const cluster of clusters.splice(0)) cluster.stop();
});

type Make = (authorities: Authorities) => ClusterProps | Promise<ClusterProps>;
type Options = Partial<ObserveOptions> & Partial<JudgeOptions>;

async function verify(make: Make, options: Options = {}) {
  const cluster = await LoopbackCluster.start(authorities, await make(authorities));
  clusters.push(cluster);
  return cluster.verify(options, options);
}

const line = ({ rule, level, address }: Finding): string => `${level} ${rule} ${address}`;

describe("A healthy cluster", () => {
  test.each<[string, ClusterProps, Options]>([
    ["of two nodes", {}, {}],
    [
      "of six nodes with three services",
      { nodes: Array.from({ length: 6 }, () => ({})), services: ["https", "ldaps", "smtps"] },
      {},
    ],
    ["with services that begin without TLS", { services: ["https", "smtp", "ldap", "submission"] }, {}],
    ["whose nodes are directed to by hand", { method: "manual", activeNode: "sems2", resolvesTo: [2] }, {}],
    ["whose nodes have weights", { method: "weighted", resolvesTo: [0] }, {}],
    ["on the inside", { scheme: "internal" }, { nameservers: [] }],
    ["with Interface 1", {}, { replication: true }],
    ["with a node in maintenance that answers", { nodes: [{}, {}, { maintenance: true }] }, {}],
    ["with a record that lives for a minute", { ttl: 60 }, {}],
  ])("%s has no findings", async (_case, props, options) => {
    const { findings } = await verify(() => props, options);
    expect(findings).toEqual([]);
  });

  test("that shows the certificate which ACM holds has no findings", async () => {
    const { shared } = authorities;
    const serialNumber = shared.serialNumber.replace(/^0+/, "");
    const fingerprint256 = Buffer.from(await shared.certificate.getThumbprint("SHA-256")).toString("hex");
    const { findings, unseen } = await verify(() => ({ certificate: { serialNumber, fingerprint256 } }));
    expect(findings).toEqual([]);
    expect(unseen.join()).not.toContain("ACM");
  });
});

const nothing = { listeners: { https: "nothing" } } as const;

/** Every finding, and a cluster that shows it and nothing else. */
const CASES: readonly [
  what: string,
  make: Make,
  expected: readonly string[],
  words: RegExp,
  options?: Options,
][] = [
  [
    "a name that resolves to two nodes at once",
    () => ({ resolvesTo: [1, 2] }),
    [`error SEMS-LB-1 ${FQDN}`],
    /resolves to sems1, sems2 at once \(127\.0\.0\.11, 127\.0\.0\.12\)/,
  ],
  [
    "a name that resolves to another node than the first",
    () => ({ resolvesTo: [2] }),
    [`error SEMS-LB-2 ${FQDN}`],
    /resolves to sems2, while sems1 is the first node that answers/,
  ],
  [
    "a name that resolves to a node that does not answer",
    () => ({ nodes: [nothing, {}] }),
    [`error SEMS-LB-2 ${FQDN}`, "error VERIFY-NODE-1 sems1 https"],
    /resolves to sems1, which does not answer, while sems2 does/,
  ],
  [
    "a name that resolves to another node than a person has chosen",
    () => ({ method: "manual", activeNode: "sems2", resolvesTo: [1] }),
    [`error SEMS-INTENT-1 ${FQDN}`],
    /resolves to sems1, while the active node is sems2/,
  ],
  [
    "a name that resolves to all nodes by weights while one of them does not answer",
    () => ({ method: "weighted", resolvesTo: [0], nodes: [{}, nothing] }),
    [`error SEMS-INTENT-1 ${FQDN}`, "error VERIFY-NODE-1 sems2 https"],
    /resolves to the weighted load balancer, although sems2 does not answer/,
  ],
  [
    "a name that resolves to a node and not to the weighted load balancer",
    () => ({ method: "weighted", resolvesTo: [1] }),
    [`warning SEMS-INTENT-1 ${FQDN}`],
    /considers the weighted load balancer unhealthy/,
  ],
  [
    "a name that does not resolve",
    () => ({ resolvesTo: [] }),
    [`error VERIFY-DNS-1 ${FQDN}`],
    /does not resolve: 127\.0\.0\.1:\d+ answers without an address/,
  ],
  [
    "a name that resolves to an address outside the cluster",
    () => ({ resolvesTo: [7] }),
    [`error VERIFY-DNS-1 ${FQDN}`],
    /resolves to 203\.0\.113\.9, which is no endpoint/,
  ],
  [
    "a name with an address of the newer kind besides",
    () => ({ records: [{ type: "AAAA", name: FQDN, data: "2001:db8::9", ttl: 10 }] }),
    [`error VERIFY-DNS-1 ${FQDN}`, `warning VERIFY-DNS-1 ${FQDN}`],
    /resolves to 2001:db8:(0:0:0:0:0|:)9, which is no endpoint/,
  ],
  [
    "a resolver that still answers with another node",
    () => ({ resolverAnswersWith: [2] }),
    [`warning VERIFY-DNS-1 ${FQDN}`],
    /which this machine asks, answers with 127\.0\.0\.12; the zone's name servers with 127\.0\.0\.11\. After a change, that is normal for 10 s/,
  ],
  [
    "a resolver that answers with an address outside the cluster",
    () => ({ resolverAnswersWith: [7] }),
    [`error VERIFY-DNS-1 ${FQDN}`],
    /answers with 203\.0\.113\.9; the zone's name servers with 127\.0\.0\.11\. Clients that ask it end up elsewhere/,
  ],
  [
    "a name that may be cached for long",
    () => ({ ttl: 61 }),
    [`error SEMS-DNS-2 ${FQDN}`],
    /may cache keys\.example\.com for 61 s/,
  ],
  [
    "a backup that does not answer",
    () => ({ nodes: [{}, nothing] }),
    ["error VERIFY-NODE-1 sems2 https"],
    /sems2 does not answer https \(127\.0\.0\.12:\d+\): connection refused\. It is a backup/,
  ],
  [
    "a backup that takes connections and says nothing",
    () => ({ nodes: [{}, { listeners: { https: silentServer } }] }),
    ["error VERIFY-NODE-1 sems2 https"],
    /no answer within 2 s/,
    { timeoutMs: 2000 },
  ],
  [
    "a backup that speaks no TLS",
    () => ({ nodes: [{}, { listeners: { https: sayingServer("SSH-2.0-x\r\n") } }] }),
    ["error VERIFY-NODE-1 sems2 https"],
    /\): no TLS\./,
  ],
  [
    "a backup of which no service answers",
    () => ({
      services: ["https", "ldaps"],
      nodes: [{}, { listeners: { https: "nothing", ldaps: "nothing" } }],
    }),
    ["error VERIFY-NODE-1 sems2"],
    /No service of sems2 \(127\.0\.0\.12\) answers: https connection refused; ldaps connection refused/,
  ],
  [
    "a node in maintenance that does not answer",
    () => ({ nodes: [{}, { ...nothing, maintenance: true }] }),
    ["warning VERIFY-NODE-1 sems2 https"],
    /It is in maintenance/,
  ],
  [
    "a cluster that cannot be reached at all",
    () => ({ nodes: [nothing, nothing] }),
    [`error VERIFY-NODE-1 ${FQDN}`],
    /No node can be reached from here \(connection refused\)/,
  ],
  [
    "nodes that present different certificates",
    async ({ root }) => ({ nodes: [{}, { certificate: await hostCertificate(root, FQDN) }] }),
    ["error SEMS-CERT-2 https"],
    /different certificates \(sems1: serial number [\da-f]+, until [\d-]+; sems2: serial number/,
  ],
  [
    "a certificate for another name",
    async ({ root }) => {
      const certificate = await hostCertificate(root, FQDN, { alternativeNames: ["other.example.com"] });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["error SEMS-CERT-2 sems1 https, sems2 https"],
    /not for keys\.example\.com: its subject alternative names are DNS:other\.example\.com/,
  ],
  [
    "a certificate with another common name",
    async ({ root }) => {
      const certificate = await hostCertificate(root, "sems1.example.com", { alternativeNames: [FQDN] });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["error SEMS-CERT-2 sems1 https, sems2 https"],
    /common name is sems1\.example\.com, and not keys\.example\.com/,
  ],
  [
    "a certificate that is not trusted",
    async () => {
      const certificate = await issue({ subject: `CN=${FQDN}`, alternativeNames: [FQDN] });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["error VERIFY-CERT-1 sems1 https, sems2 https"],
    /signed by itself \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  ],
  [
    "a certificate that comes without its chain from one node",
    async ({ root }) => {
      const issuer = await issue({ subject: "CN=Intermediate", issuer: root, isAuthority: true });
      const certificate = await hostCertificate(issuer, FQDN);
      return { nodes: [{ certificate }, { certificate: { ...certificate, chainPem: certificate.pem } }] };
    },
    ["error VERIFY-CERT-1 sems2 https"],
    /issued by CN=Intermediate, is not trusted: the server sends no complete chain/,
  ],
  [
    "a certificate that has expired",
    async ({ root }) => {
      const certificate = await hostCertificate(root, FQDN, { validFrom: -9, validTo: -2 });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["error VERIFY-CERT-1 sems1 https, sems2 https"],
    /expired on \d{4}-\d\d-\d\d/,
  ],
  [
    "a certificate that is not valid yet",
    async ({ root }) => {
      const certificate = await hostCertificate(root, FQDN, { validFrom: 2 });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["error VERIFY-CERT-1 sems1 https, sems2 https"],
    /valid from \d{4}-\d\d-\d\d only/,
  ],
  [
    "a certificate that expires soon",
    async ({ root }) => {
      const certificate = await hostCertificate(root, FQDN, { validTo: 29.5 });
      return { nodes: [{ certificate }, { certificate }] };
    },
    ["warning VERIFY-CERT-1 sems1 https, sems2 https"],
    /in 29 days/,
  ],
  [
    "a certificate with another serial number than ACM's",
    () => ({ certificate: { serialNumber: "abc" } }),
    ["error VERIFY-CERT-2 sems1 https, sems2 https"],
    /not the one that ACM holds \(serial number abc\)/,
  ],
  [
    "a certificate with another fingerprint than ACM's",
    () => ({ certificate: { fingerprint256: "abc" } }),
    ["error VERIFY-CERT-2 sems1 https, sems2 https"],
    /not the one that ACM holds \(fingerprint abc\)/,
  ],
  [
    "a port that is open on one node",
    () => ({ nodes: [{}, { openPort: true }] }),
    ["error SEMS-LB-6 sems2"],
    /127\.0\.0\.12, by which clients reach sems2, is open at TCP \d+/,
  ],
  [
    "an Interface 1 whose certificate names another host",
    async ({ root }) => ({ nodes: [{}, { replication: await hostCertificate(root, "other.example.com") }] }),
    ["error SEMS-CERT-1 sems2 Interface 1"],
    /does not name sems2\.example\.com: common name other\.example\.com/,
    { replication: true },
  ],
  [
    "two Interface 1 with the same certificate",
    async ({ root }) => {
      const replication = await hostCertificate(root, "sems1.example.com", {
        alternativeNames: ["sems1.example.com", "sems2.example.com"],
      });
      return { nodes: [{ replication }, { replication }] };
    },
    [
      "error SEMS-CERT-1 sems1 Interface 1",
      "error SEMS-CERT-1 sems2 Interface 1",
      "error SEMS-CERT-1 sems2 Interface 1",
    ],
    /is also on sems2/,
    { replication: true },
  ],
  [
    "an Interface 1 whose certificate expires soon",
    async ({ root }) => ({
      nodes: [{}, { replication: await hostCertificate(root, "sems2.example.com", { validTo: 5.5 }) }],
    }),
    ["warning VERIFY-CERT-1 sems2 Interface 1"],
    /in 5 days/,
    { replication: true },
  ],
];

describe("A cluster shows", () => {
  test.each(CASES)("%s", async (_what, make, expected, words, options = {}) => {
    const { findings } = await verify(make, options);
    expect(findings.map(line).sort()).toEqual([...expected].sort());
    expect(findings.map(({ message }) => message).join("\n")).toMatch(words);
    for (const { message } of findings) expect(message).toMatch(/^(?!.*undefined).*\.$/);
  });

  test("every rule that there is", () => {
    const shown = new Set(
      CASES.flatMap(([, , expected]) => expected.map((finding) => finding.split(" ")[1])),
    );
    expect([...shown].sort()).toEqual([...RULE_IDS].sort());
  });
});

describe("Among several DNS servers", () => {
  test("one that differs is a warning, and one that fails is said", async () => {
    const cluster = await LoopbackCluster.start(authorities, {});
    const other = await LoopbackCluster.start(authorities, { resolvesTo: [2] });
    const failing = await LoopbackCluster.start(authorities, {});
    clusters.push(cluster, other, failing);
    failing.authoritative.zone = { records: [], failure: "REFUSED" };
    const nameservers = [cluster, other, failing].map(({ authoritative }) => authoritative);
    const { findings, unseen } = await cluster.verify({ nameservers });
    expect(findings.map(line)).toEqual([`error SEMS-LB-2 ${FQDN}`, `warning VERIFY-DNS-1 ${FQDN}`]);
    expect(findings[1]?.message).toContain("DNS servers disagree about keys.example.com");
    expect(unseen).toContainEqual(
      expect.stringMatching(/^What 127\.0\.0\.1:\d+ says about keys.example.com: REFUSED\.$/),
    );
  });

  test("none that answers is an error", async () => {
    const cluster = await LoopbackCluster.start(authorities, {});
    clusters.push(cluster);
    cluster.authoritative.zone = { records: [], failure: "REFUSED" };
    cluster.resolver.zone = { records: [], failure: "SERVFAIL" };
    const { findings } = await cluster.verify();
    expect(findings.map(line)).toEqual([`error VERIFY-DNS-1 ${FQDN}`]);
  });

  test("those of the zone are found by its NS records", async () => {
    const cluster = await LoopbackCluster.start(authorities, {
      resolverAnswersWith: [2],
      records: [
        { type: "NS", name: "example.com", data: "ns-1.example.net", ttl: 60 },
        { type: "A", name: "ns-1.example.net", data: "127.0.0.1", ttl: 60 },
      ],
    });
    clusters.push(cluster);
    const { accesses } = await cluster.verify({ nameservers: [], dnsPort: cluster.authoritative.port });
    expect(accesses[0]?.dns).toMatchObject([
      {
        role: "authoritative",
        server: expect.stringMatching(/^ns-1\.example\.net \(/),
        addresses: ["127.0.0.11"],
      },
      { role: "resolver", addresses: ["127.0.0.12"] },
    ]);
  });
});

describe("What cannot be seen is said", () => {
  test.each<[string, ClusterProps, RegExp, Options]>([
    [
      "certificates of mail without STARTTLS",
      { services: ["https", "smtp"], nodes: [{}, { listeners: { smtp: smtpServer(undefined) } }] },
      /^The certificate of sems2 for smtp: SMTP without STARTTLS\.$/m,
      {},
    ],
    [
      "name servers of a private zone",
      { scheme: "internal" },
      /^The name servers of the private zone of keys\.example\.com: they answer inside AWS only/m,
      { nameservers: [] },
    ],
    ["Interface 1, which was not asked for", {}, /^Interface 1: not asked for\. Give --replication/m, {}],
    [
      "Interface 1, which does not answer",
      { nodes: [{}, { replication: "nothing" }] },
      /^Interface 1 of sems2 \(127\.0\.0\.12\): connection refused\.$/m,
      { replication: true },
    ],
    ["what ACM holds", {}, /^Whether ACM holds this certificate: give its serial number by --serial/m, {}],
  ])("%s", async (_case, props, words, options) => {
    const { findings, unseen } = await verify(() => props, options);
    expect(findings).toEqual([]);
    expect(unseen.join("\n")).toMatch(words);
  });
});

test("a finding that somebody accepts bears the reason", async () => {
  const { findings } = await verify(() => ({ nodes: [{}, nothing], ttl: 61 }), {
    acknowledge: new Map([
      ["VERIFY-NODE-1@sems2 https", "it is being built"],
      ["SEMS-DNS-2@other", "not this one"],
    ]),
  });
  expect(findings.map(({ rule, acknowledged }) => [rule, acknowledged])).toEqual([
    ["SEMS-DNS-2", null],
    ["VERIFY-NODE-1", "it is being built"],
  ]);
});
