import { append } from "../../collections";
import { entriesOf, fieldOf, isObject, listOf, textIn } from "../value";

/** What resources depend on, directly or through others; addresses are without instance keys. */
export interface Dependencies {
  /** Of a resource that is deployed, as Terraform recorded them at the last apply. */
  readonly deployed: (address: string) => ReadonlySet<string>;
  /** Of a resource as the plan's configuration writes it. */
  readonly planned: (address: string) => ReadonlySet<string>;
}

/** An address without its instance keys: `module.a.aws_lb.b` of `module.a["x"].aws_lb.b[0]`. */
export const withoutKeys = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");

/** The dependencies in a plan. Local values are not in a plan: what refers to others through them alone is not found. */
export function dependenciesOf(plan: unknown): Dependencies {
  const deployed = new Map<string, Set<string>>();
  const prior = fieldOf(fieldOf(fieldOf(plan, "prior_state"), "values"), "root_module");
  const modules = [prior];
  for (const module of modules) {
    for (const resource of listOf(module, "resources")) {
      const address = withoutKeys(textIn(resource, "address") ?? "");
      const own = deployed.get(address) ?? new Set();
      deployed.set(address, own);
      for (const other of listOf(resource, "depends_on"))
        if (typeof other === "string" && other !== address) own.add(other);
    }
    modules.push(...listOf(module, "child_modules"));
  }
  let configuration: Configuration | undefined;
  return {
    deployed: (address) => deployed.get(address) ?? NONE,
    planned: (address) =>
      (configuration ??= new Configuration(fieldOf(fieldOf(plan, "configuration"), "root_module"))).behind(
        address,
      ),
  };
}

const NONE: ReadonlySet<string> = new Set();

/** The references of a configuration: resources, variables and outputs, each with what it refers to. */
class Configuration {
  private readonly references = new Map<string, string[]>();
  private readonly resources = new Set<string>();
  private readonly known = new Map<string, ReadonlySet<string>>();

  public constructor(root: unknown) {
    const pending: { module: unknown; path: string }[] = [{ module: root, path: "" }];
    for (const { module, path } of pending) {
      const everything = `${path}*`;
      for (const resource of listOf(module, "resources")) {
        const address = path + (textIn(resource, "address") ?? "");
        this.resources.add(address);
        append(this.references, everything, address);
        this.add(address, path, referencesIn(resource));
        // What a module waits for, all in it waits for.
        if (path !== "") append(this.references, address, `${path}call`);
      }
      for (const [name, output] of entriesOf(fieldOf(module, "outputs"))) {
        append(this.references, everything, `${path}output.${name}`);
        this.add(`${path}output.${name}`, path, referencesIn(output));
      }
      for (const [name, call] of entriesOf(fieldOf(module, "module_calls"))) {
        const inner = `${path}module.${name}.`;
        append(this.references, everything, `${inner}*`);
        for (const [variable, value] of entriesOf(fieldOf(call, "expressions")))
          this.add(`${inner}var.${variable}`, path, referencesIn(value));
        for (const argument of ["count_expression", "for_each_expression", "depends_on"])
          this.add(`${inner}call`, path, referencesIn(fieldOf(call, argument)));
        // A module within a module waits for what that one waits for.
        if (path !== "") append(this.references, `${inner}call`, `${path}call`);
        pending.push({ module: fieldOf(call, "module"), path: inner });
      }
    }
  }

  /** The resources behind one, itself left out. */
  public behind(address: string): ReadonlySet<string> {
    const known = this.known.get(address);
    if (known !== undefined) return known;
    const found = new Set([address]);
    for (const next of found) for (const other of this.references.get(next) ?? []) found.add(other);
    found.delete(address);
    const resources = new Set([...found].filter((other) => this.resources.has(other)));
    this.known.set(address, resources);
    return resources;
  }

  private add(from: string, path: string, references: readonly string[]): void {
    for (const reference of references) {
      const to = namedBy(reference);
      if (to !== undefined) append(this.references, from, path + to);
    }
  }
}

/** What a reference names within its module; undefined for what is no resource, variable or output. */
function namedBy(reference: string): string | undefined {
  const [first = "", second, third] = withoutKeys(reference).split(".");
  if (second === undefined || ["each", "count", "path", "self", "terraform", "local"].includes(first))
    return undefined;
  if (first === "module")
    return third === undefined ? `module.${second}.*` : `module.${second}.output.${third}`;
  if (first === "data") return third === undefined ? undefined : `data.${second}.${third}`;
  return `${first}.${second}`;
}

/** The references in an expression, or in all expressions of a resource. */
function referencesIn(json: unknown): string[] {
  const found: string[] = [];
  const pending: unknown[] = [json];
  for (const next of pending) {
    if (typeof next === "string") continue;
    if (Array.isArray(next)) pending.push(...(next as readonly unknown[]));
    else if (isObject(next)) {
      for (const name of ["references", "depends_on"])
        for (const reference of listOf(next, name)) if (typeof reference === "string") found.push(reference);
      pending.push(...Object.values(next));
    }
  }
  // `depends_on` of a module is a list of references itself.
  if (Array.isArray(json))
    for (const one of json as readonly unknown[]) if (typeof one === "string") found.push(one);
  return found;
}
