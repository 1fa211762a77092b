import { domainToASCII } from "node:url";
import ipaddr from "ipaddr.js";
import isFQDN from "validator/lib/isFQDN";
import { duplicate, outOfRange, outsideHostedZone, unknownList, invalidValue } from "./errors";
import type { Range } from "../limits";
import type { Problem } from "./problem";
import { isResolved } from "../tokens";

/** True for a whole number within its range. */
export const isWithin = (value: number, { min, max }: Range): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** Checks a whole number against its range. */
export function checkRange(
  path: string,
  value: number | undefined,
  range: Range,
  unit: string,
  rule?: string,
): Problem[] {
  if (!isResolved(value)) return [];
  return isWithin(value, range) ? [] : [outOfRange(path, value, range, unit, rule)];
}

/** Names, descriptions and alarms that AWS limits to 255 characters must hold an FQDN or two. */
const FQDN_LENGTH = 100;

/** True for an ASCII domain name of two labels or more, without a wildcard or a trailing dot. */
const isAsciiFqdn = (value: string): boolean =>
  isFQDN(value) && /^[\w.-]+$/.test(value) && value.length <= FQDN_LENGTH;

/**
 * Checks a fully qualified domain name: ASCII, two labels or more, no wildcard, no trailing dot. Capitals are taken: names
 * are used in the lower case in which AWS stores them (`canonicalName`).
 */
export function checkFqdn(path: string, value: string | undefined): Problem[] {
  if (!isResolved(value) || isAsciiFqdn(value)) return [];
  // The form that AWS stores: without the root's dot, an internationalized name in Punycode.
  const stored = domainToASCII(value.replace(/\.$/, ""));
  const hint = isAsciiFqdn(stored) ? `; here ${stored}` : "";
  const allowed = `a fully qualified domain name such as keys.example.com, without a wildcard or a trailing dot, ${FQDN_LENGTH} characters at most${hint}`;
  return [invalidValue(path, value, allowed)];
}

/** Checks a short name: letters, digits and hyphens, a letter first. */
export function checkLabel(path: string, value: string | undefined): Problem[] {
  if (!isResolved(value) || (/^[a-z]([a-z0-9-]*[a-z0-9])?$/i.test(value) && value.length <= 63)) return [];
  return [invalidValue(path, value, "letters, digits and hyphens, a letter first, 63 at most")];
}

/** Checks that a hosted zone can hold a name. */
export function checkInZone(path: string, name: string | undefined, zone: string | undefined): Problem[] {
  if (!isResolved(name) || !isResolved(zone)) return [];
  const [inner, outer] = [name.toLowerCase(), zone.toLowerCase().replace(/\.$/, "")];
  return inner === outer || inner.endsWith(`.${outer}`) ? [] : [outsideHostedZone(path, name, zone)];
}

/** Checks that the id of an AWS object begins as AWS's ids of this kind do. */
export function checkAwsId(path: string, value: string | undefined, prefix: string): Problem[] {
  if (!isResolved(value) || (value.startsWith(prefix) && /^[a-z0-9]+$/i.test(value.slice(prefix.length))))
    return [];
  return [invalidValue(path, value, `an id that begins with ${prefix}`)];
}

/** True for an IPv4 address in four decimal parts. */
export function isIpv4(value: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(value);
}

/** Checks an IPv4 address. */
export function checkIpv4(path: string, value: string | undefined): Problem[] {
  if (!isResolved(value) || isIpv4(value)) return [];
  return [invalidValue(path, value, "an IPv4 address such as 10.0.1.10")];
}

/** Ranges of addresses that no host has, in the words of ipaddr.js. */
const HOSTLESS: readonly string[] = ["unspecified", "broadcast", "multicast", "linkLocal", "loopback"];

/** Checks the IPv4 address of a host: not loopback, link-local, multicast or the like. */
export function checkHostAddress(path: string, value: string | undefined): Problem[] {
  if (!isResolved(value) || !isIpv4(value)) return checkIpv4(path, value);
  return HOSTLESS.includes(ipaddr.IPv4.parse(value).range())
    ? [invalidValue(path, value, "the address of a host, such as 10.0.1.10")]
    : [];
}

/** True for an address that is not publicly routable: RFC 1918 or 100.64.0.0/10. */
export function isPrivateAddress(value: string): boolean {
  const range = ipaddr.IPv4.parse(value).range();
  return range === "private" || range === "carrierGradeNat";
}

/** Checks an IPv4 network in CIDR notation whose host bits are zero. */
export function checkCidr(path: string, value: string | undefined): Problem[] {
  if (!isResolved(value)) return [];
  const network = ipaddr.IPv4.isValidCIDRFourPartDecimal(value) ? canonicalNetwork(value) : undefined;
  if (network === value) return [];
  const hint = network === undefined ? "" : `; here ${network}`;
  return [invalidValue(path, value, `an IPv4 network in CIDR notation such as 10.0.0.0/8${hint}`)];
}

/** 10.0.0.0/8 for 10.1.2.3/08. */
function canonicalNetwork(cidr: string): string {
  const [, prefixLength] = ipaddr.IPv4.parseCIDR(cidr);
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()}/${prefixLength}`;
}

/** A value and its path. */
export interface LocatedValue<T> {
  readonly path: string;
  readonly value: T | undefined;
}

/** For each path the first one before it with the same value; unknown values are never equal. */
export function earlierDuplicates<T>(places: readonly LocatedValue<T>[]): (string | undefined)[] {
  const first = new Map<T, string>();
  return places.map(({ path, value }) => {
    if (!isResolved(value)) return undefined;
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, path);
    return earlier;
  });
}

/** Reports every value that an earlier place has already; case does not count. */
export function checkUnique(places: readonly LocatedValue<string>[], rule?: string): Problem[] {
  const folded = places.map(({ path, value }) => ({
    path,
    value: isResolved(value) ? value.toLowerCase() : value,
  }));
  const earlierOf = earlierDuplicates(folded);
  return places.flatMap(({ path, value }, i) => {
    const earlier = earlierOf[i];
    return earlier === undefined ? [] : [duplicate(path, value, earlier, rule)];
  });
}

/** Checks a list of values: each by itself, and that none occurs twice; its length must be known at synthesis. */
export function checkMembers(
  path: string,
  values: readonly (string | undefined)[] | undefined,
  check: (path: string, value: string | undefined) => Problem[],
): Problem[] {
  if (values === undefined) return [];
  if (!isResolved(values)) return [unknownList(path)];
  const places = values.map((value, i) => ({ path: `${path}[${i}]`, value }));
  return [...places.flatMap((place) => check(place.path, place.value)), ...checkUnique(places)];
}
