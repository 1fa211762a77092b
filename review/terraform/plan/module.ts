import { eachOf, textsIn, type Evaluator } from "../evaluator";
import {
  fieldOf,
  listOf,
  type Memo,
  type DepthLimit,
  plain,
  isList,
  isValues,
  AmbiguousReference,
  Unknown,
  type Step,
  type Value,
  objectOf,
  textIn,
} from "../value";
import { fromReferences } from "./references";
import { Scope, type Names } from "../scope";
import { walk } from "../traversal";

/** What all modules of a plan share. */
export interface PlanContext {
  readonly nesting: DepthLimit;
  readonly evaluator: Evaluator;
  readonly memo: Memo;
  /** Values of the root module's variables. */
  readonly variables: unknown;
  /** The instances of a resource of a module. */
  instances(module: string, name: string): readonly { readonly key?: Step; readonly address: string }[];
  /** A module by its address; undefined where the configuration has none. */
  moduleAt(address: string): PlanModule | undefined;
}

/** How a module came to be. */
export interface Calling {
  readonly module: PlanModule;
  readonly name: string;
  readonly key?: Step;
}

/** The scope of an instance's expressions, and what `for_each` made it of. */
export interface InstanceScope {
  readonly scope: Scope;
  readonly hints: ReadonlySet<string>;
}

/** One instance of a module: what its expressions may name. */
export class PlanModule implements Names {
  private readonly scope: Scope;

  public constructor(
    private readonly context: PlanContext,
    public readonly address: string,
    public readonly configuration: ModuleConfiguration,
    private readonly calling?: Calling,
  ) {
    this.scope = new Scope(this, address);
  }

  public variable(name: string): Value {
    return this.memo(`var.${name}`, () => {
      const { nesting, variables } = this.context;
      if (this.calling === undefined) {
        const given = fieldOf(fieldOf(variables, name), "value");
        return plain(given ?? this.configuration.fallback(name), nesting);
      }
      const { module, name: called, key } = this.calling;
      const call = module.configuration.call(called);
      const expression = fieldOf(fieldOf(call, "expressions"), name);
      if (expression === undefined) return plain(this.configuration.fallback(name), nesting);
      return module.configured(expression, module.instanceScope(call, key, this.address).scope);
    });
  }

  /** A plan tells nothing of locals. */
  public local(): Value {
    return undefined;
  }

  public output(call: string, key: Step | undefined, name: string): Value {
    const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
    const module = this.context.moduleAt(`${this.inside()}module.${call}${index}`);
    return module?.memo(`output.${name}`, () =>
      module.configured(module.configuration.output(name), module.scope),
    );
  }

  public resource(name: string): Value {
    const instances = this.context.instances(this.address, name);
    const [first] = instances;
    const address = this.inside() + name;
    if (first?.key === undefined) return new Unknown(address, address);
    const all = instances.map((one) => [String(one.key), new Unknown(one.address, one.address)] as const);
    if (typeof first.key === "string") return new Map(all);
    const list: Value[] = [];
    // Of a list made by `count` a file may leave out members, and name one of any index.
    for (const [key, instance] of all) if (Number(key) < MOST) list[Number(key)] = instance;
    return Array.from(list);
  }

  /** The scope of the expressions of one instance of a resource or of a module call. */
  public instanceScope(written: unknown, key: Step | undefined, address: string): InstanceScope {
    if (key === undefined) return { scope: this.scope, hints: new Set() };
    if (typeof key === "number") {
      const count = new Map([["count", new Map([["index", key]])]]);
      return { scope: new Scope(this, address, count), hints: this.hints(written, "count_expression", key) };
    }
    const element = this.element(fieldOf(written, "for_each_expression"), key);
    const each = new Map([["each", eachOf(key, element)]]);
    return { scope: new Scope(this, address, each), hints: textsIn(element) };
  }

  /** What an expression of the configuration comes to; `Several` where only its references are known. */
  public configured(expression: unknown, scope: Scope): Value {
    const { nesting, evaluator } = this.context;
    const constant = fieldOf(expression, "constant_value");
    const references = listOf(expression, "references");
    if (constant !== undefined) {
      // The texts of JSON configuration are there as they are written, templates and all.
      return references.length === 0 ? plain(constant, nesting) : evaluator.evaluate(constant, scope);
    }
    return references.length === 0 ? undefined : fromReferences(references, scope, nesting);
  }

  /** What `for_each` made an instance of. */
  private element(expression: unknown, key: Step): Value {
    for (const many of this.sources(expression)) {
      const element = elementAt(many, key);
      if (element !== undefined) return element;
    }
    return undefined;
  }

  private hints(written: unknown, name: string, key: Step): ReadonlySet<string> {
    return textsIn(this.element(fieldOf(written, name), key));
  }

  /** What a `for_each` refers to, each for itself: it often filters a variable. */
  private sources(expression: unknown): Value[] {
    if (fieldOf(expression, "constant_value") !== undefined) return [this.configured(expression, this.scope)];
    const references = listOf(expression, "references").slice(0, MOST_SOURCES);
    return references.map((reference) => this.configured({ references: [reference] }, this.scope));
  }

  private inside(): string {
    return this.address === "" ? "" : `${this.address}.`;
  }

  private memo(name: string, make: () => Value): Value {
    return this.context.memo.get(`${this.address} ${name}`, make);
  }
}

/** More instances than AWS allows of anything we read. */
const MOST = 100_000;
/** More references than a person writes in one expression. */
const MOST_SOURCES = 50;

function elementAt(many: Value, key: Step): Value {
  if (isValues(many)) return many.get(String(key));
  if (isList(many)) return many.includes(key) ? key : many[Number(key)];
  return many instanceof AmbiguousReference ? walk(many, [{ key, bracket: true }]) : undefined;
}

/** A module as a plan's configuration describes it, looked at only where something refers to it. */
export class ModuleConfiguration {
  private resources: ReadonlyMap<string, unknown> | undefined;
  private readonly called = new Map<string, ModuleConfiguration>();

  public constructor(private readonly json: unknown) {}

  /** What is written for a resource, by `TYPE.NAME` or `data.TYPE.NAME`. */
  public resource(name: string): unknown {
    this.resources ??= new Map(
      listOf(this.json, "resources").map((resource) => [textIn(resource, "address") ?? "", resource]),
    );
    return this.resources.get(name);
  }

  /** How a module is called here. */
  public call(name: string): unknown {
    return fieldOf(objectOf(this.json, "module_calls"), name);
  }

  /** The module that a call names. */
  public module(name: string): ModuleConfiguration {
    const known = this.called.get(name);
    if (known !== undefined) return known;
    const module = new ModuleConfiguration(fieldOf(this.call(name), "module"));
    this.called.set(name, module);
    return module;
  }

  /** The expression of an output. */
  public output(name: string): unknown {
    return fieldOf(fieldOf(objectOf(this.json, "outputs"), name), "expression");
  }

  /** What a variable is where it is not set. */
  public fallback(name: string): unknown {
    return fieldOf(fieldOf(objectOf(this.json, "variables"), name), "default");
  }
}
