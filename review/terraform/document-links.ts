import type { Graph } from "./resource-graph";
import { identitiesOf } from "./reference-resolver";
import { isList, isValues, Template, Unknown, type FoundResource, type Value } from "./value";

/** The address of a data source that reads another state's outputs. */
export const REMOTE_STATE = /(?:^|\.)data\.terraform_remote_state\./;

/** A resource of one of several documents. */
export interface Place {
  readonly document: number;
  readonly address: string;
}

/** What AWS names one resource by, worldwide or in an account: no name that people choose, and no private address. */
const WORLDWIDE =
  /^arn:|^[a-z]+-[0-9a-f]{8,17}$|^Z[A-Z0-9]{8,}$|\.amazonaws\.com\.?$|^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^(?:app|net)\/[^/]+\/[0-9a-f]{16}$/;

/** Types that people look up by a name that they chose. */
const NAMED = new Set(["aws_lb", "aws_lb_target_group", "aws_route53_zone"]);

/** Which documents refer to each other, and by what. */
export class DocumentLinks {
  /** Data sources that are a resource of another document, by their own document and address. */
  private readonly same = new Map<string, Place>();
  /** What each document is connected to. */
  private readonly connected: Set<number>[];

  public constructor(private readonly graphs: readonly Graph[]) {
    this.connected = graphs.map(() => new Set<number>());
    this.linkSameResources();
    this.linkValues();
  }

  /** The resource of another document that a data source reads. */
  public sameAs(document: number, address: string): Place | undefined {
    return this.same.get(`${document} ${address}`);
  }

  /** The only other document that has an output, or of several that one whose name the reference bears. */
  public ownerOf(document: number, reference: string, output: string): number | undefined {
    const owners = this.graphs.flatMap((graph, i) =>
      i !== document && graph.outputs.has(output) ? [i] : [],
    );
    const [only, another] = owners;
    if (another === undefined) return only;
    const bearing = owners.filter((i) => {
      const name = (this.graphs[i]?.name ?? "").replace(/^.*[/\\]|\.[^/\\]*$/g, "");
      return name !== "" && reference.toLowerCase().endsWith(name.toLowerCase());
    });
    return bearing.length === 1 ? bearing[0] : undefined;
  }

  /** The documents in groups whose members are connected, in their order. */
  public groups(): number[][] {
    const left = new Set(this.graphs.keys());
    return [...this.graphs.keys()].flatMap((start) => {
      if (!left.has(start)) return [];
      const group = new Set([start]);
      for (const member of group) for (const other of this.connected[member] ?? []) group.add(other);
      for (const member of group) left.delete(member);
      return [[...group].sort((a, b) => a - b)];
    });
  }

  private connect(a: number, b: number): void {
    if (a === b) return;
    this.connected[a]?.add(b);
    this.connected[b]?.add(a);
  }

  /** Managed resources come first: what a document manages, another one reads. */
  private linkSameResources(): void {
    const known = new Map<string, Place | undefined>();
    const ofMode = (isData: boolean) =>
      this.graphs.flatMap((graph, document) =>
        graph.sources
          .filter(({ type }) => type.startsWith("data.") === isData)
          .map((source) => ({ source, document, keys: keysOf(graph, source) })),
      );
    for (const { source, document, keys } of ofMode(false)) {
      for (const key of keys)
        known.set(key, known.has(key) ? undefined : { document, address: source.address });
    }
    for (const { source, document, keys } of ofMode(true)) {
      const found = keys.flatMap((key) => known.get(key) ?? []).find((place) => place.document !== document);
      if (found !== undefined) {
        this.same.set(`${document} ${source.address}`, found);
        this.connectManaged(document, found);
        continue;
      }
      for (const key of keys) if (!known.has(key)) known.set(key, { document, address: source.address });
    }
  }

  /** Two documents that merely read the same zone or subnet have nothing to do with each other. */
  private connectManaged(document: number, { document: other, address }: Place): void {
    const isData = this.graphs[other]?.at(address)?.type.startsWith("data.") === true;
    if (!isData) this.connect(document, other);
  }

  private linkValues(): void {
    const owners = new Map<string, Set<number>>();
    for (const [document, graph] of this.graphs.entries()) {
      for (const source of graph.sources) {
        if (source.type.startsWith("data.")) continue;
        for (const identity of identitiesOf(source)) {
          const text = graph.follow(identity);
          if (typeof text !== "string" || !isWorldwide(source, text)) continue;
          owners.set(text, (owners.get(text) ?? new Set()).add(document));
        }
      }
    }
    for (const [document, graph] of this.graphs.entries()) {
      const seen = [...graph.sources].map(({ values }): Value => values);
      for (const value of [...seen, graph.outputs]) {
        for (const text of textsIn(value)) {
          if (text instanceof Unknown) this.linkOutput(document, text);
          else for (const owner of owners.get(text) ?? []) this.connect(document, owner);
        }
      }
    }
  }

  private linkOutput(document: number, { address = "", attribute, path: [output] }: Unknown): void {
    if (!REMOTE_STATE.test(address) || attribute !== "outputs" || typeof output !== "string") return;
    const owner = this.ownerOf(document, address, output);
    if (owner !== undefined) this.connect(document, owner);
  }
}

const isWorldwide = ({ type }: FoundResource, text: string): boolean =>
  WORLDWIDE.test(text) || (type === "aws_eip" && /^\d+(?:\.\d+){3}$/.test(text));

/** By what other documents may know a resource: its type, and what AWS or people name it by. */
function keysOf(graph: Graph, source: FoundResource): string[] {
  const type = source.type.replace(/^data\./, "");
  const identities = identitiesOf(source).map((identity) => graph.follow(identity));
  const keys = identities.flatMap((text) =>
    typeof text === "string" && isWorldwide(source, text) ? [`${type} ${text}`] : [],
  );
  const name = NAMED.has(type) ? graph.follow(source.values.get("name")) : undefined;
  if (typeof name !== "string" || name === "") return keys;
  // A public and a private zone may have one name.
  const isPrivate = graph.follow(source.values.get("private_zone")) === true || hasVpc(source);
  return [
    ...keys,
    `${type} named ${name.replace(/\.$/, "")}${type === "aws_route53_zone" && isPrivate ? " privately" : ""}`,
  ];
}

function hasVpc({ values }: FoundResource): boolean {
  const vpc = values.get("vpc");
  return isList(vpc) ? vpc.length > 0 : isValues(vpc);
}

/** All texts in a value, those that are not known yet among them; without calls in calls, however deep it is. */
function* textsIn(value: Value): Generator<string | Unknown> {
  const left: Value[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (typeof next === "string") yield next;
    else if (next instanceof Template) left.push(...next.parts);
    else if (next instanceof Unknown) yield next;
    else if (isList(next)) left.push(...next);
    else if (isValues(next)) left.push(...next.values());
  }
}
