import { isResolved } from "./tokens";

/**
 * The construct id of a list's member: the first of its names that is known at synthesis, else its place in the list.
 *
 * Ids make resource addresses. A member keeps its resources when others come and go, and where the name is what AWS
 * distinguishes such resources by (an address, a port, an FQDN), no two resource addresses ever claim one object in AWS. A token
 * cannot be an id.
 */
export function constructId(names: readonly (string | undefined)[], kind: string, index: number): string {
  const name = names.find((candidate) => isResolved(candidate)) ?? `${kind}${index + 1}`;
  const id = name.replaceAll("/", "-");
  // Constructs finds children by `id in children`, which every object answers for `constructor` and its like.
  return id in Object.prototype ? `${id}_` : id;
}
