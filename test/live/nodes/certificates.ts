import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate with its private key, as PEM. */
export interface ServerCertificate {
  readonly cert: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 24 * 60 * 60 * 1000;

/** A certificate authority for one run. Its key is never written anywhere. */
export class Authority {
  private serial = 1;

  private constructor(
    private readonly root: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  /** What clients trust, as PEM. */
  public get pem(): string {
    return this.root.toString("pem");
  }

  public static async create(): Promise<Authority> {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
    const root = await x509.X509CertificateGenerator.createSelfSigned({
      name: "CN=SEMS drill",
      keys,
      serialNumber: "01",
      ...validity(),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ],
    });
    return new Authority(root, keys);
  }

  /** A certificate whose common name and alternative name are `fqdn` (SEMS-CERT-1, SEMS-CERT-2). */
  public async issue(fqdn: string): Promise<ServerCertificate> {
    const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
    const certificate = await x509.X509CertificateGenerator.create({
      subject: `CN=${fqdn}`,
      issuer: this.root.subject,
      signingKey: this.keys.privateKey,
      publicKey: keys.publicKey,
      serialNumber: (++this.serial).toString(16).padStart(2, "0"),
      ...validity(),
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension([{ type: "dns", value: fqdn }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    });
    const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
    return { cert: certificate.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
  }
}

const validity = () => ({ notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 30 * DAY) });
