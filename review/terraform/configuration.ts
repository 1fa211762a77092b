import { eachOf, elementsOf, Evaluator, textsIn } from "./evaluator";
import {
  type FoundResource,
  entriesOf,
  fieldOf,
  isObject,
  Memo,
  DepthLimit,
  plain,
  Unknown,
  type Step,
  type Value,
  type Values,
} from "./value";
import { Graph } from "./resource-graph";
import { supportedType } from "./supported-types";
import { Scope, type Names } from "./scope";
/**
 * Reads Terraform's JSON configuration, such as a `cdk.tf.json`.
 *
 * @throws TooDeepError
 */
export const fromConfiguration = (json: unknown, name: string): Graph => new Configuration(json).graph(name);

/** One instance of a resource, and the names that hold in it alone. */
interface Instance {
  readonly key?: Step;
  readonly each?: Values;
}

/** Arguments that say how Terraform handles a resource. */
const META = new Set(["//", "count", "for_each", "depends_on", "provider", "provisioner", "connection"]);

class Configuration implements Names {
  private readonly nesting = new DepthLimit();
  private readonly evaluator = new Evaluator(this.nesting);
  private readonly memo = new Memo(this.nesting);
  private readonly scope = new Scope(this);
  private readonly resources = new Map<string, unknown>();
  private readonly locals: ReadonlyMap<string, unknown>;
  private readonly variables: ReadonlyMap<string, unknown>;

  public constructor(private readonly json: unknown) {
    for (const [type, name, body] of labelled(fieldOf(json, "resource")))
      this.resources.set(`${type}.${name}`, body);
    for (const [type, name, body] of labelled(fieldOf(json, "data")))
      this.resources.set(`data.${type}.${name}`, body);
    this.locals = new Map(membersOf(fieldOf(json, "locals")));
    this.variables = new Map(membersOf(fieldOf(json, "variable")));
  }

  public graph(name: string): Graph {
    const outputs = membersOf(fieldOf(this.json, "output")).map(
      ([output, body]) => [output, this.evaluator.evaluate(fieldOf(body, "value"), this.scope)] as const,
    );
    const found = [...this.resources].flatMap(([address, body]) => this.instancesAt(address, body));
    return new Graph(name, found, new Map(outputs));
  }

  public variable(name: string): Value {
    return this.memo.get(`var.${name}`, () => {
      const body = this.variables.get(name);
      const given = fieldOf(Array.isArray(body) ? body[0] : body, "default");
      // A default is no template.
      return plain(given, this.nesting);
    });
  }

  public local(name: string): Value {
    return this.memo.get(`local.${name}`, () => this.evaluator.evaluate(this.locals.get(name), this.scope));
  }

  public output(): Value {
    return undefined;
  }

  public resource(name: string): Value {
    const instances = this.instances(name, this.resources.get(name));
    const [first] = instances;
    if (first === undefined) return [];
    if (first.key === undefined) return new Unknown(name, name);
    const all = instances.flatMap(({ key }) => {
      const address = `${name}[${JSON.stringify(key)}]`;
      return key === undefined ? [] : [[String(key), new Unknown(address, address)] as const];
    });
    return typeof first.key === "number" ? all.map(([, instance]) => instance) : new Map(all);
  }

  private instancesAt(name: string, body: unknown): FoundResource[] {
    const [mode, type] = name.startsWith("data.")
      ? (["data", name.split(".")[1] ?? ""] as const)
      : (["managed", name.split(".")[0] ?? ""] as const);
    const relevant = supportedType(mode, type);
    if (relevant === undefined || !isObject(body)) return [];
    return this.instances(name, body).map(({ key, each }) => {
      const address = key === undefined ? name : `${name}[${JSON.stringify(key)}]`;
      const scope = new Scope(this, key === undefined ? "" : address, boundBy({ key, each }));
      const values = this.evaluator.arguments(
        entriesOf(body).filter(([argument]) => !META.has(argument)),
        scope,
      );
      const found = { address, type: relevant, values, module: "", written: values };
      return key === undefined ? found : { ...found, key: String(key), hints: textsIn(each?.get("value")) };
    });
  }

  /** The instances of a resource; one where the source does not specify how many there are. */
  private instances(name: string, body: unknown): readonly Instance[] {
    const [count, forEach] = [fieldOf(body, "count"), fieldOf(body, "for_each")];
    if (count === undefined && forEach === undefined) return [{}];
    const many = this.memo.get(`instances of ${name}`, () =>
      this.evaluator.evaluate(count ?? forEach, this.scope),
    );
    if (count !== undefined) {
      const number = typeof many === "string" ? Number(many) : many;
      if (typeof number !== "number" || !Number.isInteger(number) || !this.evaluator.spend(number))
        return [{}];
      return Array.from({ length: number }, (_, key) => ({ key }));
    }
    const elements = elementsOf(many);
    if (elements === undefined || !this.evaluator.spend(elements.length)) return [{}];
    return elements.map(([key, value]) => ({ key, each: eachOf(key, value) }));
  }
}

function boundBy({ key, each }: Instance): ReadonlyMap<string, Value> {
  if (each !== undefined) return new Map([["each", each]]);
  return new Map(typeof key === "number" ? [["count", new Map([["index", key]])]] : []);
}

/** The bodies under two labels; JSON may hold each level as a list of objects too. */
function labelled(json: unknown): [string, string, unknown][] {
  return membersOf(json).flatMap(([type, names]) =>
    membersOf(names).flatMap(([name, body]): [string, string, unknown][] => {
      const one: unknown = Array.isArray(body) ? body[0] : body;
      return isObject(one) ? [[type, name, one]] : [];
    }),
  );
}

const membersOf = (json: unknown): [string, unknown][] =>
  Array.isArray(json) ? json.flatMap((member) => entriesOf(member)) : entriesOf(json);
