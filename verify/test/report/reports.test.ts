import type { Verification } from "../../model";
import { REPORTS, type Format } from "../../report/index";
import { ChangeLog, watchedFacts } from "../../watch";
import { HOSTILE } from "../../../review/test/report/support/reviews";
import { judge } from "../../judge";
import { LoopbackCluster, makeAuthorities, FQDN, type ClusterProps } from "../support/loopback-cluster";

/** What is seen of a cluster. */
async function seen(props: ClusterProps = {}): Promise<Verification> {
  const cluster = await LoopbackCluster.start(await makeAuthorities(), props);
  const verification = await cluster.verify({ replication: true });
  cluster.stop();
  return verification;
}

const FORMATS = Object.keys(REPORTS) as Format[];

describe("A report", () => {
  let healthy: Verification;
  let faulty: Verification;

  beforeAll(async () => {
    healthy = await seen();
    faulty = await seen({ ttl: 61, nodes: [{}, { listeners: { https: "nothing" }, openPort: true }] });
  });

  test.each(FORMATS)("in %s says what was seen, what is wrong, and what was not seen", (format) => {
    const plain = REPORTS[format](faulty)
      .replace(/<style>[^]*<\/style>/, "")
      .replace(/<[^>]*>/g, " ");
    for (const words of [
      "SEMS-DNS-2",
      "VERIFY-NODE-1",
      "SEMS-LB-6",
      "127.0.0.12",
      FQDN,
      "Whether ACM holds",
    ]) {
      expect(plain).toContain(words);
    }
  });

  test("for a terminal fits it, and ends with the verdict", () => {
    const text = REPORTS.text(faulty);
    expect(text).toMatch(/\n3 errors, 0 warnings\n$/);
    expect(text).toMatch(/^sems1 +127\.0\.0\.11 +TLSv1\.3 +closed$/m);
    expect(text).toMatch(/^sems2 +127\.0\.0\.12 +NO: connection refused +OPEN: TCP \d+$/m);
    expect(REPORTS.text(healthy)).toMatch(/\n0 errors, 0 warnings\n$/);
  });

  test("for a comment begins with its mark and the verdict, and fits a comment", () => {
    expect(REPORTS.markdown(healthy)).toMatch(
      /^<!-- sems-verify -->\n## ✅ SEMS verification: 0 errors, 0 warnings\n/,
    );
    const { findings } = faulty;
    const many = {
      ...faulty,
      findings: Array.from({ length: 2000 }, (_, i) =>
        findings.map((finding) => ({ ...finding, message: `${finding.message} (${i})` })),
      ).flat(),
    };
    const report = REPORTS.markdown(many);
    expect(report.length).toBeLessThanOrEqual(65_000);
    expect(report).toMatch(/and [\d,]+ more findings/);
  });

  test("for programs has every fact", () => {
    const report = JSON.parse(REPORTS.json(faulty)) as Record<string, unknown>;
    expect(report).toMatchObject({
      version: 1,
      accesses: [
        {
          name: "clients",
          clientFqdn: FQDN,
          method: "fail-over",
          dns: [
            { role: "authoritative", addresses: ["127.0.0.11"], ttl: 61 },
            { role: "resolver", addresses: ["127.0.0.11"], ttl: 61 },
          ],
          nodes: [
            {
              node: "sems1",
              healthy: true,
              services: [
                {
                  name: "https",
                  outcome: "tls",
                  certificate: {
                    commonNames: [FQDN],
                    matchesName: true,
                    untrusted: null,
                    validTo: expect.any(String),
                  },
                },
              ],
              closedPorts: [
                { transport: "tcp", state: "closed" },
                { transport: "udp", state: "closed" },
              ],
              replication: { name: "replication", outcome: "tls" },
            },
            {
              node: "sems2",
              healthy: false,
              services: [{ outcome: "unreachable", detail: "ECONNREFUSED" }],
              closedPorts: [{ state: "open" }, {}],
            },
          ],
        },
      ],
      findings: expect.arrayContaining([
        {
          rule: "VERIFY-NODE-1",
          level: "error",
          address: "sems2 https",
          message: expect.any(String),
          source: expect.any(String),
          acknowledged: null,
        },
      ]),
      unseen: expect.any(Array),
    });
  });

  /** The verification with this text wherever something from the wire or from the input may be. */
  const hostile = (text: string): Verification => {
    const [access] = faulty.accesses;
    if (access === undefined) throw new Error("no access");
    const presented = {
      protocol: text,
      commonNames: [text],
      alternativeNames: text,
      matchesName: false,
      issuer: text,
      serialNumber: text,
      fingerprint256: text,
      validFrom: new Date(text),
      validTo: new Date(text),
      untrusted: text,
    };
    const outcomes = [
      { kind: "tls", presented },
      { kind: "plain", detail: text },
      { kind: "failed", detail: text },
    ] as const;
    const services = outcomes.map((outcome) => ({ name: text, port: 443, outcome }));
    const observed = {
      addresses: [text],
      services,
      closed: [{ port: 444, transport: "tcp", state: "open" } as const],
      replication: { name: text, port: 444, outcome: outcomes[0] },
    };
    const evil = {
      ...access,
      clientFqdn: text,
      services,
      endpoints: access.endpoints.map((endpoint) => ({ ...endpoint, node: text })),
      observed: access.endpoints.map(() => observed),
      dns: [
        { role: "resolver", server: text, addresses: [text], ttl: 1 },
        { role: "authoritative", server: text, addresses: [`2${text}`], failure: text },
      ] as const,
    };
    return judge(text, [evil, { ...evil, name: text }], {
      now: new Date(),
      expiryDays: 30,
      acknowledge: new Map(),
    });
  };

  // What steers a terminal or reorders a line, line breaks of our own aside.
  // oxlint-disable-next-line no-control-regex -- these are what must not be there
  const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/;

  test.each(HOSTILE.flatMap((text) => FORMATS.map((format) => [format, text] as const)))(
    "in %s prints nothing from the wire unescaped: %j",
    (format, text) => {
      const report = REPORTS[format](hostile(text));
      expect(report).not.toMatch(STEERING);
      if (format === "html") expect(report).not.toMatch(/<(script|img)/i);
      if (format === "json") expect(JSON.parse(report)).toMatchObject({ version: 1 });
    },
  );

  test.each(HOSTILE)("of changes prints nothing from the wire unescaped: %j", (text) => {
    const lines = new ChangeLog().next(watchedFacts(hostile(text)), 0);
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line).not.toMatch(/\n/);
    expect(lines.join("\n")).not.toMatch(STEERING);
  });
});
