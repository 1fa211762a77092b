import { fieldOf, isObject, type JsonObject } from "./json";

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
  const sections = names.filter((name) => OF_CONFIGURATION.has(name));
  const others = names.filter((name) => !OF_CONFIGURATION.has(name) && name !== "//");
  const isSection = (name: string): boolean => isObject(json[name]) || Array.isArray(json[name]);
  if (others.length > 0 || !sections.some(isSection))
    return { refusal: `JSON, but not Terraform's; ${EXPECTED}` };
  return { kind: "configuration" };
}

/** How to get a plan that can be read. */
export const SAVED_PLAN =
  "run `terraform plan -out=PLANFILE`, then `terraform show -json PLANFILE`, and give what that prints";

/** What `terraform show -json` prints, or another command that gives its version too. */
function shown(json: JsonObject, names: readonly string[]): ReturnType<typeof kindOf> {
  const version = json["format_version"];
  if (typeof version !== "string" || !/^[01]\.\d+$/.test(version))
    return { refusal: `a format_version other than 1, which is all that this reads; ${EXPECTED}` };
  if (OF_PLAN.some((name) => isObject(json[name]) || Array.isArray(json[name]))) return { kind: "plan" };
  // Of an empty state, Terraform prints the version alone; of a plan that failed early, its flags.
  if (names.includes("errored") || names.includes("complete")) return { kind: "plan" };
  const known = ["format_version", "terraform_version", "values", "checks"];
  const values = fieldOf(json, "values");
  if (names.every((name) => known.includes(name)) && (values === undefined || isObject(values)))
    return { kind: "state" };
  return { refusal: `neither a plan nor a state of Terraform; ${EXPECTED}` };
}
