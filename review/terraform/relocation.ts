import { REMOTE_STATE, type DocumentLinks } from "./document-links";
import type { Graph } from "./resource-graph";
import {
  isList,
  isValues,
  Template,
  Unknown,
  type FoundResource,
  type Step,
  type Value,
  type Values,
} from "./value";

/** Outputs of states that refer to each other more often than this refer to themselves. */
const MOST_HOPS = 20;

/** Moves what a document holds to where it is in a joined one: addresses get a prefix, and references to others point there. */
export class Relocation {
  public constructor(
    private readonly document: number,
    private readonly prefixOf: (document: number) => string,
    private readonly links: DocumentLinks,
    private readonly graphAt: (document: number) => Graph | undefined,
    private readonly hops = 0,
  ) {}

  public resource(found: FoundResource): FoundResource {
    const prefix = this.prefixOf(this.document);
    return {
      ...found,
      address: prefix + found.address,
      module: prefix + found.module,
      values: this.values(found.values),
      ...(found.written === undefined ? {} : { written: this.values(found.written) }),
    };
  }

  public value(value: Value): Value {
    if (value instanceof Unknown) return this.unknown(value);
    if (isList(value)) return value.map((member) => this.value(member));
    return isValues(value) ? this.values(value) : value;
  }

  private values(values: Values): Values {
    return new Map(Array.from(values, ([name, value]) => [name, this.value(value)] as const));
  }

  private unknown(unknown: Unknown): Value {
    const prefix = this.prefixOf(this.document);
    const { expression, address, attribute, path } = unknown;
    if (unknown instanceof Template)
      return new Template(
        prefix + expression,
        unknown.parts.map((part) => this.value(part)),
      );
    if (address === undefined) return new Unknown(prefix + expression);
    const output = this.remoteOutput(unknown);
    if (output !== undefined) return output;
    const same = this.links.sameAs(this.document, address);
    if (same === undefined) return new Unknown(prefix + expression, prefix + address, attribute, path);
    const target = this.prefixOf(same.document) + same.address;
    const rest = expression.startsWith(address) ? expression.slice(address.length) : `.${attribute ?? ""}`;
    return new Unknown(target + rest, target, attribute, path);
  }

  /** What another document's output comes to, for a reference to that document's state. */
  private remoteOutput({ address = "", attribute, path }: Unknown): Value {
    if (!REMOTE_STATE.test(address) || attribute !== "outputs" || this.hops >= MOST_HOPS) return undefined;
    const [name, ...rest] = path;
    const owner = typeof name === "string" ? this.links.ownerOf(this.document, address, name) : undefined;
    if (owner === undefined || typeof name !== "string") return undefined;
    const there = new Relocation(owner, this.prefixOf, this.links, this.graphAt, this.hops + 1);
    return memberAt(there.value(this.graphAt(owner)?.outputs.get(name)), rest);
  }
}

/** A part of a value. */
function memberAt(value: Value, [step, ...rest]: readonly Step[]): Value {
  if (step === undefined) return value;
  if (isList(value)) return memberAt(value[Number(step)], rest);
  if (isValues(value)) return memberAt(value.get(String(step)), rest);
  if (!(value instanceof Unknown) || value.address === undefined) return undefined;
  const path = [...value.path, step, ...rest];
  return new Unknown([value.expression, step, ...rest].join("."), value.address, value.attribute, path);
}
