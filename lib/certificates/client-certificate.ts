import type { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import type { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { Certificate, ICertificateSource } from "./certificate";

/** Props of `ClientCertificate`. */
export interface ClientCertificateProps {
  /** CN and SAN. */
  readonly clientFqdn: string;
  /** Where the certificate comes from. */
  readonly source: ICertificateSource;
}

/** The one certificate that Interface 2 of every node carries (SEMS-CERT-2). */
export class ClientCertificate extends Construct implements Certificate {
  public readonly commonName: string;
  public readonly arn: string;
  public readonly resource: AcmCertificate | undefined;
  public readonly validation: AcmCertificateValidation | undefined;
  public readonly validationRecord: Route53Record | undefined;

  public constructor(scope: Construct, id: string, props: ClientCertificateProps) {
    super(scope, id);
    const certificate = props.source.provide(this, { commonName: props.clientFqdn });
    this.commonName = certificate.commonName;
    this.arn = certificate.arn;
    this.resource = certificate.resource;
    this.validation = certificate.validation;
    this.validationRecord = certificate.validationRecord;
  }
}
