import { aliasLoops, missingNames } from "../../rules/record-loops";
import { recordTree } from "../../aws/route53/record-targets";
import { Routing } from "../../aws/routing";
import { KEYS, ref, ScenarioDocument } from "../support/scenario-document";

/** The records of a name, in a document that points names at names. */
function treeOf(document: ScenarioDocument, fqdn = KEYS) {
  const graph = document.graph();
  const routing = new Routing(graph);
  const root = routing.recordSets.all.find(({ name }) => name === fqdn);
  if (root === undefined) throw new Error(`No record has the name ${fqdn}`);
  return { graph, routing, root, tree: recordTree(routing, root) };
}

const pointing = (...names: readonly (readonly [string, string])[]): ScenarioDocument =>
  names.reduce((document, [from, to]) => document.weighted(from, 1, { name: to }), new ScenarioDocument());

describe("aliases that come back to a name on their path", () => {
  const loops = (document: ScenarioDocument): string[] => {
    const { routing, root } = treeOf(document);
    return aliasLoops(routing, root).map(({ message }) => message.replace(/, which.*/, ""));
  };

  test.each([
    ["of a name to itself", [[KEYS, KEYS]], KEYS, KEYS],
    [
      "to the client FQDN",
      [
        [KEYS, "a.example.com"],
        ["a.example.com", KEYS],
      ],
      "a.example.com",
      KEYS,
    ],
    [
      "below it",
      [
        [KEYS, "a.example.com"],
        ["a.example.com", "b.example.com"],
        ["b.example.com", "a.example.com"],
      ],
      "b.example.com",
      "a.example.com",
    ],
    [
      "below two names",
      [
        [KEYS, "a.example.com"],
        [KEYS, "b.example.com"],
        ["a.example.com", "c.example.com"],
        ["b.example.com", "c.example.com"],
        ["c.example.com", "d.example.com"],
        ["d.example.com", "c.example.com"],
      ],
      "d.example.com",
      "c.example.com",
    ],
  ] as const)("are found once, %s", (_which, names, from, to) => {
    expect(loops(pointing(...names))).toEqual([`The record points from ${from} back to ${to}`]);
  });

  test("are none where two records point to one name, from beside or from above", () => {
    const document = pointing(
      [KEYS, "a.example.com"],
      [KEYS, "b.example.com"],
      [KEYS, "c.example.com"],
      ["a.example.com", "b.example.com"],
      ["b.example.com", "c.example.com"],
    );
    document.record("c.example.com", { values: ["203.0.113.1"] });
    expect(loops(document)).toEqual([]);
  });

  test("are found at the end of a long chain", () => {
    const document = pointing([KEYS, "0.example.com"]);
    for (let i = 0; i < 5000; i++) document.record(`${i}.example.com`, { name: `${i + 1}.example.com` });
    document.record("5000.example.com", { name: KEYS });
    expect(loops(document)).toEqual([`The record points from 5000.example.com back to ${KEYS}`]);
  });
});

describe("aliases for names that their zone does not have", () => {
  const missing = (target: string, zone: Readonly<Record<string, unknown>> = { name: "example.com" }) => {
    const document = new ScenarioDocument().add("aws_route53_zone", "own", zone);
    document.record(KEYS, { name: target }, { zone_id: ref("aws_route53_zone.own", "zone_id") });
    const { graph, tree } = treeOf(document);
    return missingNames(graph, tree).map(({ message }) => message.replace(/: Route 53.*/, ""));
  };

  test.each(["gone.example.com", "Gone.Example.com.", "example.com"])("are found: %s", (target) => {
    const name = target.toLowerCase().replace(/\.$/, "");
    expect(missing(target)).toEqual([
      `The alias points to ${name}, of which the zone example.com has no A record`,
    ]);
  });

  test.each(["gone.example.org", "gone-example.com", "${var.name}"])(
    "are none where the name is another zone's, or not known: %s",
    (target) => {
      expect(missing(target)).toEqual([]);
    },
  );

  test("are none in a zone whose name is not known", () => {
    expect(missing("gone.example.com", { name: "${var.zone}" })).toEqual([]);
  });

  test("are none in a zone that the document does not make, though it has its name", () => {
    const document = new ScenarioDocument().addData("aws_route53_zone", "own", { name: "example.com" });
    document.record(
      KEYS,
      { name: "gone.example.com" },
      { zone_id: ref("data.aws_route53_zone.own", "zone_id") },
    );
    const { graph, tree } = treeOf(document);
    expect(missingNames(graph, tree)).toEqual([]);
  });

  test("are none of a load balancer, in a private zone for AWS's own names", () => {
    const dns_name = "keys-1.elb.us-east-1.amazonaws.com";
    const document = new ScenarioDocument().balancer({ zones: [[1]], args: { dns_name } });
    document.add("aws_route53_zone", "own", { name: "amazonaws.com", vpc: [{ vpc_id: "vpc-1" }] });
    document.record("keys", { name: dns_name }, { zone_id: ref("aws_route53_zone.own", "zone_id") });
    const { graph, tree } = treeOf(document, "keys.amazonaws.com");
    expect(tree.balancers).toHaveLength(1);
    expect(missingNames(graph, tree)).toEqual([]);
  });

  test("are none in a zone of another document, of a record without an alias, or with a target that is there", () => {
    const own = ref("aws_route53_zone.own", "zone_id");
    const of = (build: (document: ScenarioDocument) => ScenarioDocument) => {
      const document = new ScenarioDocument().add("aws_route53_zone", "own", { name: "example.com" });
      const { graph, tree } = treeOf(build(document));
      return missingNames(graph, tree);
    };
    const found = [
      of((document) => document.record(KEYS, { name: "gone.example.com" })),
      of((document) =>
        document.record(KEYS, { values: ["gone.example.com"] }, { zone_id: own, type: "CNAME" }),
      ),
      of((document) =>
        document
          .record(KEYS, { name: "there.example.com" }, { zone_id: own })
          .record("there.example.com", { values: ["203.0.113.1"] }, { zone_id: own }),
      ),
    ];
    expect(found).toEqual([[], [], []]);
  });
});
