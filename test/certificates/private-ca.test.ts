import { Construct } from "constructs";
import { CertificateSource, SemsCluster } from "../../lib";
import { clusterProps, problemsOf, synth } from "../support/cluster";
import { authorityArn } from "../support/config";

const template = () =>
  synth((stack) => {
    const source = CertificateSource.privateCa(authorityArn);
    source.provide(new Construct(stack, "Cert"), { commonName: "sems1.example.com", nodeName: "sems1" });
  });

const problems = (arn: string, clientFqdn = "keys.example.com") => {
  const client = CertificateSource.privateCa(arn);
  const { certificates, ...props } = clusterProps();
  return problemsOf((stack) => {
    new SemsCluster(stack, "Keys", { ...props, clientFqdn, certificates: { ...certificates, client } });
  });
};

describe("CertificateSource.privateCa", () => {
  test("ACM issues an RSA 2048 certificate from the CA, with the name as its only SAN", () => {
    expect(template().only("aws_acm_certificate")).toEqual({
      domain_name: "sems1.example.com",
      subject_alternative_names: ["sems1.example.com"],
      certificate_authority_arn: authorityArn,
      key_algorithm: "RSA_2048",
      tags: { Name: "sems1.example.com" },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("nothing has to be validated", () => {
    expect(template().addresses()).toEqual([expect.stringMatching(/^aws_acm_certificate\.Cert_/)]);
  });

  test("any provider that the package supports will do", () => {
    expect(CertificateSource.privateCa(authorityArn).minimumProviderVersion).toBeUndefined();
  });

  test("an ARN that is no CA's is refused", () => {
    expect(problems("arn:aws:acm:us-east-1:111122223333:certificate/1")).toEqual([
      'certificates.client.authorityArn: found "arn:aws:acm:us-east-1:111122223333:certificate/1"; allowed: the ' +
        "ARN of an object of this region, arn:aws:acm-pca:us-east-1:ACCOUNT:certificate-authority/…",
    ]);
  });

  test("a common name that X.509 has no room for is refused", () => {
    const fqdn = `${"k".repeat(53)}.example.com`;
    expect(problems(authorityArn, fqdn)).toEqual([
      `certificates.client: found "${fqdn}"; allowed: common names of 64 characters at most`,
    ]);
  });
});
