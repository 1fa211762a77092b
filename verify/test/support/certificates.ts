import "reflect-metadata";
import * as x509 from "@peculiar/x509";

const { subtle } = globalThis.crypto;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 86_400_000;

/** A certificate with its key, as a server wants them, and those that sign it. */
export interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
  /** Certificate, then the intermediates. */
  readonly chainPem: string;
  readonly pem: string;
  readonly keyPem: string;
  readonly serialNumber: string;
}

/** What a certificate says. */
export interface CertificateProps {
  /** Names of the subject, such as `CN=keys.example.com`. */
  readonly subject: string;
  readonly alternativeNames?: readonly string[];
  /** Days from now. */
  readonly validFrom?: number;
  readonly validTo?: number;
  readonly isAuthority?: boolean;
  /** Who signs; itself without one. */
  readonly issuer?: Issued;
  /** Leaves the intermediates out of what the server sends. */
  readonly withoutChain?: boolean;
}

let serial = 0x10_00;

/** Makes a key and a certificate for it. */
export async function issue(props: CertificateProps): Promise<Issued> {
  const { subject, issuer, isAuthority = false, validFrom = -1, validTo = 200 } = props;
  const keys = await subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const names = (props.alternativeNames ?? []).map((value) => ({ type: "dns" as const, value }));
  serial += 1;
  const serialNumber = `00${serial.toString(16).padStart(4, "0")}`;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber,
    subject,
    issuer: issuer?.certificate.subject ?? subject,
    notBefore: new Date(Date.now() + validFrom * DAY),
    notAfter: new Date(Date.now() + validTo * DAY),
    publicKey: keys.publicKey,
    signingKey: issuer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    ],
  });
  const pkcs8 = Buffer.from(await subtle.exportKey("pkcs8", keys.privateKey)).toString("base64");
  const pem = certificate.toString("pem");
  const isIssuedByRoot = issuer === undefined || issuer.certificate.subject === issuer.certificate.issuer;
  const above = isIssuedByRoot || props.withoutChain === true ? "" : `\n${issuer.chainPem}`;
  return {
    certificate,
    keys,
    pem,
    chainPem: pem + above,
    keyPem: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    serialNumber,
  };
}

/** A root that signs certificates. */
export const rootAuthority = (name = "SEMS test root"): Promise<Issued> =>
  issue({ subject: `CN=${name}`, isAuthority: true, validTo: 3650 });

/** The certificate of a host: its name is CN and SAN. */
export const hostCertificate = (
  issuer: Issued,
  name: string,
  props: Partial<CertificateProps> = {},
): Promise<Issued> => issue({ subject: `CN=${name}`, alternativeNames: [name], issuer, ...props });
