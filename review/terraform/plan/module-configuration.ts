import { fieldOf, listOf, objectOf, textIn } from "../json";

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

  /** What a variable is where nobody sets it. */
  public fallback(name: string): unknown {
    return fieldOf(fieldOf(objectOf(this.json, "variables"), name), "default");
  }
}
