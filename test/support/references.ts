/** Resources of a type, by name. */
export type Resources<T> = Readonly<Record<string, T>>;

/** The name in a reference: X of `${aws_eip.X.public_ip}`. */
export const nameIn = (reference: string): string | undefined =>
  /^\$\{\w+\.([\w-]+)\.\w+\}$/.exec(reference)?.[1];

/** The resource that a reference names. */
export function find<T>(resources: Resources<T> | undefined, reference: string): T {
  const found = resources?.[nameIn(reference) ?? ""];
  if (found === undefined) throw new Error(`Nothing has the address ${reference}`);
  return found;
}

/** The only member of a list. */
export function only<T>(what: string, found: readonly T[]): T {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} of ${what}, not one`);
  return first;
}
