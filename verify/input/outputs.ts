import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { UnreadableInputError } from "sems-review/reporting";
import type { Access, ExpectedCertificate } from "../model";
import { hexadecimal, serialDigits } from "../tls/handshake";

/** The output of each client access, as the stacks of cdktf-sems have it; another stack may write its own. */
const accessOutput = z.object({
  client_fqdn: z.string().min(1),
  scheme: z.enum(["internet-facing", "internal"]),
  hosted_zone: z.string().optional(),
  method: z.enum(["fail-over", "ordered-list", "weighted", "manual"]),
  active_node: z.string().nullish(),
  services: z.array(z.object({ name: z.string(), port: z.number().int().min(1).max(65_535) })).min(1),
  endpoints: z
    .array(
      z.object({
        node: z.string(),
        address: z.string().min(1),
        maintenance: z.boolean().default(false),
        interface1_fqdn: z.string().nullish(),
        interface1_address: z.string().nullish(),
      }),
    )
    .min(1),
  weighted_address: z.string().nullish(),
});

/** Ends the name of such an output. */
const SUFFIX = "_access";

/** Outputs that say which certificate ACM holds for the client FQDN; for those who add them to their stack. */
const certificateOutputs = z.object({
  client_certificate_pem: z.string().optional(),
  client_certificate_serial_number: z.string().optional(),
  client_certificate_sha256: z.string().optional(),
});

/**
 * The client accesses that a stack's outputs describe.
 *
 * @throws UnreadableInputError where there is none, or one is incomplete
 */
export function accessesOfOutputs(source: string, outputs: ReadonlyMap<string, unknown>): Access[] {
  const described = [...outputs].filter(([name]) => name.endsWith(SUFFIX));
  if (described.length === 0) {
    throw new UnreadableInputError(
      source,
      `no output named …${SUFFIX}; deploy the stack once with a version of cdktf-sems that has it, or give the ` +
        "config file and the addresses by --address",
    );
  }
  const certificate = certificateOf(source, outputs);
  return described.map(([name, value]) => {
    const parsed = accessOutput.safeParse(value);
    if (!parsed.success)
      throw new UnreadableInputError(source, `output ${name}: ${firstIssue(parsed.error)}`);
    return { ...accessOf(name.slice(0, -SUFFIX.length), parsed.data), certificate };
  });
}

function accessOf(name: string, output: z.infer<typeof accessOutput>): Access {
  return {
    name,
    clientFqdn: output.client_fqdn,
    scheme: output.scheme,
    zone: output.hosted_zone,
    method: output.method,
    activeNode: output.active_node ?? undefined,
    services: output.services,
    endpoints: output.endpoints.map(({ node, address, maintenance, ...interface1 }) => {
      const { interface1_fqdn: fqdn, interface1_address: at } = interface1;
      return { node, address, maintenance, interface1: fqdn && at ? { fqdn, address: at } : undefined };
    }),
    weightedAddress: output.weighted_address ?? undefined,
  };
}

function certificateOf(
  source: string,
  outputs: ReadonlyMap<string, unknown>,
): ExpectedCertificate | undefined {
  const parsed = certificateOutputs.safeParse(Object.fromEntries(outputs));
  if (!parsed.success) throw new UnreadableInputError(source, `output ${firstIssue(parsed.error)}`);
  const {
    client_certificate_pem: pem,
    client_certificate_serial_number: serialNumber,
    client_certificate_sha256: fingerprint,
  } = parsed.data;
  if (pem !== undefined) return expectedByPem(source, pem);
  if (serialNumber === undefined && fingerprint === undefined) return undefined;
  return {
    serialNumber: serialNumber === undefined ? undefined : serialDigits(serialNumber),
    fingerprint256: fingerprint === undefined ? undefined : hexadecimal(fingerprint),
  };
}

/** The certificate of a PEM text, the first one of a chain. */
export function expectedByPem(source: string, pem: string): ExpectedCertificate {
  try {
    const { serialNumber, fingerprint256 } = new X509Certificate(pem);
    return { serialNumber: serialDigits(serialNumber), fingerprint256: hexadecimal(fingerprint256) };
  } catch {
    throw new UnreadableInputError(source, "no certificate in PEM");
  }
}

/** The first thing that is wrong, with its place: `endpoints.0.address: …`. */
export function firstIssue({ issues: [issue] }: z.ZodError): string {
  return issue === undefined ? "not as expected" : `${issue.path.join(".")}: ${issue.message}`;
}
