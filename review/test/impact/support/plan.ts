import type { Acknowledgements } from "../../../acknowledgements";
import { changesOf, planDiffOf } from "../../../impact/index";
import { changesOf as resourceChangesOf } from "../../../terraform/plan/changes";
import { fromPlan } from "../../../terraform/plan/plan";
import { fromState } from "../../../terraform/state";
import { DepthLimit } from "../../../terraform/value";
import type { Changes } from "../../../report-model";
import { reviewedIn } from "../../../facts/reviewed";
import type { Body, Document } from "../../support/document";

/** How Terraform gets from one document to the other, where the documents do not tell. */
export interface Steps {
  /** What forces a replacement, by address. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** What is replaced by something that is made first. */
  readonly createdFirst?: readonly string[];
  /** Old addresses by new ones. */
  readonly moved?: Readonly<Record<string, string>>;
  /** What is removed from the state alone. */
  readonly forgotten?: readonly string[];
}

/** What a plan from one document to another does, and what people notice. */
export function changesBetween(
  before: Document,
  after: Document,
  steps: Steps = {},
  accepted: Acknowledgements = new Map(),
): Changes {
  const plan = planBetween(before, after, steps);
  const graph = fromPlan(plan, "plan");
  const changes = [...resourceChangesOf(plan, new DepthLimit())];
  const diff = planDiffOf(changes, fromState(plan.prior_state, "plan"), reviewedIn(graph));
  return { ...changesOf(changes, diff, accepted), removed: [] };
}

/** `terraform show -json` of a plan from one document to another. */
export function planBetween(before: Document, after: Document, steps: Steps = {}) {
  const { replaced = {}, createdFirst = [], moved = {}, forgotten = [] } = steps;
  const now = stateOf(before, () => 1);
  const then = stateOf(after, (address) => (address in replaced ? 2 : 1));
  const old = new Map(Object.entries(moved));
  const gone = [...now.keys()].filter(
    (address) => !then.has(address) && ![...old.values()].includes(address),
  );
  const kept = [...then].map(([address, values]) => {
    const previous = old.get(address);
    const found = now.get(previous ?? address);
    const path = replaced[address];
    const actions =
      found === undefined
        ? ["create"]
        : path !== undefined
          ? createdFirst.includes(address)
            ? ["create", "delete"]
            : ["delete", "create"]
          : JSON.stringify(found) === JSON.stringify(values)
            ? ["no-op"]
            : ["update"];
    return {
      ...partsOf(address),
      ...(previous === undefined ? {} : { previous_address: previous }),
      change: {
        actions,
        before: found ?? null,
        after: values,
        after_unknown: {},
        ...(path === undefined ? {} : { replace_paths: [path.split(".")] }),
      },
    };
  });
  const ended = gone.map((address) => ({
    ...partsOf(address),
    change: {
      actions: [forgotten.includes(address) ? "forget" : "delete"],
      before: now.get(address),
      after: null,
      after_unknown: {},
    },
  }));
  return {
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: valuesOf(then, after),
    resource_changes: [...kept, ...ended],
    prior_state: { format_version: "1.0", values: valuesOf(now, before, dependenciesIn(before)) },
    configuration: {
      root_module: {
        // What resources refer to, without the expressions: every value is known.
        resources: [...dependenciesIn(after)].map(([address, depends_on]) => ({
          ...partsOf(address),
          depends_on,
        })),
      },
    },
  };
}

function partsOf(address: string) {
  const [type = "", name = ""] = address.split(".");
  return { address, mode: "managed", type, name };
}

/** What each resource depends on, directly or through others, as Terraform records it in a state. */
function dependenciesIn({ resource }: Document): Map<string, string[]> {
  const direct = new Map(
    Object.entries(resource).flatMap(([type, ofType]) =>
      Object.entries(ofType).map(([name, body]): [string, string[]] => {
        const text = JSON.stringify(body);
        const references = Array.from(text.matchAll(/\$\{(\w+\.\w+)/g), ([, address = ""]) => address);
        return [`${type}.${name}`, [...references, ...listOf(body["depends_on"]).map(String)]];
      }),
    ),
  );
  return new Map(
    Array.from(direct, ([address, own]) => {
      const found = new Set(own);
      for (const one of found) for (const other of direct.get(one) ?? []) found.add(other);
      found.delete(address);
      return [address, [...found].sort()] as const;
    }),
  );
}

function valuesOf(
  resources: ReadonlyMap<string, Body>,
  { output = {} }: Document,
  dependencies: ReadonlyMap<string, readonly string[]> = new Map(),
) {
  const outputs = Object.entries(output).map(([name, { value }]) => [
    name,
    { value: resolved(value, resources) },
  ]);
  return {
    outputs: Object.fromEntries(outputs) as unknown,
    root_module: {
      resources: [...resources].map(([address, values]) => ({
        ...partsOf(address),
        values,
        depends_on: dependencies.get(address) ?? [],
      })),
    },
  };
}

/** What AWS chooses for each resource, as far as others refer to it. */
const CHOSEN: Readonly<Record<string, readonly string[]>> = {
  aws_lb: ["arn", "arn_suffix", "dns_name", "zone_id"],
  aws_lb_target_group: ["arn", "arn_suffix"],
  aws_lb_listener: ["arn"],
  aws_eip: ["allocation_id", "public_ip"],
  aws_route53_zone: ["zone_id"],
  aws_acm_certificate: ["arn"],
  aws_acmpca_certificate_authority: ["arn"],
};

/** The document as a state: what AWS chooses is made up of the resource's address and how often it was made. */
function stateOf(document: Document, generationOf: (address: string) => number): Map<string, Body> {
  const bodies = Object.entries(document.resource).flatMap(([type, ofType]) =>
    Object.entries(ofType).map(([name, body]): [string, Body] => {
      const address = `${type}.${name}`;
      const attributes = ["id", ...(CHOSEN[type] ?? [])];
      const chosen = attributes.map(
        (attribute) => [attribute, chosenFor(address, attribute, generationOf(address))] as const,
      );
      return [address, { ...Object.fromEntries(chosen), ...body }];
    }),
  );
  const raw = new Map(bodies);
  return new Map(
    bodies.map(
      ([address, { depends_on: _order, ...body }]) => [address, resolved(body, raw) as Body] as const,
    ),
  );
}

function chosenFor(address: string, attribute: string, generation: number): string {
  if (attribute !== "public_ip") return `${address}/${attribute}/${generation}`;
  const last = Buffer.from(address).reduce((sum, sign) => sum + sign, generation * 100) % 250;
  return `198.51.100.${last}`;
}

/** A value with its references followed. */
function resolved(value: unknown, resources: ReadonlyMap<string, Body>): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{(\w+\.\w+)\.(\w+)\}/g, (_reference, address: string, attribute: string) => {
      const body = resources.get(address);
      const given =
        body?.[attribute] ?? (attribute === "private_ip" ? listOf(body?.["private_ips"])[0] : undefined);
      return typeof given === "string" ? String(resolved(given, resources)) : `${address}/${attribute}`;
    });
  }
  if (Array.isArray(value)) return value.map((member: unknown) => resolved(member, resources));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member, resources)]));
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
