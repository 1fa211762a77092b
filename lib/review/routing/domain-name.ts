import { keyOf, Unknown, type Text } from "../graph/value";

/** A domain name as Route 53 compares it: lower case, without the last dot, with escapes read. */
export function nameKey(name: Text): string {
  if (name instanceof Unknown) return keyOf(name);
  return name
    .replace(/\\(\d{3})/g, (_escape, digits: string) => String.fromCharCode(parseInt(digits, 8)))
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
