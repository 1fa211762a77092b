import ipaddr from "ipaddr.js";

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
