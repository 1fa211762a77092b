import { Evaluator } from "../evaluator";
import {
  type FoundResource,
  entriesOf,
  fieldOf,
  listOf,
  textIn,
  Memo,
  DepthLimit,
  plain,
  plainValues,
  AmbiguousReference,
  Unknown,
  type Step,
  type Value,
} from "../value";
import { Graph } from "../resource-graph";
import { forgottenIn, listedResources, type StateResource } from "../state-resource";
import { ModuleConfiguration, PlanModule, type PlanContext } from "./module";
import type { PlannedInstance } from "./blocks";
import { keptDrift } from "./drift";
import { PlanReading } from "./unknown-values";
import { supportedType } from "../supported-types";
/**
 * Reads what `terraform show -json` prints of a plan: the resources as they will be.
 *
 * @throws TooDeepError
 */
export const fromPlan = (json: unknown, name: string): Graph => new Plan(json).graph(name);

/** More resources of a type in one module than people keep apart. */
const MOST_COMPARED = 500;

interface Instance {
  readonly key?: Step;
  readonly address: string;
}

class Plan implements PlanContext {
  public readonly nesting = new DepthLimit();
  public readonly evaluator = new Evaluator(this.nesting);
  public readonly memo = new Memo(this.nesting);
  public readonly variables: unknown;
  private readonly listed = new Map<string, StateResource>();
  private readonly byName = new Map<string, Instance[]>();
  /** Names of a type's resources in a module. */
  private readonly namesOf = new Map<string, string[]>();
  private readonly groups = new Map<string, readonly (readonly PlannedInstance[])[]>();
  /** What is unknown of each resource. */
  private readonly unknown = new Map<string, unknown>();
  private readonly modules = new Map<string, PlanModule>();
  private readonly root: PlanModule;

  public constructor(private readonly json: unknown) {
    this.variables = fieldOf(json, "variables");
    const configuration = fieldOf(fieldOf(json, "configuration"), "root_module");
    this.root = new PlanModule(this, "", new ModuleConfiguration(configuration));
    const planned = fieldOf(fieldOf(json, "planned_values"), "root_module");
    const drifted = keptDrift(json);
    for (const resource of listedResources(planned)) {
      const now = drifted.get(resource.address);
      if (now === undefined) this.add(resource);
      else if (now.values !== undefined) this.add({ ...resource, values: now.values });
    }
    // What Terraform forgets stays in AWS, and goes on as it is.
    for (const resource of forgottenIn(json)) if (!this.listed.has(resource.address)) this.add(resource);
    // Data sources that were read while planning are only in the state.
    const prior = fieldOf(fieldOf(fieldOf(json, "prior_state"), "values"), "root_module");
    for (const resource of listedResources(prior))
      if (resource.type.startsWith("data.") && !this.listed.has(resource.address)) this.add(resource);
    for (const change of listOf(json, "resource_changes")) {
      const [address, type] = [textIn(change, "address"), textIn(change, "type")];
      const mode = textIn(change, "mode") === "data" ? "data" : "managed";
      if (address === undefined || type === undefined || supportedType(mode, type) === undefined) continue;
      if (textIn(change, "deposed") !== undefined) continue;
      this.unknown.set(address, fieldOf(fieldOf(change, "change"), "after_unknown"));
    }
  }

  public graph(name: string): Graph {
    const found = [...this.listed.values()].map((resource) => this.found(resource));
    const outputs = entriesOf(fieldOf(fieldOf(this.json, "planned_values"), "outputs")).map(
      ([output, body]) => [output, this.outputOf(output, body)] as const,
    );
    return new Graph(name, found, new Map(outputs));
  }

  public instances(module: string, name: string): readonly Instance[] {
    return this.byName.get(`${module}\n${name}`) ?? [];
  }

  public moduleAt(address: string): PlanModule | undefined {
    if (address === "") return this.root;
    const known = this.modules.get(address);
    if (known !== undefined) return known;
    let module = this.root;
    for (const { at, name, key } of callsIn(address) ?? []) {
      const next = this.modules.get(at) ?? this.called(module, at, name, key);
      this.modules.set(at, next);
      module = next;
    }
    return module === this.root ? undefined : module;
  }

  /** The type of what is planned at an address. */
  public typeAt(address: string): string | undefined {
    return this.listed.get(address)?.type;
  }

  /** Whether an attribute is known while planning. */
  public knows(address: string, attribute: string): boolean {
    const value = fieldOf(this.listed.get(address)?.values, attribute);
    return value !== undefined && value !== null;
  }

  /** The resources of a type in a module, each with its instances; none where they are too many to compare. */
  public instancesOf(module: string, type: string): readonly (readonly PlannedInstance[])[] {
    const place = `${module}\n${type}`;
    const known = this.groups.get(place);
    if (known !== undefined) return known;
    const named = (this.namesOf.get(place) ?? []).map((name) => ({
      name,
      all: this.instances(module, name),
    }));
    const number = named.reduce((sum, { all }) => sum + all.length, 0);
    const groups = (number > MOST_COMPARED ? [] : named).map(({ name, all }) =>
      all.map((instance) => ({ ...instance, hints: this.hintsOf(module, name, instance) })),
    );
    this.groups.set(place, groups);
    return groups;
  }

  private hintsOf(place: string, name: string, { key, address }: Instance): ReadonlySet<string> {
    const module = this.moduleAt(place);
    return module?.instanceScope(module.configuration.resource(name), key, address).hints ?? new Set();
  }

  private called(caller: PlanModule, address: string, name: string, key: Step | undefined): PlanModule {
    const calling = key === undefined ? { module: caller, name } : { module: caller, name, key };
    return new PlanModule(this, address, caller.configuration.module(name), calling);
  }

  private add(resource: StateResource): void {
    this.listed.set(resource.address, resource);
    const name = `${resource.module}\n${resource.name}`;
    const instances = this.byName.get(name);
    if (instances !== undefined) {
      instances.push(resource);
      return;
    }
    this.byName.set(name, [resource]);
    const type = `${resource.module}\n${resource.type}`;
    const names = this.namesOf.get(type);
    if (names === undefined) this.namesOf.set(type, [resource.name]);
    else names.push(resource.name);
  }

  private found({ address, type, name, module: place, key, values }: StateResource): FoundResource {
    const module = this.moduleAt(place);
    const written = module?.configuration.resource(name);
    const { scope, hints } = (module ?? this.root).instanceScope(written, key, address);
    const instance = key === undefined ? {} : { key: String(key) };
    const reading = new PlanReading(
      {
        address,
        module: place,
        ...instance,
        hints,
        planned: plainValues(values, this.nesting),
        unknown: plainValues(this.unknown.get(address), this.nesting),
        expressions: fieldOf(written, "expressions"),
        configured: (expression) => module?.configured(expression, scope),
        variable: (variable) => module?.variable(variable),
      },
      this,
      this.nesting,
    );
    return { address, type, module: place, ...instance, hints, ...reading.read() };
  }

  private outputOf(name: string, body: unknown): Value {
    const value = fieldOf(body, "value");
    if (value !== undefined) return plain(value, this.nesting);
    const { scope } = this.root.instanceScope(undefined, undefined, "");
    const configured = this.root.configured(this.root.configuration.output(name), scope);
    if (!(configured instanceof AmbiguousReference)) return configured;
    const [only, another] = configured.candidates;
    return only instanceof Unknown && another === undefined ? only : new Unknown(configured.expression);
  }
}

const CALL = /module\.([^.[\]]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(?:\.|$)/y;
/** Deeper than anybody nests modules. */
const MOST_CALLS = 100;

/** The calls down to a module, outermost first; undefined for what is no module's address. */
function callsIn(address: string): { at: string; name: string; key: Step | undefined }[] | undefined {
  const calls: { at: string; name: string; key: Step | undefined }[] = [];
  CALL.lastIndex = 0;
  while (CALL.lastIndex < address.length) {
    const from = CALL.lastIndex;
    const [text, name, index] = CALL.exec(address) ?? [];
    if (text === undefined || name === undefined || calls.length >= MOST_CALLS) return undefined;
    const at = address.slice(0, from + text.length).replace(/\.$/, "");
    calls.push({ at, name, key: index === undefined ? undefined : keyIn(index) });
  }
  return calls;
}

function keyIn(index: string): Step {
  try {
    const key: unknown = JSON.parse(index);
    return typeof key === "number" ? key : String(key);
  } catch {
    return index.slice(1, -1);
  }
}
