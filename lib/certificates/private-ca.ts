import type { Construct } from "constructs";
import { checkArn } from "../arn";
import type { Problem } from "../validation/problem";
import {
  addCertificate,
  type Certificate,
  type CertificateRequest,
  type ICertificateSource,
  checkCommonNames,
} from "./certificate";

/** Certificates that ACM has from a private CA, which can always be exported. */
export class PrivateCa implements ICertificateSource {
  public constructor(
    /** ARN of a general-purpose CA: ACM cannot issue from a short-lived one. */
    private readonly authorityArn: string,
  ) {}

  public provide(scope: Construct, { commonName }: CertificateRequest): Certificate {
    const certificate = addCertificate(scope, commonName, { certificateAuthorityArn: this.authorityArn });
    return { commonName, arn: certificate.arn, resource: certificate };
  }

  public check(
    path: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    return [
      ...checkArn(`${path}.authorityArn`, this.authorityArn, {
        service: "acm-pca",
        kind: "certificate-authority/",
        region,
      }),
      ...checkCommonNames(path, requests),
    ];
  }
}
