import { AcmpcaCertificate } from "@cdktf/provider-aws/lib/acmpca-certificate";
import { AcmpcaCertificateAuthority } from "@cdktf/provider-aws/lib/acmpca-certificate-authority";
import { AcmpcaCertificateAuthorityCertificate } from "@cdktf/provider-aws/lib/acmpca-certificate-authority-certificate";
import { AcmpcaPermission } from "@cdktf/provider-aws/lib/acmpca-permission";
import { DataAwsPartition } from "@cdktf/provider-aws/lib/data-aws-partition";
import { Construct } from "constructs";

/** A private root CA of the sandbox's own. On AWS it is charged by the month from its first day on. */
export class SandboxAuthority extends Construct {
  /** ARN of the active CA: what refers to it waits until it can issue. */
  public readonly arn: string;

  public constructor(scope: Construct, id: string, props: { readonly commonName: string }) {
    super(scope, id);
    const authority = new AcmpcaCertificateAuthority(this, "Resource", {
      type: "ROOT",
      // ACM cannot issue from a short-lived CA.
      usageMode: "GENERAL_PURPOSE",
      certificateAuthorityConfiguration: {
        keyAlgorithm: "RSA_2048",
        signingAlgorithm: "SHA256WITHRSA",
        subject: { commonName: props.commonName },
      },
      permanentDeletionTimeInDays: 7,
    });
    const { partition } = new DataAwsPartition(this, "Partition");
    const root = new AcmpcaCertificate(this, "Root", {
      certificateAuthorityArn: authority.arn,
      certificateSigningRequest: authority.certificateSigningRequest,
      signingAlgorithm: "SHA256WITHRSA",
      templateArn: `arn:${partition}:acm-pca:::template/RootCACertificate/V1`,
      validity: { type: "YEARS", value: "10" },
    });
    const active = new AcmpcaCertificateAuthorityCertificate(this, "Active", {
      certificateAuthorityArn: authority.arn,
      certificate: root.certificate,
      certificateChain: root.certificateChain,
    });
    // ACM may renew what it has issued.
    new AcmpcaPermission(this, "Renewal", {
      certificateAuthorityArn: authority.arn,
      principal: "acm.amazonaws.com",
      actions: ["IssueCertificate", "GetCertificate", "ListPermissions"],
    });
    this.arn = active.certificateAuthorityArn;
  }
}
