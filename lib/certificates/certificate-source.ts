import type { HostedZone } from "../hosted-zone";
import { AcmPublic } from "./acm-public";
import type { ICertificateSource } from "./certificate";
import { Existing, ExistingPerNode } from "./existing";
import { PrivateCa } from "./private-ca";

/**
 * Where certificates come from. In every case the private key stays in ACM until a person exports it; nothing of it
 * reaches Terraform (AWS-SEC-1).
 */
export class CertificateSource {
  /**
   * Publicly trusted certificates that ACM issues: exportable, RSA 2048, validated in a public hosted zone. ACM
   * charges per name and renewal. Needs AWS provider 6.4.
   *
   * @param props.hostedZone the public zone that holds the names, for ACM's validation records
   * @param props.validationRecord false where another stack of the account makes the record: ACM requires the same one for
   * each certificate of a name, and the stack that is destroyed deletes it (default true)
   */
  public static acmPublic(props: {
    readonly hostedZone: HostedZone;
    readonly validationRecord?: boolean;
  }): ICertificateSource {
    return new AcmPublic(props.hostedZone, props.validationRecord);
  }

  /**
   * Certificates that ACM has from a private CA: of the general-purpose kind, with an RSA key, and letting ACM renew
   * (docs/operations.md). RSA 2048.
   */
  public static privateCa(authorityArn: string): ICertificateSource {
    return new PrivateCa(authorityArn);
  }

  /** The clients' certificate, made by somebody else and known to ACM. */
  public static existing(arn: string): ICertificateSource {
    return new Existing(arn);
  }

  /** The replication certificates, one per node, made by somebody else and known to ACM: ARNs by node name. */
  public static existingPerNode(arns: Readonly<Record<string, string>>): ICertificateSource {
    return new ExistingPerNode(arns);
  }
}
