import type { Block } from "../terraform/resource-graph";

const HIGHEST = 65_535;

/** A TCP port of an argument; undefined where it is not known, and where it is a number that no port has. */
export function portIn(block: Block | undefined, name = "port"): number | undefined {
  const port = block?.number(name);
  return port !== undefined && Number.isInteger(port) && port >= 1 && port <= HIGHEST ? port : undefined;
}
