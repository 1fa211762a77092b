import ipaddr from "ipaddr.js";
import type { Text } from "../../terraform/value";
import { holdsNetwork } from "./security-groups";

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

/** An address family, and the length of the prefix of the widest network in it that one organisation may have. */
const FAMILIES = [
  { kind: "ipv4", length: 32, widest: 8 },
  { kind: "ipv6", length: 128, widest: 32 },
] as const;

/**
 * Those of some networks that open what they let in to the world: wider than any organisation's, alone (`0.0.0.0/0`) or
 * together (`0.0.0.0/1` and `128.0.0.0/1`). What is known after apply is nobody's.
 */
export function worldIn(networks: readonly Text[]): string[] {
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
