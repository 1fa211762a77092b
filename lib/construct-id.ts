import { isKnown } from "./known";

/**
 * The construct id of a list's member: its own name where that is known at synthesis, else its place in the list.
 * Ids make resource addresses, so a member keeps its resources when others come and go; a token cannot be an id.
 */
export function constructId(name: string | undefined, kind: string, index: number): string {
  return isKnown(name) ? name : `${kind}${index + 1}`;
}
