/** A list with a first member. */
export type NonEmpty<T> = [T, ...T[]];

/** Adds a member to the list of a key. */
export function append<K, T>(lists: Map<K, T[]>, key: K, member: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [member]);
  else list.push(member);
}

/** Members by their key, in the order of the first of each; those without a key are left out. */
export function groupBy<K, T>(
  members: readonly T[],
  keyOfMember: (member: T) => K | undefined,
): Map<K, NonEmpty<T>> {
  const groups = new Map<K, NonEmpty<T>>();
  for (const member of members) {
    const key = keyOfMember(member);
    if (key !== undefined) append(groups, key, member);
  }
  return groups;
}
