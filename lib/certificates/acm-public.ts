import type { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import type { Problem } from "../validation/problem";
import { checkHostedZone, type HostedZone } from "../hosted-zone";
import { checkInZone } from "../validation/values";
import {
  addCertificate,
  type Certificate,
  type CertificateRequest,
  type ICertificateSource,
  checkCommonNames,
} from "./certificate";

/** Publicly trusted certificates of ACM, exportable, validated by DNS. */
export class AcmPublic implements ICertificateSource {
  /** `options.export` came with this version. */
  public readonly minimumProviderVersion = "6.4.0";

  public constructor(
    /** Public zone that holds the names, for the validation records. */
    private readonly hostedZone: HostedZone,
    /** Whether the validation record is made here. */
    private readonly makesRecord = true,
  ) {}

  public provide(scope: Construct, { commonName }: CertificateRequest): Certificate {
    const certificate = addCertificate(scope, commonName, {
      validationMethod: "DNS",
      // A certificate that cannot be exported is of no use on an appliance; this cannot be changed later.
      options: { export: "ENABLED" },
    });
    const validationRecord = this.makesRecord ? this.addRecord(scope, certificate) : undefined;
    const validation = new AcmCertificateValidation(scope, "Validated", {
      certificateArn: certificate.arn,
      ...(validationRecord === undefined ? {} : { validationRecordFqdns: [validationRecord.fqdn] }),
    });
    return {
      commonName,
      arn: validation.certificateArn,
      resource: certificate,
      validation,
      validationRecord,
    };
  }

  public check(path: string, requests: readonly Partial<CertificateRequest>[]): Problem[] {
    return [
      ...checkHostedZone(`${path}.hostedZone`, this.hostedZone),
      ...requests.flatMap(({ commonName }) => checkInZone(path, commonName, this.hostedZone.name)),
      ...checkCommonNames(path, requests),
    ];
  }

  private addRecord(scope: Construct, certificate: AcmCertificate): Route53Record {
    // One name, hence one record.
    const proof = certificate.domainValidationOptions.get(0);
    return new Route53Record(scope, "Validation", {
      zoneId: this.hostedZone.id,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60,
      // ACM requires the same record of an account whenever it issues for the same name.
      allowOverwrite: true,
    });
  }
}
