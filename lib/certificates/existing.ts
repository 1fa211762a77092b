import type { Construct } from "constructs";
import { checkArn } from "../arn";
import { missingCertificate, notOneForAll, surplusCertificate, invalidValue } from "../validation/errors";
import { InvalidPropsError, type Problem } from "../validation/problem";
import { isResolved } from "../tokens";
import type { Certificate, CertificateRequest, ICertificateSource } from "./certificate";

const ACM = { service: "acm", kind: "certificate/" };

/** One certificate in ACM that somebody else made: for the clients. */
export class Existing implements ICertificateSource {
  public constructor(private readonly arn: string) {}

  public provide(_scope: Construct, { commonName }: CertificateRequest): Certificate {
    return { commonName, arn: this.arn };
  }

  public existing(path: string) {
    return [{ path: `${path}.arn`, value: this.arn }];
  }

  public check(
    path: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    const oneForAll =
      requests.length > 1 ? [invalidValue(path, "one certificate", "one per node", "SEMS-CERT-1")] : [];
    return [...oneForAll, ...checkArn(`${path}.arn`, this.arn, { ...ACM, region })];
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

  public existing(path: string) {
    return Object.entries(this.arns).map(([name, value]) => ({
      path: `${path}.arns.${name}`,
      name,
      value,
    }));
  }

  public check(
    path: string,
    requests: readonly Partial<CertificateRequest>[],
    region: string | undefined,
  ): Problem[] {
    // A request for a node has a nodeName, which may be unknown.
    if (requests.some((request) => !("nodeName" in request))) return [notOneForAll(path)];
    const names = requests.map(({ nodeName }) => nodeName);
    const known = names.filter(isResolved);
    const places = this.existing(path);
    return [
      ...names.flatMap((name) =>
        // A node whose name is a token cannot be found by it.
        name !== undefined && this.arnOf(name) === undefined
          ? [missingCertificate(`${path}.arns`, isResolved(name) ? name : undefined)]
          : [],
      ),
      ...(known.length === names.length ? places.filter(({ name }) => !known.includes(name)) : []).map(
        (place) => surplusCertificate(place.path, place.name, known),
      ),
      ...places.flatMap((place) => checkArn(place.path, place.value, { ...ACM, region })),
    ];
  }

  private arnOf(name: string | undefined): string | undefined {
    return name !== undefined && Object.hasOwn(this.arns, name) ? this.arns[name] : undefined;
  }
}
