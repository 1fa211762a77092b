import { rewriteSpecifiers } from "./rewrite-specifiers";

/** A fenced block of code: the language and the code. */
const FENCE = /^```([a-z]*)\n([\s\S]*?)^```$/gm;

/** A span of code within a sentence. */
const CODE_SPAN = /(?<!`)`[^`\n]+`(?!`)/g;

/**
 * A document of the first line for the second: the code in it names the second line's packages and commands. What the
 * sentences say of CDKTF stays.
 */
export function rewriteDocument(text: string): string {
  const withoutFences = (prose: string): string => prose.replace(CODE_SPAN, rewriteNames);
  let rewritten = "";
  let end = 0;
  for (const match of text.matchAll(FENCE)) {
    const [fence, language = "", code = ""] = match;
    const second = language === "ts" ? rewriteSpecifiers("sample.ts", code) : rewriteNames(code);
    rewritten += `${withoutFences(text.slice(end, match.index))}\`\`\`${language}\n${second}\`\`\``;
    end = match.index + fence.length;
  }
  return rewritten + withoutFences(text.slice(end));
}

/**
 * The README of the second line: its own head, then the first line's from the section on the config file on. What comes
 * before is about the first line and its repository.
 */
export function rewriteReadme(text: string, head: string): string {
  const start = text.indexOf(FIRST_SHARED_SECTION);
  if (start < 0) throw new Error(`README.md has no section "${FIRST_SHARED_SECTION}"`);
  return `${head}\n${rewriteDocument(text.slice(start))}`;
}

const FIRST_SHARED_SECTION = "## Deploy your cluster from a config file";

/** Names of packages and commands; not `cdktf.json` and `cdktf.out`, which are the same in both lines. */
function rewriteNames(code: string): string {
  return code.replace(/(?<![\w./-])(@?)cdktf(?=-sems\b|-cli\b|\/provider-aws\b|[^\w.-]|$)/g, "$1cdktn");
}
