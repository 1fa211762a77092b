import {
  fieldOf,
  isObject,
  listOf,
  textIn,
  type DepthLimit,
  plainValues,
  type Value,
  type Values,
} from "../value";
import { supportedType } from "../supported-types";
import { referenceTo } from "../traversal";
/** What Terraform does to a resource. */
export type Action = "create" | "update" | "replace" | "delete" | "none" | "read" | "forget";

/** What a plan does to one resource. */
export interface ResourceChange {
  readonly address: string;
  /** Where the resource was before it was moved. */
  readonly previousAddress?: string;
  /** As the graph names it (`aws_lb` for `aws_alb` too, `data.…` for a data source); as Terraform does where no rule is about it. */
  readonly type: string;
  readonly mode: "managed" | "data";
  readonly action: Action;
  /** Whether Terraform takes over a resource that exists already. */
  readonly imports?: true;
  /** Whether the resource of now stays in AWS without Terraform managing it: forgotten, with or without a new one. */
  readonly forgets?: true;
  /** Whether what replaces the resource is made before it goes. */
  readonly createsFirst: boolean;
  /** What is there now; empty for what is created, and for types that no rule is about. */
  readonly before: Values;
  /** What will be there; empty for what is deleted, and for types that no rule is about. */
  readonly after: Values;
  /** What forces a replacement, such as `subnet_mapping.0.allocation_id`. */
  readonly replacePaths: readonly string[];
}

/**
 * What a plan does to each resource. Objects that an earlier run left over are not among them: no client depends on them.
 *
 * @throws TooDeepError
 */
export function* changesOf(plan: unknown, nesting: DepthLimit): Generator<ResourceChange> {
  for (const json of listOf(plan, "resource_changes")) {
    const [address, type] = [textIn(json, "address"), textIn(json, "type")];
    if (address === undefined || type === undefined || textIn(json, "deposed") !== undefined) continue;
    const mode = textIn(json, "mode") === "data" ? "data" : "managed";
    const change = fieldOf(json, "change");
    const relevant = supportedType(mode, type);
    const described = relevant !== undefined;
    const previousAddress = textIn(json, "previous_address");
    const actions = listOf(change, "actions");
    yield {
      address,
      ...(previousAddress === undefined ? {} : { previousAddress }),
      ...(isObject(fieldOf(change, "importing")) ? { imports: true } : {}),
      ...(actions.includes("forget") ? { forgets: true } : {}),
      type: relevant ?? (mode === "data" ? `data.${type}` : type),
      mode,
      action: actionOf(actions),
      createsFirst: actions[0] === "create" && actions[1] === "delete",
      before: described ? plainValues(fieldOf(change, "before"), nesting) : NOTHING,
      after: described ? afterOf(address, change, nesting) : NOTHING,
      replacePaths: listOf(change, "replace_paths").map(dotted),
    };
  }
}

const NOTHING: Values = new Map();

function dotted(path: unknown): string {
  const steps: readonly unknown[] = Array.isArray(path) ? path : [path];
  return steps.filter((step) => typeof step === "string" || typeof step === "number").join(".");
}

/** The attributes as they will be; one that is known after apply is a reference to itself. */
function afterOf(address: string, change: unknown, nesting: DepthLimit): Values {
  const after = new Map<string, Value>(plainValues(fieldOf(change, "after"), nesting));
  for (const [name, unknown] of plainValues(fieldOf(change, "after_unknown"), nesting))
    if (unknown === true) after.set(name, referenceTo(address, name));
  return after;
}

function actionOf(actions: readonly unknown[]): Action {
  const has = (action: string): boolean => actions.includes(action);
  // To create and forget destroys nothing: the old one stays in AWS.
  if (has("create")) return has("delete") ? "replace" : "create";
  for (const action of ["delete", "update", "read", "forget"] as const) if (has(action)) return action;
  return "none";
}
