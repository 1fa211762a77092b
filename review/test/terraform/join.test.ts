import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adding, changing, type Document } from "../support/document";
import { crossZoneOn } from "../support/faults";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { servingNodes } from "../support/review";
import { planBetween } from "../impact/support/plan";
import type { Review } from "../../report-model";
import { reviewDocuments } from "../../review";
import { readDocuments } from "../../terraform/document";
import { joined } from "../../terraform/join";

const folder = mkdtempSync(join(tmpdir(), "sems-review-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The joined documents of files, and their review. */
function read(files: Readonly<Record<string, unknown>>) {
  const documents = joined(
    Object.entries(files).flatMap(([name, json]) => {
      const file = join(folder, name);
      writeFileSync(file, JSON.stringify(json));
      return readDocuments(file);
    }),
  );
  return { documents, review: reviewDocuments("files", documents, new Map(), { isSems: true }) };
}

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));
const isDns = (type: string) => type.startsWith("aws_route53_");

function part(document: Document, keeps: (type: string) => boolean): Document {
  const kept = Object.entries(document.resource).filter(([type]) => keeps(type));
  return { ...document, resource: Object.fromEntries(kept) };
}

/** A configuration in two: records and health checks refer to the rest by the outputs of its state. */
function byRemoteState(document: Document) {
  const outputs = new Map<string, string>();
  const dns = JSON.stringify(part(document, isDns)).replace(
    /\$\{(aws_(?!route53_)\w+\.\w+\.\w+)\}/g,
    (_reference, expression: string) => {
      const name = expression.replaceAll(".", "_");
      outputs.set(name, `\${${expression}}`);
      return `\${data.terraform_remote_state.network.outputs.${name}}`;
    },
  );
  const network = part(document, (type) => !isDns(type));
  const output = Object.fromEntries([...outputs].map(([name, value]) => [name, { value }]));
  const { output: declared = {}, ...rest } = network;
  return {
    "dns.json": { ...(JSON.parse(dns) as Document), output: {} },
    "network.json": { ...rest, output: { ...declared, ...output } },
  };
}

/** The same as states: what AWS has chosen is known, and is in both. */
function byState(document: Document) {
  const state = planBetween(document, document).prior_state;
  const resources = state.values.root_module.resources;
  const some = (keeps: (type: string) => boolean, outputs: unknown) => ({
    format_version: "1.0",
    values: { outputs, root_module: { resources: resources.filter(({ type }) => keeps(type)) } },
  });
  return {
    "dns.json": some(isDns, {}),
    "network.json": some((type) => !isDns(type), state.values.outputs),
  };
}

const rulesOf = ({ findings }: Review) => [...new Set(findings.map(({ rule }) => rule))].sort();

describe.each([
  ["outputs of a remote state", byRemoteState, (document: Document): unknown => document],
  ["values of states", byState, (document: Document): unknown => planBetween(document, document).prior_state],
])("documents that refer to each other by %s", (_what, split, wholeOf) => {
  test("are reviewed as the one that they were", () => {
    const whole = read({ "whole.json": wholeOf(BASE) });
    const { documents, review } = read(split(BASE));
    expect(documents.map(({ name }) => name)).toEqual(["dns.json + network.json"]);
    expect(servingNodes(review)).toEqual(servingNodes(whole.review));
    expect(review.services.map(({ port }) => port)).toEqual([443, 636]);
    expect(rulesOf(review)).toEqual(rulesOf(whole.review));
  });

  test("are judged together, in any order, and findings name the document", () => {
    const parts = split(crossZoneOn(BASE));
    for (const files of [parts, Object.fromEntries(Object.entries(parts).reverse())]) {
      const { review } = read(files);
      expect(rulesOf(review)).toEqual(expect.arrayContaining(["AWS-NLB-4", "SEMS-LB-1"]));
      for (const { address } of review.findings) expect(address).toMatch(/^(dns|network)\.json:/);
    }
  });
});

/** A failover name beside the cluster's, whose primary is the load balancer itself. */
const WITH_ALIAS = adding(changing(BASE, "aws_lb.keys", { name: "sems-keys" }), {
  "aws_route53_record.app_primary": {
    zone_id: "${aws_route53_zone.example.zone_id}",
    name: "app.example.com",
    type: "A",
    set_identifier: "primary",
    failover_routing_policy: { type: "PRIMARY" },
    alias: {
      name: "${aws_lb.keys.dns_name}",
      zone_id: "${aws_lb.keys.zone_id}",
      evaluate_target_health: true,
    },
  },
  "aws_route53_record.app_secondary": {
    zone_id: "${aws_route53_zone.example.zone_id}",
    name: "app.example.com",
    type: "A",
    ttl: 30,
    set_identifier: "secondary",
    failover_routing_policy: { type: "SECONDARY" },
    records: ["${aws_eip.b.public_ip}"],
    health_check_id: "${aws_route53_health_check.b.id}",
  },
});

test("a data source is the load balancer that another document manages under its name", () => {
  const parts = byRemoteState(WITH_ALIAS);
  const dns = JSON.parse(
    JSON.stringify(parts["dns.json"]).replace(
      /data\.terraform_remote_state\.network\.outputs\.aws_lb_keys_/g,
      "data.aws_lb.keys.",
    ),
  ) as Document;
  const { review } = read({
    ...parts,
    "dns.json": { ...dns, data: { aws_lb: { keys: { name: "sems-keys" } } } },
  });
  expect(servingNodes(review)).toEqual(servingNodes(read({ "whole.json": WITH_ALIAS }).review));
  expect(review.services.map(({ clientFqdn }) => clientFqdn)).toContain("app.example.com");
});

test("documents that have nothing to do with each other stay apart, whatever names they share", () => {
  const { documents, review } = read({ "east.json": BASE, "west.json": BASE });
  expect(documents.map(({ name }) => name)).toEqual([join(folder, "east.json"), join(folder, "west.json")]);
  expect(new Set(review.services.map(({ stack }) => stack)).size).toBe(2);
});

test("a plan of one document changes what clients of another reach", () => {
  const states = byState(BASE);
  const network = part(BASE, (type) => !isDns(type));
  const plan = planBetween(network, network, { replaced: { "aws_lb.keys": "subnet_mapping" } });
  const { review } = read({ "dns.json": states["dns.json"], "network.json": plan });
  expect(review.changes).toMatchObject({ replace: 1, effect: "outage" });
  expect(review.changes?.disruptive[0]).toMatchObject({
    address: "network.json:aws_lb.keys",
    action: "replace",
  });
});

test("outputs of states that refer to each other in a circle end nowhere", () => {
  const circle = (other: string) => ({
    resource: {
      aws_route53_record: { a: { name: `\${data.terraform_remote_state.${other}.outputs.x}`, type: "A" } },
    },
    output: { x: { value: `\${data.terraform_remote_state.${other}.outputs.x}` } },
  });
  const { documents } = read({ "one.json": circle("two"), "two.json": circle("one") });
  expect(documents).toHaveLength(1);
});
