import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ClientAccess, type ClientAccessProps } from "../lib";
import { problemsOf, synth } from "./support/cluster";
import { NETWORK, PLACEMENTS, propsOf, refusalOf, WAYS, type Way } from "./support/ways";

const DOCUMENT = readFileSync(join(__dirname, "../docs/traffic-distribution.md"), "utf8");

/** The table's cells by method, topology and scheme. */
const TABLE = new Map(
  DOCUMENT.split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, method, topology]) => method !== "" && (topology === "zonal" || topology === "per-node"))
    .map(([, method, topology, scheme, ...cells]) => [[method, topology, scheme].join(), cells]),
);

const cellOf = ({ method, topology, scheme, placement }: Way): string | undefined =>
  TABLE.get([method, topology, scheme].join())?.[PLACEMENTS.indexOf(placement)];

const build = (way: Way, changes: Partial<ClientAccessProps> = {}) =>
  synth((stack) => new ClientAccess(stack, "Access", { ...propsOf(way, NETWORK), ...changes }));

const problems = (way: Way, changes: Partial<ClientAccessProps> = {}): string[] =>
  problemsOf((stack) => new ClientAccess(stack, "Access", { ...propsOf(way, NETWORK), ...changes }));

describe("The documented table of the ways to direct clients", () => {
  test("has a row for each method, topology and scheme", () => {
    expect([...TABLE.keys()].sort()).toEqual(
      [...new Set(WAYS.map(({ method, topology, scheme }) => [method, topology, scheme].join()))].sort(),
    );
  });

  test.each(WAYS)("is right of $method, $topology, $scheme, $placement", (way) => {
    const rule = refusalOf(way);
    expect(cellOf(way)).toBe(rule === undefined ? "yes" : `no: ${rule}`);
    if (rule === undefined) {
      expect(build(way).all("aws_route53_record").length).toBeGreaterThan(0);
    } else {
      expect(problems(way).map((line) => /\[([A-Z0-9-]+)\]$/.exec(line)?.[1])).toEqual([rule]);
    }
  });
});

describe("What no way can do is refused with its reason:", () => {
  const MAIL = WAYS.filter(({ placement }) => placement === "with mail");
  const OUTSIDE = WAYS.filter(({ placement }) => placement === "outside the VPC");
  const SHARED = WAYS.filter(
    ({ topology, placement }) => topology === "zonal" && placement === "sharing a zone",
  );

  test.each(SHARED)("two nodes in one zone, $method $scheme zonal", (way) => {
    expect(problems(way)).toEqual([
      'nodes[1].interface2.availabilityZone: found "us-east-1a"; allowed: a zone without another node; nodes[0] is already in it [AWS-NLB-4]',
    ]);
  });

  test.each(OUTSIDE.filter(({ method }) => method !== "weighted"))(
    "the clients' own addresses for nodes outside the VPC, $method $topology $scheme",
    (way) => {
      const nodes = propsOf(way, NETWORK).nodes.length;
      expect(problems(way, { preserveClientIp: true })).toEqual(
        Array.from(
          { length: nodes },
          (_, i) =>
            `preserveClientIp: found true, while nodes[${i}] is outside the VPC; allowed: false, or only nodes in the VPC: client IP preservation does not work for targets outside it`,
        ),
      );
    },
  );

  test.each(MAIL)("mail without the clients' own addresses, $method $topology $scheme", (way) => {
    expect(problems(way, { preserveClientIp: false })).toEqual([
      "services[1]: found a mail service on port 25 without preserveClientIp; allowed: preserveClientIp true: SEMS distinguishes outbound from inbound mail by the source address [SEMS-LB-8]",
    ]);
  });

  test.each(MAIL.filter(({ method }) => method === "weighted"))(
    "mail with weights, $topology $scheme",
    (way) => {
      expect(problems(way, { preserveClientIp: true })).toEqual([
        expect.stringMatching(/^preserveClientIp: found true, with the method weighted; allowed: false: /),
      ]);
    },
  );

  test.each(
    WAYS.filter(
      ({ scheme, topology, placement }) =>
        scheme === "internal" && topology === "zonal" && placement === "a zone each",
    ),
  )("Route 53's checkers for internal addresses, $method", (way) => {
    expect(problems(way, { endpointHealth: { by: "route53-checkers" } })).toEqual([
      expect.stringMatching(/^endpointHealth\.by: .*cannot reach an internal address \[AWS-R53-1\]$/),
    ]);
  });

  test.each(WAYS.filter(({ topology, placement }) => topology === "per-node" && placement === "a zone each"))(
    "a time to live and endpoint health of aliases, $method $scheme",
    (way) => {
      expect(problems(way, { ttlSeconds: 10, endpointHealth: { by: "cloudwatch-alarm" } })).toEqual([
        expect.stringMatching(/^endpointHealth: .*; allowed: omit: per-node uses alias records/),
        expect.stringMatching(/^ttlSeconds: .*; allowed: omit: per-node uses alias records/),
      ]);
    },
  );
});
