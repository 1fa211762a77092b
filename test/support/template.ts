import { Testing, type TerraformStack } from "cdktf";

/** A resource, data source or output as it was synthesized. */
export type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** What a stack synthesizes to, validations included. */
export class Template {
  /** The whole document, for what the questions below do not reach. */
  public readonly json: Readonly<Record<string, unknown>>;

  private readonly document: {
    readonly resource?: Blocks;
    readonly data?: Blocks;
    readonly output?: Record<string, Block>;
  };

  public constructor(stack: TerraformStack) {
    const json = JSON.parse(Testing.synth(stack, true));
    this.document = json;
    this.json = json;
  }

  /** All resources of a type, by the readable part of their names: `Keys_Tier1_Primary`, without the hash. */
  public resources(type: string): Record<string, Block> {
    return withoutHashes(this.document.resource?.[type]);
  }

  /** All data sources of a type, by the readable part of their names. */
  public dataSources(type: string): Record<string, Block> {
    return withoutHashes(this.document.data?.[type]);
  }

  /** The resources of a type, without their names. */
  public all(type: string): Block[] {
    return Object.values(this.resources(type));
  }

  /** The only resource of a type; fails where there are more or none. */
  public only(type: string): Block {
    const found = this.all(type);
    const [first] = found;
    if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
    return first;
  }

  /** The value of an output. */
  public output(name: string): unknown {
    return this.document.output?.[name]?.["value"];
  }

  /** Addresses of all resources and data sources, sorted. */
  public addresses(): string[] {
    const { resource = {}, data = {} } = this.document;
    const list = (blocks: Blocks, prefix: string) =>
      Object.entries(blocks).flatMap(([type, byName]) =>
        Object.keys(byName).map((name) => `${prefix}${type}.${name}`),
      );
    return [...list(resource, ""), ...list(data, "data.")].sort();
  }
}

function withoutHashes(blocks: Readonly<Record<string, Block>> = {}): Record<string, Block> {
  return Object.fromEntries(
    Object.entries(blocks).map(([name, block]) => [
      name.replace(/_[0-9A-F]{8}$/, ""),
      withoutMetadata(block),
    ]),
  );
}

const withoutMetadata = ({ "//": metadata, ...block }: Block): Block => block;
