import { z } from "zod";

const Blocks = z.record(z.string(), z.record(z.string(), z.looseObject({})));
const Document = z.looseObject({ resource: Blocks.default({}), data: Blocks.default({}) });
const Lifecycle = z.looseObject({ create_before_destroy: z.boolean().default(false) });

type Block = Readonly<Record<string, unknown>>;

/** Resources and data sources of a synthesized document by address. */
export function blocksOf(json: unknown): Map<string, Block> {
  const { resource, data } = Document.parse(json);
  const list = (blocks: typeof resource, prefix: string) =>
    Object.entries(blocks).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
    );
  return new Map([...list(resource, ""), ...list(data, "data.")]);
}

/** Addresses of the resources and data sources to which a block refers, in values, depends_on and replace_triggered_by. */
export function referencesOf({ "//": _metadata, ...written }: Block): string[] {
  return JSON.stringify(written).match(/\b(?:(?:data\.)?aws_\w+|terraform_data)\.[\w-]+/g) ?? [];
}

/**
 * The resources that Terraform replaces create-before-destroy, with their blocks: those that
 * say so, and everything that such a resource refers to, directly or through others.
 */
export function createdBeforeDestroyed(blocks: ReadonlyMap<string, Block>): Map<string, Block> {
  const found = new Map<string, Block>();
  const visit = (address: string): void => {
    const block = blocks.get(address);
    if (block === undefined || found.has(address)) return;
    found.set(address, block);
    referencesOf(block).forEach(visit);
  };
  for (const [address, { lifecycle }] of blocks) {
    const { success, data } = Lifecycle.safeParse(lifecycle);
    if (success && data.create_before_destroy) visit(address);
  }
  return found;
}
