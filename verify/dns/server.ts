import { isIP, isIPv6 } from "node:net";

/** A DNS server. */
export interface DnsServer {
  /** IPv4 or IPv6. */
  readonly address: string;
  readonly port: number;
  /** Its host name, where it was found by that. */
  readonly name?: string;
}

/** Where DNS servers answer. */
export const DNS_PORT = 53;

/** Reads `ADDRESS`, `ADDRESS:PORT` or `[IPV6]:PORT`; undefined for anything else. */
export function dnsServerOf(text: string): DnsServer | undefined {
  if (isIP(text) !== 0) return { address: text, port: DNS_PORT };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? "";
  const port = Number(digits);
  return isIP(address) !== 0 && port > 0 && port < 65_536 ? { address, port } : undefined;
}

/** How reports name a server: `ns-1.example.net (198.51.100.53)`, and its port where it is another than 53. */
export function serverLabel({ name, address, port }: DnsServer): string {
  const shown = port === DNS_PORT ? address : isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
  return name === undefined ? shown : `${name} (${shown})`;
}
