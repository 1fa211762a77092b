import { regionOfArn } from "../arn";
import type { Certificate, ICertificateSource } from "./certificate";
import type { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import type { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { canonicalName } from "../canonical-name";
import { constructId } from "../construct-id";
import type { SemsNode } from "../sems-node";

/** What goes where: a person must install this certificate on this interface. No part of it is secret. */
export interface CertificatePlacement {
  /** Node name. */
  readonly node: string;
  /** 1 for replication, 2 for clients. */
  readonly interface: 1 | 2;
  /** Common name of the certificate. */
  readonly commonName: string;
  /** ARN of the certificate in ACM. */
  readonly certificateArn: string;
  /** How to fetch certificate, chain and encrypted key; the passphrase is the person's own. */
  readonly fetch: string;
}

/** Lists for every node what goes on Interface 1 and what on Interface 2. */
export function certificatePlacements(
  replication: readonly NodeCertificate[],
  client: Certificate,
): CertificatePlacement[] {
  return replication.flatMap((own) => [place(own.nodeName, 1, own), place(own.nodeName, 2, client)]);
}

const place = (node: string, interface_: 1 | 2, { commonName, arn }: Certificate): CertificatePlacement => ({
  node,
  interface: interface_,
  commonName,
  certificateArn: arn,
  fetch:
    // The AWS CLI would take its own default region.
    `aws acm export-certificate --certificate-arn ${arn} --region ${regionOfArn(arn)} ` +
    "--passphrase fileb://passphrase.txt",
});

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

/** Props of `ReplicationCertificates`. */
export interface ReplicationCertificatesProps {
  /** The nodes, each of which gets a certificate. */
  readonly nodes: readonly SemsNode[];
  /** Where the certificates come from. */
  readonly source: ICertificateSource;
}

/** The certificate of one node's Interface 1. */
export interface NodeCertificate extends Certificate {
  /** Name of the node. */
  readonly nodeName: string;
}

/** A certificate for each node's Interface 1, which names that node (SEMS-CERT-1). */
export class ReplicationCertificates extends Construct {
  /** One per node, in the order of the nodes. */
  public readonly certificates: readonly NodeCertificate[];

  public constructor(scope: Construct, id: string, props: ReplicationCertificatesProps) {
    super(scope, id);
    this.certificates = props.nodes.map(({ name, interface1 }, i) => ({
      nodeName: name,
      ...props.source.provide(new Construct(this, constructId([interface1.fqdn, name], "Node", i)), {
        commonName: canonicalName(interface1.fqdn),
        nodeName: name,
      }),
    }));
  }
}
