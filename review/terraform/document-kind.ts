import { SAVED_PLAN } from "./parse-failure";
import { fieldOf, isObject, type JsonObject } from "./value";

/** What Terraform JSON describes. */
export type DocumentKind = "configuration" | "plan" | "state";

/** What all refusals tell people to give instead. */
const EXPECTED = "expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";

/** Fields that a plan alone has. */
const OF_PLAN = ["planned_values", "resource_changes", "configuration", "prior_state"];

/** What a configuration may hold; Terraform refuses any other. */
const OF_CONFIGURATION = new Set([
  "terraform",
  "provider",
  "variable",
  "locals",
  "output",
  "resource",
  "data",
  "module",
  "ephemeral",
  "moved",
  "import",
  "removed",
  "check",
  // Terraform 1.14
  "action",
  "list",
  // OpenTofu
  "language",
]);

/** Which kind of Terraform JSON this is, or what to say of anything else. */
export function kindOf(json: unknown): { readonly kind: DocumentKind } | { readonly refusal: string } {
  if (!isObject(json)) return { refusal: `JSON, but no object; ${EXPECTED}` };
  const names = Object.keys(json);
  if (names.length === 0) return { refusal: `an empty JSON object; ${EXPECTED}` };
  if (Object.hasOwn(json, "format_version")) return shown(json, names);
  if (typeof fieldOf(json, "version") === "number" && Object.hasOwn(json, "resources"))
    return { refusal: "a raw state file; give what `terraform show -json` prints of it instead" };
  if (Object.hasOwn(json, "@level"))
    return { refusal: `the log of one event that \`terraform plan -json\` prints; ${SAVED_PLAN}` };
  if (Object.hasOwn(json, "plan_format_version") && Object.hasOwn(json, "resource_changes"))
    return {
      refusal:
        "the redacted plan of HCP Terraform, which leaves out what the review reads; give its unredacted JSON output, or what `terraform show -json PLANFILE` prints",
    };
  const sections = names.filter((name) => OF_CONFIGURATION.has(name));
  const others = names.filter((name) => !OF_CONFIGURATION.has(name) && name !== "//");
  const isSection = (name: string): boolean => isObject(json[name]) || Array.isArray(json[name]);
  if (others.length > 0 || !sections.some(isSection))
    return { refusal: `JSON, but not Terraform's; ${EXPECTED}` };
  return { kind: "configuration" };
}

/** What `terraform show -json` prints, or another command that gives its version too. */
function shown(json: JsonObject, names: readonly string[]): ReturnType<typeof kindOf> {
  const version = json["format_version"];
  if (typeof version !== "string" || !/^[01]\.\d+$/.test(version))
    return { refusal: `a format_version other than 1, which is all that this reads; ${EXPECTED}` };
  if (OF_PLAN.some((name) => isObject(json[name]) || Array.isArray(json[name]))) return { kind: "plan" };
  // Of an empty state, Terraform prints the version alone; of a plan that failed early, its flags.
  if (names.includes("errored") || names.includes("complete")) return { kind: "plan" };
  // What other versions add beside the values is read past.
  const values = fieldOf(json, "values");
  if (isObject(values)) return { kind: "state" };
  const known = ["format_version", "terraform_version", "values", "checks"];
  if (names.every((name) => known.includes(name)) && values === undefined) return { kind: "state" };
  return { refusal: `neither a plan nor a state of Terraform; ${EXPECTED}` };
}
