import { Construct } from "constructs";
import type { Certificate, ICertificateSource } from "./certificate";

/** Props of `ClientCertificate`. */
export interface ClientCertificateProps {
  /** CN and SAN. */
  readonly clientFqdn: string;
  readonly source: ICertificateSource;
}

/** The one certificate that Interface 2 of every node carries (SEMS-CERT-2). */
export class ClientCertificate extends Construct implements Certificate {
  public readonly commonName: string;
  public readonly arn: string;

  public constructor(scope: Construct, id: string, props: ClientCertificateProps) {
    super(scope, id);
    const certificate = props.source.provide(this, { commonName: props.clientFqdn });
    this.commonName = certificate.commonName;
    this.arn = certificate.arn;
  }
}
