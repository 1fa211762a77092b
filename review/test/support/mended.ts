import type { Document } from "./document";
import { handWritten, handWrittenNodes, tagged } from "./hand-written";
import { internal } from "./hand-written-internal";

const nodes = handWrittenNodes(3);

/** Three nodes behind public addresses, without tags. */
export const plain: Document = handWritten();

/** The same behind private addresses. */
export const inside: Document = internal(plain, nodes);

/** The same with tags and outputs that say what is meant. */
export const declared: Document = tagged(plain, "ordered-list", nodes);

/** Stacks without a mistake. */
export const MENDED: Readonly<Record<string, Document>> = {
  "of three nodes": plain,
  "of two nodes": handWritten(2),
  "for clients inside": inside,
  "that declares what is meant": declared,
};
