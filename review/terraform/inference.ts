import type { FoundResource } from "./value";

/** Finds which resource an argument names whose expression the source does not specify. */
export class Inference {
  /** By type, by type and module, and by these and the instance key. */
  private readonly choices = new Map<string, FoundResource[]>();

  public constructor(resources: Iterable<FoundResource>) {
    for (const resource of resources) {
      const { type, module, key } = resource;
      for (const name of [nameOf(type), nameOf(type, module)]) this.add(name, resource);
      if (key !== undefined)
        for (const name of [nameOf(type, undefined, key), nameOf(type, module, key)])
          this.add(name, resource);
    }
  }

  /**
   * Terraform leaves `dynamic` blocks and locals out of a plan. What they name is the only resource of its type in the
   * module; else the one with the same instance key; else the one whose instance key is in the element that the
   * namer was made of; else the one whose key is a part of the namer's. None where that leaves a choice.
   */
  public of(by: FoundResource, type: string): FoundResource | undefined {
    const near = this.choices.has(nameOf(type, by.module)) ? by.module : undefined;
    const all = this.choices.get(nameOf(type, near)) ?? [];
    if (all.length <= 1) return all[0];
    const parts = by.key?.split(/[^A-Za-z0-9]+/).filter((part) => /[A-Za-z]/.test(part)) ?? [];
    for (const keys of [this.hasTellingKey(by) ? [by.key] : [], by.hints ?? [], parts]) {
      const keyed = new Set([...keys].flatMap((key) => this.choices.get(nameOf(type, near, key)) ?? []));
      const [only] = keyed;
      if (keyed.size === 1) return only;
    }
    return undefined;
  }

  /** Whether a key tells instances apart: the 0 of `count = create ? 1 : 0` does not. */
  private hasTellingKey(by: FoundResource): by is FoundResource & { readonly key: string } {
    if (by.key !== "0") return by.key !== undefined;
    return this.choices.has(nameOf(by.type, by.module, "1"));
  }

  private add(name: string, resource: FoundResource): void {
    const list = this.choices.get(name);
    if (list === undefined) this.choices.set(name, [resource]);
    else list.push(resource);
  }
}

/** A name that no other type, module and key have; a module's address may hold any sign but a line's end. */
const nameOf = (type: string, module?: string, key?: string): string =>
  [type, module === undefined ? "" : `in ${module}`, key === undefined ? "" : `at ${key}`].join("\n");
