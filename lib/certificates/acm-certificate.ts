import { AcmCertificate, type AcmCertificateConfig } from "@cdktf/provider-aws/lib/acm-certificate";
import type { Construct } from "constructs";

/** Where ACM has a certificate from. */
type Issuer = Pick<AcmCertificateConfig, "certificateAuthorityArn" | "validationMethod" | "options">;

/** Makes a certificate for one name, with an RSA key of 2048 bits, which stands before an old one falls. */
export function addCertificate(scope: Construct, commonName: string, issuer: Issuer): AcmCertificate {
  return new AcmCertificate(scope, "Resource", {
    domainName: commonName,
    // The name that clients and replication check is the SAN; the KBs ask for the common name besides.
    subjectAlternativeNames: [commonName],
    keyAlgorithm: "RSA_2048",
    ...issuer,
    tags: { Name: commonName },
    lifecycle: { createBeforeDestroy: true },
  });
}
