import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { dnsServerOf, type DnsServer } from "./dns/server";
import { expectedByPem } from "./input/outputs";
import type { ExpectedCertificate } from "./model";
import { serialDigits } from "./tls/handshake";

/*
 * The values of the command line's options: each reader adds one to those before it, or says what it expects.
 */

/** Reads a number of seconds or days. */
export function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= 86_400))
    throw new InvalidArgumentError("Expected a number above 0, at most 86400.");
  return number;
}

export function serverOption(text: string, earlier: readonly DnsServer[]): readonly DnsServer[] {
  const server = dnsServerOf(text);
  if (server === undefined) throw new InvalidArgumentError("Expected ADDRESS, ADDRESS:PORT or [IPV6]:PORT.");
  return [...earlier, server];
}

export function nameOption(text: string, earlier: readonly string[]): readonly string[] {
  if (text.trim() === "") throw new InvalidArgumentError("Expected a name.");
  return [...earlier, text];
}

/** Reads `NAME=ADDRESS`. */
export function addressOption(
  text: string,
  earlier: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const [, name, address] = /^([^=]+)=(\S+)$/.exec(text) ?? [];
  if (name === undefined || address === undefined) throw new InvalidArgumentError("Expected NAME=ADDRESS.");
  if (earlier.has(name)) throw new InvalidArgumentError(`${name} already has an address.`);
  return new Map([...earlier, [name, address]]);
}

/** Reads a file of root certificates. */
export function authorityOption(file: string, earlier: readonly string[]): readonly string[] {
  const text = pemFile(file);
  expectCertificate(text);
  return [...earlier, text];
}

/** Reads the certificate that ACM holds. */
export const certificateOption = (file: string): ExpectedCertificate => expectCertificate(pemFile(file));

/** Reads its serial number. */
export function serialOption(text: string): ExpectedCertificate {
  if (!/^[\da-f]{1,2}([: ]?[\da-f]{1,2})*$/i.test(text)) {
    throw new InvalidArgumentError("Expected hexadecimal digits, as ACM writes a serial number.");
  }
  return { serialNumber: serialDigits(text) };
}

function expectCertificate(text: string): ExpectedCertificate {
  try {
    return expectedByPem("", text);
  } catch {
    throw new InvalidArgumentError("The file holds no certificate in PEM.");
  }
}

function pemFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new InvalidArgumentError(`The file cannot be read (${code}).`);
  }
}
