import type { Construct } from "constructs";
import { checkArn } from "../arn";
import type { Problem } from "../validation/problem";
import { addCertificate } from "./acm-certificate";
import type { Certificate, CertificateRequest, ICertificateSource } from "./certificate";
import { checkCommonNames } from "./common-name";

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
    where: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    return [
      ...checkArn(`${where}.authorityArn`, this.authorityArn, {
        service: "acm-pca",
        kind: "certificate-authority/",
        region,
      }),
      ...checkCommonNames(where, requests),
    ];
  }
}
