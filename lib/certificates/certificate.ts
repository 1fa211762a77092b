import { AcmCertificate, type AcmCertificateConfig } from "@cdktf/provider-aws/lib/acm-certificate";
import type { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { Problem } from "../validation/problem";
import { invalidValue } from "../validation/errors";
import { isResolved } from "../tokens";
import { certificateName } from "../canonical-name";

/** What a certificate is wanted for. */
export interface CertificateRequest {
  /** Common name, and the only subject alternative name. */
  readonly commonName: string;
  /** The node whose Interface 1 it is for; undefined for the certificate that all nodes' Interface 2 share. */
  readonly nodeName?: string;
}

/** A certificate in ACM. */
export interface Certificate {
  /** Common name, and the only subject alternative name. */
  readonly commonName: string;
  /** ARN, of an issued certificate: what refers to it waits until it is there. */
  readonly arn: string;
  /** The certificate that was made; undefined where it existed. */
  readonly resource?: AcmCertificate | undefined;
  /** The wait for its validation; public certificates only. */
  readonly validation?: AcmCertificateValidation | undefined;
  /** The record that proves to ACM whose name it is; public certificates only. */
  readonly validationRecord?: Route53Record | undefined;
}

/** Where certificates come from. */
export interface ICertificateSource {
  /**
   * Oldest AWS provider that can make such certificates.
   * @default - any that the package supports
   */
  readonly minimumProviderVersion?: string;

  /** Makes a certificate, or finds it. */
  provide(scope: Construct, request: CertificateRequest): Certificate;

  /**
   * ARNs of certificates that exist, by place, so that one is not used twice.
   * @default - none
   */
  existing?(path: string): readonly ExistingCertificate[];

  /** Checks these certificates against this source; unknown parts are skipped. */
  check(
    path: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[];
}

/** A certificate that exists already, and the place that names it. */
export interface ExistingCertificate {
  /** Place in the props or in the config file, as problems print it: `certificates.replication.arns.sems1`. */
  readonly path: string;
  /** ARN of the certificate; may be a token. */
  readonly value: string;
}

/** Where ACM has a certificate from. */
type Issuer = Pick<AcmCertificateConfig, "certificateAuthorityArn" | "validationMethod" | "options">;

/** Makes a certificate for one name with a 2048-bit RSA key, created before the one that it replaces is destroyed. */
export function addCertificate(scope: Construct, commonName: string, issuer: Issuer): AcmCertificate {
  return new AcmCertificate(scope, "Resource", {
    domainName: certificateName(commonName),
    // The name that clients and replication check is the SAN; the KBs ask for the common name, too.
    subjectAlternativeNames: [certificateName(commonName)],
    keyAlgorithm: "RSA_2048",
    ...issuer,
    tags: { Name: commonName },
    lifecycle: { createBeforeDestroy: true },
  });
}

/** Checks that ACM can put the names into certificates: X.509 gives a common name 64 characters. */
export function checkCommonNames(path: string, requests: readonly Partial<CertificateRequest>[]): Problem[] {
  return requests.flatMap(({ commonName }) =>
    isResolved(commonName) && commonName.length > 64
      ? [invalidValue(path, commonName, "common names of 64 characters at most")]
      : [],
  );
}
