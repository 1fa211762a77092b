import { isObject } from "./value";

/** How to get a plan that can be read. */
export const SAVED_PLAN =
  "run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE`, and give what that prints";

/** Says what a text is that is no JSON. */
export function parseFailure(text: string): string {
  const start = text.trimStart();
  if (start === "") return "empty; expected Terraform JSON";
  const end = start.indexOf("\n");
  const line = start.slice(0, end === -1 ? undefined : Math.min(end, LONGEST_LINE));
  if (isLogLine(line)) return `the log that \`terraform plan -json\` prints; ${SAVED_PLAN}`;
  for (const { pattern, refusal } of OTHER_TEXTS) if (pattern.test(line)) return refusal;
  if (!/^[[{]/.test(start) && /\n[ \t]*\{/.test(start.slice(0, LONGEST_LINE)))
    return `JSON after another line, "${line.slice(0, 80)}"; expected the JSON alone: write what wraps Terraform elsewhere`;
  return /^[[{]/.test(start)
    ? "JSON that is cut off or broken; expected all that `terraform show -json` prints"
    : "not JSON; expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";
}

/** Texts that people give by mistake, by their first line. */
const OTHER_TEXTS: readonly { readonly pattern: RegExp; readonly refusal: string }[] = [
  {
    pattern: /^\[command\]/,
    refusal:
      "JSON between the lines of a wrapper (setup-terraform's begins with [command]); set terraform_wrapper to false",
  },
  {
    pattern:
      /^(?:Terraform|OpenTofu) (?:used|will perform|has compared|planned)|^No changes\.|^\S+: Refreshing state\.\.\./,
    refusal: "the plan as people read it; give what `terraform show -json PLANFILE` prints",
  },
  {
    pattern:
      /^(?:terraform|locals|(?:resource|data|provider|variable|module|output|check|action)\b[^={]*"[^"]*")\s*(?:"[^"]*"\s*)?\{/,
    refusal:
      "Terraform's own language (HCL); run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE`, and give what that prints",
  },
];

const LONGEST_LINE = 100_000;

function isLogLine(line: string): boolean {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) && Object.hasOwn(event, "@level");
  } catch {
    return false;
  }
}
