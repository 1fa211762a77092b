import ipaddr from "ipaddr.js";
import { keyOf, Unknown, type Text } from "../../terraform/value";

/** Networks whose addresses the internet does not route. */
const PRIVATE: readonly string[] = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "::1/128",
  "fc00::/7",
  "fe80::/10",
];

const PRIVATE_RANGES: readonly string[] = [
  "private",
  "carrierGradeNat",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "unspecified",
];

/** Whether the internet does not route an address, so that Route 53's checkers cannot connect to it. */
export function isPrivateAddress(address: Text): boolean {
  if (address instanceof Unknown) return address.attribute?.startsWith("private_") === true;
  return ipaddr.isValid(address) && PRIVATE_RANGES.includes(ipaddr.parse(address).range());
}

/** Whether a network holds another. */
export function holdsNetwork(outer: Text, inner: Text): boolean {
  if (keyOf(outer) === keyOf(inner)) return true;
  if (typeof outer !== "string" || typeof inner !== "string") return false;
  if (!ipaddr.isValidCIDR(outer) || !ipaddr.isValidCIDR(inner)) return false;
  const [network, bits] = ipaddr.parseCIDR(outer);
  const [address, innerBits] = ipaddr.parseCIDR(inner);
  return network.kind() === address.kind() && bits <= innerBits && address.match(network, bits);
}

/** Whether two networks or addresses have an address in common, or may have one: what is not known may be any. */
export function overlap(a: Text, b: Text): boolean {
  const [one, other] = [networkOf(a), networkOf(b)];
  return one === undefined || other === undefined || holdsNetwork(one, other) || holdsNetwork(other, one);
}

/** A network in CIDR notation; undefined for what is not known, and for what is none. */
function networkOf(text: Text): string | undefined {
  if (typeof text !== "string") return undefined;
  if (ipaddr.isValidCIDR(text)) return text;
  if (!ipaddr.isValid(text)) return undefined;
  return `${text}/${ipaddr.parse(text).kind() === "ipv4" ? 32 : 128}`;
}

/** An address family, and the length of the prefix of the widest network in it that one organisation may have. */
const FAMILIES = [
  { kind: "ipv4", length: 32, widest: 8 },
  { kind: "ipv6", length: 128, widest: 32 },
] as const;

/**
 * Those of some networks that open what they let in to the world: wider than any organisation's, alone (`0.0.0.0/0`) or
 * together (`0.0.0.0/1` and `128.0.0.0/1`). What is known after apply covers nothing.
 */
export function publicCidrs(networks: readonly Text[]): string[] {
  return FAMILIES.flatMap(({ kind, length, widest }) => {
    const own = [...new Set(networks)].filter(
      (network): network is string => typeof network === "string" && isPublic(network, kind),
    );
    const alone = own.filter((network) => bitsOf(network) < widest);
    if (alone.length > 0) return alone;
    const outermost = own.filter(
      (network, i) =>
        !own.some(
          (other, j) => j !== i && holdsNetwork(other, network) && !(holdsNetwork(network, other) && j > i),
        ),
    );
    const size = outermost.reduce((sum, network) => sum + 2n ** BigInt(length - bitsOf(network)), 0n);
    return size > 2n ** BigInt(length - widest) ? own : [];
  });
}

const isPublic = (network: string, kind: string): boolean =>
  ipaddr.isValidCIDR(network) &&
  ipaddr.parseCIDR(network)[0].kind() === kind &&
  !PRIVATE.some((outer) => holdsNetwork(outer, network));

const bitsOf = (network: string): number => ipaddr.parseCIDR(network)[1];

/** Networks with a name each; finds the names of those that hold an address, without looking at every network. */
export class Networks {
  /** Names by family and bits, then by the network's first bits. */
  private readonly byLength = new Map<
    string,
    { readonly bits: number; readonly names: Map<string, Set<string>> }
  >();

  /** Adds a network in CIDR notation; what is none is left out. */
  public add(cidr: string, name: string): void {
    if (!ipaddr.isValidCIDR(cidr)) return;
    const [network, bits] = ipaddr.parseCIDR(cidr);
    const length = `${network.kind()} ${bits}`;
    const { names } = this.byLength.get(length) ?? { names: new Map<string, Set<string>>() };
    const key = firstBits(network.toByteArray(), bits);
    names.set(key, (names.get(key) ?? new Set()).add(name));
    this.byLength.set(length, { bits, names });
  }

  /** The names of all networks that hold an address. */
  public holding(address: string): Set<string> {
    const found = new Set<string>();
    if (!ipaddr.isValid(address)) return found;
    const parsed = ipaddr.parse(address);
    const bytes = parsed.toByteArray();
    for (const [length, { bits, names }] of this.byLength) {
      if (!length.startsWith(parsed.kind())) continue;
      for (const name of names.get(firstBits(bytes, bits)) ?? []) found.add(name);
    }
    return found;
  }
}

function firstBits(bytes: readonly number[], bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const rest = bits % 8 === 0 ? [] : [(bytes[bits >> 3] ?? 0) >> (8 - (bits % 8))];
  return [...whole, ...rest].join(".");
}
