import { fieldOf, listOf, textIn, type Step } from "./value";
import { supportedType } from "./reference-schema";

/** A resource as Terraform lists it in a state, or among what it plans. */
export interface StateResource {
  readonly address: string;
  /** As the graph names it, see `relevantType`. */
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
  const index = fieldOf(json, "index");
  const listed = {
    address,
    type: relevant,
    name: `${mode === "data" ? "data." : ""}${type}.${name}`,
    module,
    values: fieldOf(json, "values"),
  };
  return typeof index === "string" || typeof index === "number" ? { ...listed, key: index } : listed;
}
