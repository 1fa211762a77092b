import { append } from "../collections";
import {
  type FoundResource,
  isList,
  isValues,
  keyOf,
  Template,
  textOf,
  Unknown,
  type Text,
  type Value,
  type Values,
} from "./value";
import { identitiesOf, ReferenceResolver } from "./reference-resolver";
import { Inference } from "./inference";

/** A group of arguments: a resource's, or those of one nested block. */
export class Block {
  public constructor(
    protected readonly graph: Graph,
    private readonly values: Values,
    /** The resource that the block belongs to. */
    private readonly found: FoundResource,
  ) {}

  /** A text; `Unknown` for what is known after apply, and undefined where there is none. */
  public text(name: string): Text | undefined {
    const text = asText(this.graph.follow(this.values.get(name)));
    // The provider keeps an empty text where nothing was given.
    return text === "" ? undefined : text;
  }

  /** A text that is known now. */
  public known(name: string): string | undefined {
    const text = this.text(name);
    return typeof text === "string" ? text : undefined;
  }

  /** A number, which Terraform may write as a text. */
  public number(name: string): number | undefined {
    const value = this.graph.follow(this.values.get(name));
    if (typeof value === "number") return value;
    return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
  }

  /** A flag, which Terraform may write as a text. */
  public flag(name: string): boolean | undefined {
    const value = this.graph.follow(this.values.get(name));
    if (typeof value === "boolean") return value;
    return value === "true" ? true : value === "false" ? false : undefined;
  }

  /** The texts of a list; an expression that is a whole list comes by itself. */
  public texts(name: string): Text[] {
    const value = this.graph.follow(this.values.get(name));
    return (isList(value) ? value : [value]).flatMap((member) => asText(this.graph.follow(member)) ?? []);
  }

  /** The texts of a map, such as tags. */
  public entries(name: string): Map<string, Text> {
    const value = this.graph.follow(this.values.get(name));
    const entries = isValues(value) ? [...value] : [];
    return new Map(
      entries.flatMap(([key, member]) => {
        const text = asText(this.graph.follow(member));
        return text === undefined ? [] : [[key, text] as const];
      }),
    );
  }

  /** Whether there is a block, or a text that the document does not leave open. */
  public isGiven(name: string): boolean {
    return (
      this.blocks(name).length > 0 || this.texts(name).some((text) => text !== "" && !this.graph.isOpen(text))
    );
  }

  /** Whether a list has members that the document leaves open. */
  public hasOpenMember(name: string): boolean {
    const value = this.graph.follow(this.values.get(name));
    return isList(value) && value.some((member) => member === null || this.graph.isOpen(member));
  }

  /** The keys of a map whose values the document leaves open. */
  public openEntries(name: string): string[] {
    const value = this.graph.follow(this.values.get(name));
    const entries = isValues(value) ? [...value] : [];
    return entries.flatMap(([key, member]) => (member === null || this.graph.isOpen(member) ? [key] : []));
  }

  /** The nested blocks of a name. */
  public blocks(name: string): Block[] {
    const value = this.graph.follow(this.values.get(name));
    return (isList(value) ? value : [value]).flatMap((member) => {
      const values = this.graph.follow(member);
      return isValues(values) ? [new Block(this.graph, values, this.found)] : [];
    });
  }

  /** Whether there is a value, known or not. */
  public has(name: string): boolean {
    const value = this.values.get(name);
    return value !== undefined && value !== null && value !== "";
  }

  /** Whether a value is null: in a state, what AWS did not return. */
  public isNull(name: string): boolean {
    return this.values.get(name) === null;
  }

  /** Whether a value is not known before the apply, and not just left to AWS or the provider, which use a default. */
  public isUnknown(name: string): boolean {
    const value = this.graph.follow(this.values.get(name));
    return value instanceof Unknown && value.address !== this.found.address;
  }

  /** Whether the document leaves a value open: there is none, or an expression that comes to nothing in the document. */
  public isOpen(name: string): boolean {
    const value = this.graph.follow(this.values.get(name));
    return value === undefined || value === null || value === "" || this.graph.isOpen(value);
  }

  /** The resource that an argument names, by reference or by a known id. */
  public link(name: string, type: string): Resource | undefined {
    return this.graph.named(this.values.get(name), type, this.found);
  }

  /** The resource that a text from this block names. */
  public named(text: Text, type: string): Resource | undefined {
    return this.graph.named(text, type, this.found);
  }

  /** The resources that a list names; those that cannot be found are left out. */
  public links(name: string, type: string): Resource[] {
    const value = this.values.get(name);
    const end = isList(value) ? value : this.graph.follow(value);
    // The expression itself names a resource where what it comes to is no list.
    const list = isList(end) ? end : [value];
    return list.flatMap((member) => this.graph.named(member, type, this.found) ?? []);
  }
}

/** A resource with its arguments. */
export class Resource extends Block {
  public readonly address: string;
  public readonly type: string;
  /** Address of the module, empty for the root. */
  public readonly module: string;

  public constructor(
    graph: Graph,
    private readonly source: FoundResource,
  ) {
    super(graph, source.values, source);
    this.address = source.address;
    this.type = source.type;
    this.module = source.module;
  }

  /** The nested blocks of a name as the author wrote them, defaults left out; undefined where the source does not specify. */
  public written(name: string): Block[] | undefined {
    const written = this.source.written;
    // A dynamic block is there as something unknown.
    if (written === undefined || written.get(name) instanceof Unknown) return undefined;
    return new Block(this.graph, written, this.source).blocks(name);
  }
}

/** What a Terraform document describes: resources, and what refers to what. */
export class Graph {
  /** Outputs by name. */
  public readonly outputs: Values;
  /** The resources as a reader has found them. */
  public readonly sources: readonly FoundResource[];
  private readonly byType = new Map<string, Resource[]>();
  private readonly byAddress = new Map<string, Resource>();
  /** Undefined for what two resources go by, such as an address in two networks. */
  private readonly byIdentity = new Map<string, Resource | undefined>();
  private readonly following: ReferenceResolver;
  private readonly inference: Inference;

  public constructor(
    /** What people call it: a stack's name or a file. */
    public readonly name: string,
    resources: Iterable<FoundResource>,
    outputs: Values = new Map(),
  ) {
    this.outputs = outputs;
    const found = new Map<string, FoundResource>();
    for (const source of resources) {
      // Terraform gives an address to one resource; of several in a made-up file, the last counts.
      found.set(source.address, source);
    }
    for (const source of found.values()) {
      const resource = new Resource(this, source);
      append(this.byType, source.type, resource);
      this.byAddress.set(source.address, resource);
    }
    this.sources = [...found.values()];
    this.following = new ReferenceResolver(found);
    this.inference = new Inference(found.values());
    for (const source of found.values()) this.identify(source);
  }

  /** All resources of a type; data sources bear a type such as `data.aws_subnet`. */
  public all(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource at an address. */
  public at(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** What an expression comes to: a known value, or the last expression before it. */
  public follow(value: Value): Value {
    return this.following.end(value);
  }

  /** Whether a value is an expression that comes to nothing in the document: neither to a value nor to a resource's own. */
  public isOpen(value: Value): boolean {
    const end = this.follow(value);
    if (end instanceof Template) return end.parts.some((part) => this.isOpen(part));
    return end instanceof Unknown && (end.address === undefined || this.at(end.address) === undefined);
  }

  /** The resource of a type that a value names. */
  public named(value: Value, type: string, by?: FoundResource): Resource | undefined {
    const end = this.follow(value);
    for (const candidate of [value, end]) {
      if (!(candidate instanceof Unknown) || candidate.address === undefined) continue;
      // What AWS will choose for a resource does not name that resource.
      if (candidate.address === by?.address) return undefined;
      const resource = this.at(candidate.address);
      if (resource?.type === type) return resource;
    }
    const text = asText(end);
    if (text === undefined) return undefined;
    const identified = this.byIdentity.get(`${type} ${keyOf(text)}`);
    if (identified !== undefined) return identified;
    if (!(text instanceof Unknown) || text.address !== undefined || by === undefined) return undefined;
    const source = this.inference.of(by, type);
    return source === undefined ? undefined : this.at(source.address);
  }

  private identify(source: FoundResource): void {
    const resource = this.at(source.address);
    for (const identity of identitiesOf(source)) {
      const text = asText(this.follow(identity));
      if (text === undefined || text === "") continue;
      const name = `${source.type} ${keyOf(text)}`;
      const other = this.byIdentity.get(name);
      this.byIdentity.set(name, this.byIdentity.has(name) && other !== resource ? undefined : resource);
    }
  }
}

function asText(value: Value): Text | undefined {
  return typeof value === "boolean" ? undefined : textOf(value);
}
