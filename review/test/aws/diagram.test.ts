import { handWritten } from "../support/hand-written";
import { changing } from "../support/document";
import { reviewOf } from "../support/review";
import { planBetween } from "../impact/support/plan";
import { diagramOf } from "../../aws/client-path";
import { servicesIn } from "../../aws/services";
import { addressOf, KEYS, nameOf, ScenarioDocument, zoneOf } from "../support/scenario-document";

function drawn(document: ScenarioDocument) {
  const [service] = servicesIn(document.graph()).services;
  if (service === undefined) throw new Error("No service");
  const { boxes, arrows } = diagramOf(service);
  const lineOf = (id: string): string => boxes.find((box) => box.id === id)?.lines[0] ?? `no box ${id}`;
  const paths = arrows.map(({ from, to, label, taken }) => ({
    path: [lineOf(from), label, lineOf(to)].join(" > "),
    taken,
  }));
  return { boxes, paths, taken: paths.filter((path) => path.taken).map(({ path }) => path) };
}

const ordered = () => new ScenarioDocument().balancer({ zones: [[1], [2], [3]] }).ordered([1, 2, 3]);

test("names, zones and nodes are boxes, a zone before the address that is not known yet", () => {
  expect(drawn(ordered()).boxes.map(({ kind, lines }) => [kind, ...lines])).toEqual([
    ["name", KEYS, "A, failover"],
    ["name", `tier2.${KEYS}`, "A, failover"],
    ["address", zoneOf(1), "address known after apply"],
    ["node", `1. ${addressOf(1)}`],
    ["address", zoneOf(2), "address known after apply"],
    ["node", `2. ${addressOf(2)}`],
    ["address", zoneOf(3), "address known after apply"],
    ["node", `3. ${addressOf(3)}`],
  ]);
});

test("every arrow joins two boxes, and the path that clients take is lit from the name to the node", () => {
  const { paths, taken } = drawn(ordered());
  expect(paths.map(({ path }) => path)).toEqual([
    `${KEYS} > PRIMARY > ${zoneOf(1)}`,
    `${zoneOf(1)} > 443 > 1. ${addressOf(1)}`,
    `${KEYS} > SECONDARY > tier2.${KEYS}`,
    `tier2.${KEYS} > PRIMARY > ${zoneOf(2)}`,
    `${zoneOf(2)} > 443 > 2. ${addressOf(2)}`,
    `tier2.${KEYS} > SECONDARY > ${zoneOf(3)}`,
    `${zoneOf(3)} > 443 > 3. ${addressOf(3)}`,
  ]);
  expect(taken).toEqual([`${KEYS} > PRIMARY > ${zoneOf(1)}`, `${zoneOf(1)} > 443 > 1. ${addressOf(1)}`]);
});

test("a load balancer by its own name is a box with an arrow to each node, and what lies beyond is one, too", () => {
  const document = new ScenarioDocument().balancer({ zones: [[1], [2]], args: { name: "keys" } });
  document.weighted(KEYS, 10, { name: nameOf() }).weighted(KEYS, 1, { values: ["203.0.113.9"] });
  const { boxes, paths } = drawn(document);
  expect(paths.map(({ path }) => path)).toEqual([
    `${KEYS} > weight 10 > keys`,
    `keys > 443 > 1. ${addressOf(1)}`,
    `keys > 443 > 2. ${addressOf(2)}`,
    `${KEYS} > weight 1 > 203.0.113.9`,
  ]);
  expect(boxes.at(-1)).toMatchObject({ kind: "other", lines: ["203.0.113.9", "not in this document"] });
});

test("says of each box what a change does to its resources", () => {
  const document = handWritten(2);
  const plan = planBetween(changing(document, "aws_route53_record.tier1_primary", { ttl: 60 }), document, {
    replaced: { "aws_eip.b": "domain" },
  });
  const marked = reviewOf(plan).services[0]?.diagram.boxes.flatMap(({ lines }) =>
    ["changed", "replaced", "created"].includes(lines.at(-1) ?? "") ? [[lines[0], lines.at(-1)]] : [],
  );
  expect(marked).toEqual([
    ["keys.example.com", "changed"],
    // The load balancer changes: it gets the new address.
    ["us-east-1a", "changed"],
    ["us-east-1b", "replaced"],
  ]);
});
