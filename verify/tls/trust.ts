import * as tls from "node:tls";

/** Versions of Node from 22.15 on read the system's own roots. */
interface SystemRoots {
  readonly rootCertificates: readonly string[];
  readonly getCACertificates?: (type: "default" | "system") => string[];
}

/**
 * What to shake hands with: every version and cipher that an old appliance may still offer, since a certificate is to be
 * seen, and nothing secret is said.
 *
 * @param authorities roots besides those that Node (and, from 22.15 on, the system) trusts; PEM
 */
export function trustContext(authorities: readonly string[]): tls.SecureContext {
  const lenient = { minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" } as const;
  const { rootCertificates, getCACertificates }: SystemRoots = tls;
  if (getCACertificates !== undefined) {
    const ca = [...getCACertificates("default"), ...getCACertificates("system"), ...authorities];
    return tls.createSecureContext({ ...lenient, ca });
  }
  // Without `ca`, Node also takes what NODE_EXTRA_CA_CERTS names.
  return authorities.length === 0
    ? tls.createSecureContext(lenient)
    : tls.createSecureContext({ ...lenient, ca: [...rootCertificates, ...authorities] });
}
