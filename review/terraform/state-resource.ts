import { fieldOf, listOf, textIn, type Step } from "./value";
import { supportedType } from "./supported-types";

/** A resource as Terraform lists it in a state, or among what it plans. */
export interface StateResource {
  readonly address: string;
  /** As the graph names it, see `supportedType`. */
  readonly type: string;
  /** `TYPE.NAME` or `data.TYPE.NAME`. */
  readonly name: string;
  /** Address of the module, empty for the root. */
  readonly module: string;
  readonly key?: Step;
  readonly values: unknown;
}

/** The resources of a module and of all modules below it that a rule may be about. */
export function* listedResources(root: unknown): Generator<StateResource> {
  const modules = [root];
  for (let module = modules.pop(); module !== undefined; module = modules.pop()) {
    const address = textIn(module, "address") ?? "";
    for (const resource of listOf(module, "resources")) {
      const listed = listedResource(resource, address);
      if (listed !== undefined) yield listed;
    }
    for (const child of listOf(module, "child_modules")) modules.push(child);
  }
}

function listedResource(json: unknown, module: string): StateResource | undefined {
  const [address, type, name] = [textIn(json, "address"), textIn(json, "type"), textIn(json, "name")];
  if (address === undefined || type === undefined || name === undefined) return undefined;
  const mode = textIn(json, "mode") === "data" ? "data" : "managed";
  const relevant = supportedType(mode, type);
  if (relevant === undefined) return undefined;
  return {
    address,
    type: relevant,
    name: `${mode === "data" ? "data." : ""}${type}.${name}`,
    module,
    values: fieldOf(json, "values"),
    ...indexIn(json),
  };
}

/** The resources that a plan leaves in AWS without managing them any longer. */
export const forgottenIn = (plan: unknown): StateResource[] =>
  listOf(plan, "resource_changes").flatMap((json) => {
    const change = fieldOf(json, "change");
    const actions = listOf(change, "actions");
    if (actions.length !== 1 || actions[0] !== "forget" || textIn(json, "deposed") !== undefined) return [];
    const resource = listedResource(json, moduleIn(json));
    return resource === undefined ? [] : [{ ...resource, values: fieldOf(change, "before") }];
  });

/** The instance key that Terraform lists of `count` or `for_each`, where there is one. */
function indexIn(json: unknown): { readonly key?: Step } {
  const index = fieldOf(json, "index");
  return typeof index === "string" || typeof index === "number" ? { key: index } : {};
}

/** The instance key of a changed resource, as a text. */
export function keyIn(json: unknown): { readonly key?: string } {
  const { key } = indexIn(json);
  return key === undefined ? {} : { key: String(key) };
}

/** Address of the module of a changed resource, empty for the root. */
export const moduleIn = (json: unknown): string => textIn(json, "module_address") ?? "";
