import type { FoundResource } from "./found-resource";

/**
 * Which resource an argument names whose expression the source does not tell (Terraform leaves `dynamic` blocks and
 * locals out of a plan): the only one of its type in the module; else the one with the same instance key; else the one
 * whose instance key stands in the element that the namer was made of. None where that leaves a choice.
 */
export function inferred(by: FoundResource, candidates: readonly FoundResource[]): FoundResource | undefined {
  const near = candidates.filter(({ module }) => module === by.module);
  const choices = near.length > 0 ? near : candidates;
  if (choices.length === 1) return choices[0];
  const sameKey = choices.filter(({ key }) => key !== undefined && key === by.key);
  if (sameKey.length === 1) return sameKey[0];
  const hinted = choices.filter(({ key }) => key !== undefined && by.hints?.has(key) === true);
  return hinted.length === 1 ? hinted[0] : undefined;
}
