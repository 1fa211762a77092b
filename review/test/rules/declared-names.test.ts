import { reviewDocuments } from "../../review";
import { fromConfiguration } from "../../terraform/configuration";
import {
  adding,
  bodyOf,
  changing,
  without,
  addressesOf,
  type Body,
  type Document,
} from "../support/document";
import { objectionsOf } from "../support/findings";
import { KEYS, ScenarioDocument } from "../support/scenario-document";
import { lacking } from "../support/lacking";
import { declared } from "../support/mended";
import { configurationOf } from "../support/review";

const right = declared;

const findings = (document: unknown) =>
  reviewDocuments("right.json", [configurationOf(fromConfiguration(document, "right.json"))], new Map(), {
    isSems: true,
  }).findings.filter(({ rule }) => rule === "SEMS-INTENT-1");

test("Records of a declared name are no error while the addresses of its load balancer are open", () => {
  expect(findings(right)).toEqual([]);
  const lack = { address: "aws_lb.keys", type: "aws_lb", path: ["subnet_mapping"], how: "unknown" } as const;
  expect(findings(lacking(right, [lack]))).toMatchObject([
    {
      level: "warning",
      message: expect.stringContaining(
        "leaves the subnet_mapping of aws_lb.keys open: review a plan or the state.",
      ),
    },
  ]);
});

test("Nodes are no error while it is open which name their load balancer declares", () => {
  const lack = {
    address: "aws_lb.keys",
    type: "aws_lb",
    path: ["tags", "sems:client-fqdn"],
    how: "unknown",
  } as const;
  expect(findings(lacking(right, [lack]))).toEqual([]);
});

const objections = (document: unknown): string[] => objectionsOf("SEMS-INTENT-1", document);

describe("a load balancer with tags that is no Network Load Balancer", () => {
  const other = (args: Body): string[] => objections(adding(right, { "aws_lb.other": args }));
  const tags = { "sems:client-fqdn": "mail.example.com" };

  test("is one on which TLS would end", () => {
    expect(other({ load_balancer_type: "application", tags })).toEqual([
      expect.stringMatching(/^error aws_lb\.other: The tags declare .* this is no Network Load Balancer/),
    ]);
  });

  test("may be one while its type is not known, and is no matter without tags", () => {
    expect(other({ load_balancer_type: "${var.type}", tags })).toEqual([]);
    expect(other({ load_balancer_type: "application" })).toEqual([]);
  });
});

describe("a declared name that is routed elsewhere", () => {
  const records = addressesOf(right, /^aws_route53_record\./);
  const [FIRST, SECOND] = ["aws_route53_record.other_a", "aws_route53_record.other_b"];
  const { zone_id } = bodyOf(right, records[0] ?? "");

  /** The stack whose tags declare another name than that of its records, with records of that name. */
  const routed = (...answers: readonly Body[]): Document =>
    adding(
      changing(right, "aws_lb.keys", { tags: { "sems:client-fqdn": "mail.example.com" } }),
      Object.fromEntries(
        answers.map((answer, i) => [
          String([FIRST, SECOND][i]),
          { zone_id, name: "mail.example.com", type: "A", ttl: 30, ...answer },
        ]),
      ),
    );
  const elsewhere = { records: ["203.0.113.7"] };
  const weighted = (weight: number, answer: Body): Body => ({
    ...answer,
    set_identifier: String(weight),
    weighted_routing_policy: { weight },
  });

  test.each<[string, Body]>([
    ["values", elsewhere],
    [
      "an alias",
      {
        ttl: undefined,
        alias: { name: "elsewhere.example.org", zone_id: "Z1", evaluate_target_health: true },
      },
    ],
  ])("by %s is an error, at the record", (_what, answer) => {
    expect(objections(routed(answer))).toEqual([
      `error ${FIRST}: The tags of aws_lb.keys declare that clients of mail.example.com are routed to it, and ${FIRST} ` +
        "routes them elsewhere. Point the name at its addresses, or correct the tags.",
    ]);
  });

  test("by several records names them all", () => {
    expect(objections(routed(weighted(1, elsewhere), weighted(2, elsewhere)))).toEqual([
      expect.stringContaining(`and ${FIRST}, ${SECOND} routes them elsewhere`),
    ]);
  });

  test("may be routed to it while an answer is open", () => {
    const open = { records: ["${var.address}"] };
    const doubtful: unknown = expect.stringMatching(
      new RegExp(`^warning ${FIRST}: .* or correct the tags\\.$`),
    );
    expect(objections(routed(open))).toEqual([doubtful]);
    expect(objections(routed(weighted(1, elsewhere), weighted(2, open)))).toEqual([doubtful]);
  });

  const subnet_id = "${aws_subnet.outside_a.id}";
  const known = { subnet_id, allocation_id: "${aws_eip.a.allocation_id}" };

  test.each<[string, Body]>([
    ["an Elastic IP of a variable", { subnet_mapping: [known, { subnet_id, allocation_id: "${var.eip}" }] }],
    [
      "a private address of a variable",
      { subnet_mapping: [{ subnet_id, private_ipv4_address: "${var.ip}" }] },
    ],
    ["an expression for all mappings", { subnet_mapping: "${var.mappings}" }],
  ])("may be routed to it where its addresses have %s", (_what, args) => {
    expect(objections(changing(routed(elsewhere), "aws_lb.keys", args))).toEqual([
      `warning ${FIRST}: The tags of aws_lb.keys declare that clients of mail.example.com are routed to it. Whether ` +
        `${FIRST} routes them there, the document does not show, as it leaves the subnet_mapping of aws_lb.keys open: ` +
        "review a plan or the state.",
    ]);
  });

  test.each<[string, Body]>([
    ["known", { subnet_mapping: [known] }],
    ["AWS's to choose", { subnet_mapping: [{ subnet_id }] }],
    ["of subnets that are listed", { subnet_mapping: undefined, subnets: [subnet_id] }],
  ])("is not routed to it where its addresses are %s", (_what, args) => {
    expect(objections(changing(routed(elsewhere), "aws_lb.keys", args))).toEqual([
      expect.stringMatching(new RegExp(`^error ${FIRST}: `)),
    ]);
  });

  test("is no matter of its TXT records", () => {
    const only = without(routed({ type: "TXT", records: ["v=spf1"] }), ...records);
    expect(objections(only)).toEqual([
      expect.stringMatching(/^warning aws_lb\.keys: .* the document has no record that does/),
    ]);
  });

  test("is being taken over where an output holds the change batch", () => {
    const comment = 'Take over mail.example.com"';
    const document = { ...routed(), output: { mail_change_batch: { value: comment } } };
    expect(objections(document)).toEqual([
      expect.stringMatching(
        /^warning aws_lb\.keys: mail\.example\.com is being taken over: .* of the output mail_change_batch is applied/,
      ),
    ]);
    const another = {
      ...routed(),
      output: { mail_change_batch: { value: comment.replace("mail", "news") } },
    };
    expect(objections(another)).toEqual([
      expect.stringMatching(
        /^error aws_lb\.keys: .* no record of that name does so, but those of keys\.example\.com/,
      ),
    ]);
  });
});

test("the name whose records point to a load balancer is mentioned, and no other", () => {
  const document = new ScenarioDocument();
  document.balancer({ name: "a", zones: [[1], [2]] }).balancer({
    name: "b",
    zones: [[3], [4]],
    args: { tags: { "sems:client-fqdn": "third.example.com" } },
  });
  for (const [name, of] of [
    [KEYS, "a"],
    ["other.example.com", "b"],
  ] as const) {
    document.failover(name, "PRIMARY", { zone: 1, of }, { health_check_id: document.check(1, {}, of) });
    document.failover(name, "SECONDARY", { zone: 2, of }, { health_check_id: document.check(2, {}, of) });
  }
  expect(objections(document.json)).toEqual([
    expect.stringMatching(
      /^error aws_lb\.b: .* no record of that name does so, but those of other\.example\.com\./,
    ),
  ]);
});
