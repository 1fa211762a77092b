import { supportedType } from "../supported-types";
import { keyIn, moduleIn } from "../state-resource";
import {
  DepthLimit,
  fieldOf,
  isList,
  isValues,
  listOf,
  plainValues,
  textIn,
  type FoundResource,
  type Value,
  type Values,
} from "../value";

/** A resource that was changed outside Terraform since the last apply. */
export interface Drift {
  readonly address: string;
  /** The resource as the last apply left it. */
  readonly before: FoundResource;
  /** The resource as it is now; undefined where it was deleted. */
  readonly after: FoundResource | undefined;
  /** The attributes that differ; none of what was deleted. */
  readonly attributes: readonly string[];
}

/**
 * What a plan found changed outside Terraform, of the types that a rule is about. What only the provider writes
 * differently, such as null for an empty list, is not among it.
 *
 * @throws TooDeepError
 */
export function driftOf(plan: unknown): Drift[] {
  const nesting = new DepthLimit();
  return listOf(plan, "resource_drift").flatMap((json): Drift[] => {
    const [address, type] = [textIn(json, "address"), textIn(json, "type")];
    if (address === undefined || type === undefined || textIn(json, "mode") === "data") return [];
    const supported = supportedType("managed", type);
    if (supported === undefined || textIn(json, "deposed") !== undefined) return [];
    const change = fieldOf(json, "change");
    const found = (values: Values): FoundResource => ({
      address,
      type: supported,
      module: moduleIn(json),
      ...keyIn(json),
      values,
    });
    const before = plainValues(fieldOf(change, "before"), nesting);
    if (listOf(change, "actions").includes("delete"))
      return [{ address, before: found(before), after: undefined, attributes: [] }];
    const after = plainValues(fieldOf(change, "after"), nesting);
    const attributes = [...after.keys()].filter((name) => isChanged(name, before.get(name), after.get(name)));
    return attributes.length === 0
      ? []
      : [{ address, before: found(before), after: found(after), attributes }];
  });
}

/** Attributes that the provider fills in once resources of their own have added to them, or that repeat others. */
const FILLED_IN = new Set(["load_balancer_arns", "ingress", "egress"]);
const REPEATED = new Set(["tags_all"]);

function isChanged(name: string, before: Value, after: Value): boolean {
  if (REPEATED.has(name) || (FILLED_IN.has(name) && isEmpty(before))) return false;
  return (
    !(isEmpty(before) && isEmpty(after)) &&
    JSON.stringify(comparable(before)) !== JSON.stringify(comparable(after))
  );
}

const isEmpty = (value: Value): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (isList(value) && value.length === 0) ||
  (isValues(value) && value.size === 0);

/** A value in a form that JSON can write. */
function comparable(value: Value): unknown {
  if (isList(value)) return value.map(comparable);
  if (!isValues(value)) return value;
  return [...value]
    .filter(([, member]) => !isEmpty(member))
    .map(([name, member]) => [name, comparable(member)]);
}

/**
 * Values of what was changed outside Terraform and what the plan does not change back, by address: of a resource that was
 * deleted, none.
 */
export function keptDrift(plan: unknown): ReadonlyMap<string, { readonly values: unknown }> {
  const changing = new Set(
    listOf(plan, "resource_changes").flatMap((json) =>
      listOf(fieldOf(json, "change"), "actions").includes("no-op") ? [] : (textIn(json, "address") ?? []),
    ),
  );
  return new Map(
    listOf(plan, "resource_drift").flatMap((json) => {
      const [address, change] = [textIn(json, "address"), fieldOf(json, "change")];
      if (address === undefined || textIn(json, "deposed") !== undefined || changing.has(address)) return [];
      const isDeleted = listOf(change, "actions").includes("delete");
      return [[address, { values: isDeleted ? undefined : fieldOf(change, "after") }] as const];
    }),
  );
}

/** Resources with what was changed outside Terraform as it was, or as it is. */
export function* withDrift(
  resources: Iterable<FoundResource>,
  drift: readonly Drift[],
  side: "before" | "after",
): Generator<FoundResource> {
  const drifted = new Map(drift.map((one) => [one.address, one] as const));
  for (const resource of resources) {
    const one = drifted.get(resource.address);
    if (one === undefined) yield resource;
    else if (one[side] !== undefined) yield one[side];
    drifted.delete(resource.address);
  }
  for (const one of drifted.values()) if (one[side] !== undefined) yield one[side];
}
