import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Block, Graph } from "../../terraform/resource-graph";
import { readDocuments, type ReadDocument } from "../../terraform/document";

/** The file of a fixture. */
export const fixtureFile = (name: string): string => join(__dirname, "fixtures", name);

/** What a fixture holds. */
export const fixtureJson = (name: string): unknown => JSON.parse(readFileSync(fixtureFile(name), "utf8"));

/** A fixture as it is read. */
export function readFixture(name: string): ReadDocument {
  const [document] = readDocuments(fixtureFile(name));
  if (document === undefined) throw new Error(`nothing in ${name}`);
  return document;
}

/** The resource at an address; throws where there is none. */
export function at(graph: Graph, address: string): NonNullable<ReturnType<Graph["at"]>> {
  const resource = graph.at(address);
  if (resource === undefined) throw new Error(`no ${address} in the graph`);
  return resource;
}

/** Addresses of what the blocks of a name link to. */
export const linksOf = (block: Block, name: string, argument: string, type: string): (string | undefined)[] =>
  block.blocks(name).map((inner) => inner.link(argument, type)?.address);
