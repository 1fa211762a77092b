import { entriesOf, fieldOf, isObject, textIn } from "./value";

/** How a private key ends its first line, in PEM and in OpenPGP. */
const KEY_MARKS = ["PRIVATE KEY-----", "PRIVATE KEY BLOCK-----"] as const;

/** Whether a text holds a private key, in any format that is text. */
export const mentionsPrivateKey = (text: string): boolean => KEY_MARKS.some((mark) => text.includes(mark));

/**
 * The addresses of all that holds, or will hold, a private key in Terraform JSON of any kind: resources of any type,
 * variables, locals, providers and modules. Outputs are left out, which the graph holds. The keys are not handed on.
 */
export function privateKeysIn(json: unknown): string[] {
  const found = new Set<string>();
  // A list instead of calls within calls: how deep a file nests is its author's choice.
  const left = [...plannedPlaces(json), ...writtenPlaces(json)];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const { value, holder } = place;
    if (typeof value === "string" && mentionsPrivateKey(value)) found.add(holder);
    if (typeof value !== "object" || value === null) continue;
    const inner = isObject(value) ? (textIn(value, "address") ?? holder) : holder;
    for (const member of Object.values(value)) left.push({ value: member, holder: inner });
  }
  return [...found].sort();
}

interface Place {
  readonly value: unknown;
  /** Address of what the value belongs to. */
  readonly holder: string;
}

/** Of a plan or a state: what will be, or is, and the variables that it was made with. */
const plannedPlaces = (json: unknown): Place[] => [
  { value: fieldOf(fieldOf(json, "planned_values"), "root_module"), holder: "planned_values" },
  { value: fieldOf(fieldOf(json, "values"), "root_module"), holder: "values" },
  ...entriesOf(fieldOf(json, "variables")).map(([name, value]) => ({ value, holder: `var.${name}` })),
];

/** Sections of a configuration, and how the addresses of their members begin. */
const SECTIONS = [
  ["locals", "local."],
  ["variable", "var."],
  ["provider", "provider."],
  ["module", "module."],
] as const;

const writtenPlaces = (json: unknown): Place[] => [
  ...SECTIONS.flatMap(([section, prefix]) =>
    entriesOf(fieldOf(json, section)).map(([name, value]) => ({ value, holder: `${prefix}${name}` })),
  ),
  ...[
    ["resource", ""],
    ["data", "data."],
  ].flatMap(([section = "", prefix = ""]) =>
    entriesOf(fieldOf(json, section)).flatMap(([type, members]) =>
      entriesOf(members).map(([name, value]) => ({ value, holder: `${prefix}${type}.${name}` })),
    ),
  ),
];
