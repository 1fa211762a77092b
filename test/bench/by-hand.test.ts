import { createHash } from "node:crypto";
import { Testing, type App, type TerraformStack } from "cdktf";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { ByHandStack } from "./by-hand";

/** What CDKTF writes, as far as this test looks into it. */
interface Document {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly provider: unknown;
  readonly terraform: unknown;
  readonly output: Readonly<Record<string, unknown>>;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Says in its own way what a reference leads to: the name in it is the program's own. */
type Rename = (type: string, name: string, blocks: Blocks) => string;

/** `aws_eip.NAME` or `data.aws_eip.NAME`, in or out of an expression. */
const REFERENCE = /\b(data\.)?(aws_\w+)\.([\w-]+)/g;

function synthesize(make: (app: App) => TerraformStack): Document {
  const document: Document = JSON.parse(Testing.synth(make(Testing.app())));
  return document;
}

const sandbox = synthesize((app) => new SandboxStack(app, "sems-sandbox"));
const byHand = synthesize((app) => new ByHandStack(app, "sems-sandbox"));

/** Canonical text of a value: keys sorted, metadata and empty depends_on gone, references renamed. */
function canonical(value: unknown, document: Document, rename: Rename): string {
  const text = JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(
      Object.entries(part)
        .filter(([key, member]) => key !== "//" && !(key === "depends_on" && isEmptyList(member)))
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    );
  });
  return text.replace(REFERENCE, (found, data: string | undefined, type: string, name: string) => {
    const blocks = data === undefined ? document.resource : document.data;
    // What only looks like a reference stays as it is.
    return blocks[type]?.[name] === undefined ? found : `${data ?? ""}${type}${rename(type, name, blocks)}`;
  });
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** The bodies of all blocks, sorted, by type. */
function bodies(kind: "resource" | "data", document: Document, rename: Rename): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(document[kind]).map(([type, blocks]) => [
      type,
      Object.values(blocks)
        .map((block) => canonical(block, document, rename))
        .sort(),
    ]),
  );
}

/** A reference without its name: `aws_eip.public_ip`. Differences are easy to read. */
const nameless: Rename = () => "";

/** A reference with a digest of all that it leads to: it tells the Elastic IP of one zone from that of another. */
const byContent =
  (document: Document): Rename =>
  (type, name, blocks) => {
    const body = canonical(blocks[type]?.[name], document, byContent(document));
    return `[${createHash("sha256").update(body).digest("hex").slice(0, 12)}]`;
  };

const KINDS = ["resource", "data"] as const;

describe("the program that the sandbox is measured against", () => {
  test.each(KINDS)("makes the same blocks of kind %s", (kind) => {
    expect(bodies(kind, byHand, nameless)).toEqual(bodies(kind, sandbox, nameless));
  });

  test.each(KINDS)("refers from each block of kind %s to the same others", (kind) => {
    expect(bodies(kind, byHand, byContent(byHand))).toEqual(bodies(kind, sandbox, byContent(sandbox)));
  });

  test("has the same outputs", () => {
    const outputs = (document: Document) =>
      Object.fromEntries(
        Object.entries(document.output).map(([name, block]) => [
          name,
          canonical(block, document, byContent(document)),
        ]),
      );
    expect(outputs(byHand)).toEqual(outputs(sandbox));
  });

  test.each(["provider", "terraform"] as const)("has the same %s block", (kind) => {
    expect(byHand[kind]).toEqual(sandbox[kind]);
  });
});
