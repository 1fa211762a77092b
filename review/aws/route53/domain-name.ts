import { keyOf, Unknown, type Text } from "../../terraform/value";

/** A domain name as Route 53 compares it: lower case, without the last dot, with escapes read. */
export function nameKey(name: Text): string {
  if (name instanceof Unknown) return keyOf(name);
  return name
    .replace(/\\([0-3][0-7]{2})/g, (_escape, digits: string) => String.fromCharCode(parseInt(digits, 8)))
    .replace(/\.$/, "")
    .toLowerCase();
}

/** The key of a record's name, which the provider completes with that of its zone. */
export function nameInZone(name: Text, zoneName: Text | undefined): string {
  const own = nameKey(name);
  if (name instanceof Unknown || zoneName === undefined || zoneName instanceof Unknown) return own;
  const zone = nameKey(zoneName);
  if (own === "" || own === "@") return zone;
  return own === zone || own.endsWith(`.${zone}`) ? own : `${own}.${zone}`;
}

/** The names above one, nearest first: `b.c` and `c` of `a.b.c`. */
export function namesAbove(name: string): string[] {
  const labels = name.split(".");
  // DNS allows no more labels, whatever a document writes.
  return labels.slice(1, MOST_LABELS).map((_label, i) => labels.slice(i + 1).join("."));
}

const MOST_LABELS = 128;
