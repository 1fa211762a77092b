import { z } from "zod";

const Blocks = z.record(z.string(), z.record(z.string(), z.looseObject({})));
const Document = z.looseObject({ resource: Blocks.default({}), data: Blocks.default({}) });
const Lifecycle = z.looseObject({ create_before_destroy: z.boolean().default(false) });

/** Resources and data sources by address. */
function blocksOf(json: unknown): Map<string, Readonly<Record<string, unknown>>> {
  const { resource, data } = Document.parse(json);
  const list = (blocks: typeof resource, prefix: string) =>
    Object.entries(blocks).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
    );
  return new Map([...list(resource, ""), ...list(data, "data.")]);
}

/**
 * The resources of a synthesized document that Terraform replaces create-before-destroy, with their blocks: those that
 * say so, and everything that such a resource refers to, directly or through others.
 */
export function createdBeforeDestroyed(json: unknown): Map<string, Readonly<Record<string, unknown>>> {
  const blocks = blocksOf(json);
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const visit = (address: string): void => {
    const block = blocks.get(address);
    if (block === undefined || found.has(address)) return;
    found.set(address, block);
    const { "//": _metadata, ...content } = block;
    const text = JSON.stringify(content);
    for (const [, reference = ""] of text.matchAll(/\b((?:data\.)?aws_\w+\.[\w-]+)/g)) visit(reference);
  };
  for (const [address, { lifecycle }] of blocks) {
    const { success, data } = Lifecycle.safeParse(lifecycle);
    if (success && data.create_before_destroy) visit(address);
  }
  return found;
}
