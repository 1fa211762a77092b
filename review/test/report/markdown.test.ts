import type { Finding } from "../../report-model";
import fc from "fast-check";
import MarkdownIt, { type Token } from "markdown-it";
import { markdownReport } from "../../report/markdown";
import { anyText } from "./support/any-text";
import {
  ASSUMPTION,
  disruption,
  finding,
  HOSTILE,
  hostile,
  replacing,
  review,
  service,
} from "./support/reviews";

const INSTEAD = "*Instead:* Keep the subnet. (`docs/operations.md#change-how-clients-are-directed`)";

/** As forgiving as a site can be: HTML passes, and bare addresses become links. */
const renderer = new MarkdownIt("default", { html: true, linkify: true });

/** What Markdown makes of a report. */
const tokensOf = (markdown: string) =>
  renderer.parse(markdown, {}).flatMap((token) => [token, ...(token.children ?? [])]);

/** The elements of a report: everything but words. */
function elementsOf(tokens: readonly Token[]) {
  return tokens
    .filter(({ type }) => !["inline", "text", "code_inline"].includes(type))
    .map(({ type, tag, content }) => (type.startsWith("html") ? content.trim() : `${type} ${tag}`));
}

/** What could become a mention, a reference, a link, an emoji or a formula in plain words. */
const MEANINGFUL = /[@#$<>[\]`*_~\\|{}&^]|:[\w/+-]|\bwww|\bgh-\d|\b[0-9a-f]{7,}\b|\p{Cc}|\p{Cf}/iu;

function expectInert(text: string) {
  const tokens = tokensOf(markdownReport(hostile(text)));
  expect(elementsOf(tokens)).toEqual(elementsOf(tokensOf(markdownReport(hostile("plain")))));
  const words = tokens.filter(({ type }) => type === "text").map(({ content }) => content);
  expect(words.filter((word) => word !== "[!CAUTION]" && MEANINGFUL.test(word))).toEqual([]);
}

/** Whether what opens is closed again, with nothing open inside a fence. */
function expectBalanced(markdown: string) {
  expect(markdown.length).toBeLessThanOrEqual(65_000);
  expect(markdown.match(/^<details>/gm)?.length).toBe(markdown.match(/^<\/details>$/gm)?.length);
  const fences = markdown.match(/^```.*$/gm) ?? [];
  expect(fences).toEqual(fences.map((_, i) => (i % 2 === 0 ? "```mermaid" : "```")));
}

describe("the report for a pull request", () => {
  test("begins with the mark that a script finds it by, and the verdict", () => {
    expect(markdownReport(replacing).split("\n").slice(0, 4)).toEqual([
      "<!-- sems-review -->",
      "## ❌ Outage: some clients get no service",
      "",
      "SEMS review: 1 error, 1 warning, 1 acknowledged",
    ]);
    expect(markdownReport(review())).toMatch(/^## ✅ SEMS review: 0 errors, 0 warnings$/m);
    expect(markdownReport(review({ findings: [finding({ level: "warning" })] }))).toMatch(
      /^## ⚠️ SEMS review: 0 errors, 1 warning$/m,
    );
  });

  test("reports what the change breaks before all else, the worst first", () => {
    const markdown = markdownReport(replacing);
    expect(markdown).toContain(
      "Contains destroy: **yes** (1 to create, 2 to update, 1 to replace, 1 to delete)\n\n> [!CAUTION]\n",
    );
    expect(markdown.match(/^> - .*$/gm)).toEqual([
      `> - **outage** replaced \`aws_lb.keys\`: The load balancer is replaced: every address that clients have is gone. ${INSTEAD}`,
      `> - **clients move** changed \`aws_route53_record.keys\`: Clients move from sems1 to sems2. ${INSTEAD}`,
      `> - **capacity or redundancy lost** destroyed \`aws_eip.b\`: The address of us-east-1b is released. ${INSTEAD}`,
    ]);
    expect(markdown.indexOf("[!CAUTION]")).toBeLessThan(markdown.indexOf("### Findings"));
  });

  test("says that a plan destroys nothing, and nothing of changes where there is no plan", () => {
    const changes = {
      create: 0,
      update: 1,
      replace: 0,
      delete: 0,
      import: 0,
      move: 0,
      forget: 0,
      drift: [],
      effect: "none" as const,
      removed: [],
      disruptive: [],
    };
    expect(markdownReport(review({ changes }))).toContain("Contains destroy: **no** (1 to update)");
    expect(markdownReport(review())).not.toMatch(/destroy|CAUTION/);
  });

  test("reports errors before warnings, each with its rule, resource and source; accepted ones folded, with the reason", () => {
    const markdown = markdownReport(replacing);
    expect(markdown.match(/^- .*SEMS-.*$/gm)).toEqual([
      expect.stringMatching(/^- ❌ \*\*error\*\* `SEMS-LB-2` `aws_route53_record\.keys`: .* \(KB 156803\)$/),
      expect.stringMatching(
        /^- ⚠️ \*\*warning\*\* `SEMS-DNS-2` `aws_route53_record\.keys`: .* \(KB 156803\)$/,
      ),
    ]);
    expect(markdown).toMatch(
      /<summary>1 acknowledged finding<\/summary>\n\n- `AWS-SEC-2` .*\*\*Accepted:\*\* The port is closed on the firewall\.\n/,
    );
  });

  test("reports of a service which node serves in which state, in which order, how fast, and draws its path", () => {
    const markdown = markdownReport(
      review({ services: [service(2, { stack: "east", assumptions: [ASSUMPTION] })] }),
    );
    expect(markdown).toContain("### `east` `keys.example.com`, port 443\n");
    expect(markdown.match(/^\|.*\|$/gm)).toEqual([
      "| Down | New clients reach | Unserved |",
      "| --- | --- | --- |",
      "| nothing | `sems1` |  |",
      "| `sems1` | `sems2` |  |",
      "| `sems2` | `sems1` |  |",
      "| zone `us-east-1a` | `sems2` |  |",
      "| zone `us-east-1b` | `sems1` |  |",
      "| everything | no node | **100 %** |",
    ]);
    expect(markdown).toContain(
      "Order: `sems1` (`10.0.1.10`, `us-east-1a`), `sems2` (`10.0.2.10`, `us-east-1b`).",
    );
    expect(markdown).toContain("Failover takes at most **55 s**, failback at most 45 s.");
    expect(markdown).toContain("<details><summary>Client path</summary>\n\n```mermaid\nflowchart LR\n");
    expect(markdown).toContain("- `A-3`: A zone's static address");
  });

  test("lists the deviating scenarios", () => {
    const declared = { method: "fail-over", order: ["sems2", "sems1"] };
    const markdown = markdownReport(review({ services: [service(2, { declared })] }));
    expect(markdown).toContain("declared order `sems2`, `sems1`");
    expect(markdown).toContain(
      "**VIOLATES THE DECLARED METHOD:** In 1 of 5 scenarios with a healthy node, not all new clients reach",
    );
    expect(markdown).toContain("<details><summary>Deviating scenarios</summary>");
  });

  test("says that there is nothing to review", () => {
    const markdown = markdownReport(review({ services: [] }));
    expect(markdown).toMatch(/\n\nNo service found: no name .+ of this document\.\n$/);
    expect(markdown).not.toContain("✅");
  });

  test("puts names in a sentence into code, and leaves the sentence", () => {
    const message = 'Set "ttl" of aws_route53_record.a["b"], (10.0.0.1) and so/on: 1.5 s (50 %), it\'s `x`!';
    expect(markdownReport(review({ findings: [finding({ message })] }))).toContain(
      ': Set "ttl" of `aws_route53_record.a["b"]`, (`10.0.0.1`) and so/on: 1.5 s (50 %), it\'s `` `x` ``! (KB',
    );
  });

  test("puts names side by side into one span of code, and marks alone into one of their own", () => {
    const message = 'Of a.tf b.tf, c$d and e``f, "? is odd.';
    expect(markdownReport(review({ findings: [finding({ message })] }))).toContain(
      ': Of `a.tf b.tf`, `c$d` and ```e``f```, `"?` is odd. (KB',
    );
  });

  test.each(HOSTILE)("shows %j, and nothing comes of it", (text) => {
    expectInert(text);
  });

  test("makes the same elements of whatever texts a plan has", () => {
    // Marks, words and blanks meet more often here than in any text.
    const meaningful = fc.constantFrom(
      ...Array.from("`|\\<>[]()!*_~#@:;$%&-+=.\"'\n\t {}^/1a\u200b\u202e\u00a0"),
      "```",
      "https://",
      "www.",
      "</details>",
      "<!--",
      "-->",
      "| --- |",
      "GH-1",
      "word",
      "1. ",
    );
    const text = fc.oneof(
      fc.array(meaningful, { maxLength: 12 }).map((parts) => parts.join("")),
      anyText,
    );
    fc.assert(fc.property(text, expectInert), { numRuns: 300 });
  });

  test("fits into a comment with 10,000 findings; counts and names those that it cuts", () => {
    const findings = Array.from({ length: 10_000 }, (_, i) =>
      finding({
        rule: `SEMS-LB-${i % 3}`,
        level: i % 2 === 0 ? "error" : "warning",
        address: `aws_route53_record.keys[${i}]`,
        message: `Record ${i} has no SECONDARY.`,
      }),
    );
    const markdown = markdownReport(review({ findings, changes: replacing.changes }));
    expectBalanced(markdown);
    const shown = markdown.match(/^- (❌|⚠️)/gm)?.length ?? 0;
    const [, more, rules] = /^- and ([\d,]+) more findings: (.*)$/m.exec(markdown) ?? [];
    expect(Number(more?.replace(",", ""))).toBe(10_000 - shown);
    const tallied = Array.from(rules?.matchAll(/`SEMS-LB-\d` \((\d+)\)/g) ?? [], ([, number]) =>
      Number(number),
    );
    expect(tallied.reduce((sum, number) => sum + number, 0)).toBe(10_000 - shown);
    // Warnings are cut before errors, and neither at the expense of what changes and which node serves.
    expect(markdown).not.toContain("⚠️");
    expect(markdown).toContain("destroyed `aws_eip.b`");
    expect(markdown).toContain("| nothing | `sems1` |  |");
  });

  test("cuts accepted findings first", () => {
    const each = (length: number, props: Partial<Finding>) =>
      Array.from({ length }, (_, i) =>
        finding({ ...props, message: `Record ${i} has no SECONDARY. ${"-".repeat(99)}` }),
      );
    const accepted = each(1000, { acknowledged: "Known." });
    const open = each(200, {});
    const markdown = markdownReport(review({ findings: [...accepted, ...open] }));
    expectBalanced(markdown);
    expect(markdown.match(/^- ❌/gm)).toHaveLength(200);
    expect(markdown).toMatch(/^- and \d+ more findings: `SEMS-LB-2` \(\d+\)$/m);
  });

  test("cuts details before services, and names the services that it cuts", () => {
    const many = (count: number) =>
      markdownReport(
        review({
          services: Array.from({ length: count }, (_, i) =>
            service(6, { stack: `stack${i}`, assumptions: [ASSUMPTION] }),
          ),
        }),
      );
    const [some, all] = [many(30), many(100)];
    expectBalanced(some);
    expectBalanced(all);
    expect(some.match(/^### /gm)).toHaveLength(30);
    expect(some).toMatch(/^Diagrams and details of \d+ services are left out\.$/m);
    expect(all).toMatch(/^and \d+ more services: `keys\.example\.com` \(\d+\)$/m);
  });

  test("fits into a comment and stays balanced, whatever there is of everything", () => {
    const size = fc.nat({ max: 200 });
    const text = fc.oneof(fc.constant("`".repeat(3000)), fc.constant("a.b ".repeat(600)), fc.constant("x"));
    fc.assert(
      fc.property(
        size,
        size,
        size,
        fc.nat({ max: 60 }),
        text,
        (errors, accepted, disruptive, services, long) => {
          const [one = service(2)] = hostile(long).services;
          const [open = finding(), known = finding()] = hostile(long).findings;
          const markdown = markdownReport(
            review({
              findings: [
                ...Array.from({ length: accepted }, () => known),
                ...Array.from({ length: errors }, () => open),
              ],
              services: Array.from({ length: services }, (_, i) => ({ ...one, clientFqdn: `${i}${long}` })),
              changes: {
                create: 0,
                update: 0,
                replace: 0,
                delete: disruptive,
                import: 0,
                move: 0,
                forget: 0,
                drift: [],
                effect: "outage",
                removed: [],
                disruptive: Array.from({ length: disruptive }, (_, i) =>
                  disruption({ address: long, why: long, acknowledged: i % 2 === 0 ? null : long }),
                ),
              },
            }),
          );
          expectBalanced(markdown);
        },
      ),
      { numRuns: 20 },
    );
  });
});
