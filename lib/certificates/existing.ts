import type { Construct } from "constructs";
import { checkArn } from "../arn";
import { missingCertificate, notOneForAll, surplusCertificate, wrongForm } from "../validation/errors";
import { InvalidPropsError, type Problem } from "../validation/problem";
import { isKnown } from "../known";
import type { Certificate, CertificateRequest, ICertificateSource } from "./certificate";

const ACM = { service: "acm", kind: "certificate/" };

/** One certificate in ACM that somebody else made: for the clients. */
export class Existing implements ICertificateSource {
  public constructor(private readonly arn: string) {}

  public provide(_scope: Construct, { commonName }: CertificateRequest): Certificate {
    return { commonName, arn: this.arn };
  }

  public existing(where: string) {
    return [{ where: `${where}.arn`, value: this.arn }];
  }

  public check(
    where: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    const oneForAll =
      requests.length > 1 ? [wrongForm(where, "one certificate", "one per node", "SEMS-CERT-1")] : [];
    return [...oneForAll, ...checkArn(`${where}.arn`, this.arn, { ...ACM, region })];
  }
}

/** One certificate per node in ACM that somebody else made: for replication. */
export class ExistingPerNode implements ICertificateSource {
  public constructor(
    /** ARNs by node name. */
    private readonly arns: Readonly<Record<string, string>>,
  ) {}

  public provide(scope: Construct, { commonName, nodeName }: CertificateRequest): Certificate {
    const arn = this.arnOf(nodeName);
    if (arn === undefined)
      throw new InvalidPropsError(scope.node.path, [missingCertificate("arns", nodeName)]);
    return { commonName, arn };
  }

  public existing(where: string) {
    return Object.entries(this.arns).map(([name, value]) => ({
      where: `${where}.arns.${name}`,
      name,
      value,
    }));
  }

  public check(
    where: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    // A request for a node bears a name, or at least the place of one.
    if (requests.some((request) => !("nodeName" in request))) return [notOneForAll(where)];
    const names = requests.map(({ nodeName }) => nodeName);
    const places = this.existing(where);
    return [
      ...names.flatMap((name) =>
        // A node whose name is a token cannot be found by it.
        name !== undefined && this.arnOf(name) === undefined
          ? [missingCertificate(`${where}.arns`, isKnown(name) ? name : undefined)]
          : [],
      ),
      ...(names.every(isKnown) ? places.filter(({ name }) => !names.includes(name)) : []).map((place) =>
        surplusCertificate(place.where, place.name, names.filter(isKnown)),
      ),
      ...places.flatMap((place) => checkArn(place.where, place.value, { ...ACM, region })),
    ];
  }

  private arnOf(name: string | undefined): string | undefined {
    return name !== undefined && Object.hasOwn(this.arns, name) ? this.arns[name] : undefined;
  }
}
