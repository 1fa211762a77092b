import { regionOfArn } from "../arn";
import type { Certificate } from "./certificate";
import type { NodeCertificate } from "./replication-certificates";

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
