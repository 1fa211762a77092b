import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { CertificateSource, SemsCluster } from "../../lib";
import { clusterProps, hostedZone, problemsOf, synth } from "../support/cluster";

const source = CertificateSource.acmPublic({ hostedZone });

const template = () =>
  synth((stack) => {
    const { arn } = source.provide(new Construct(stack, "Cert"), { commonName: "keys.example.com" });
    new TerraformOutput(stack, "arn", { value: arn });
  });

const problems = (zone: typeof hostedZone, clientFqdn = "keys.example.com") => {
  const client = CertificateSource.acmPublic({ hostedZone: zone });
  const { certificates, ...props } = clusterProps();
  return problemsOf((stack) => {
    new SemsCluster(stack, "Keys", { ...props, clientFqdn, certificates: { ...certificates, client } });
  });
};

describe("CertificateSource.acmPublic", () => {
  test("asks ACM for an exportable RSA 2048 certificate, validated by DNS", () => {
    expect(template().only("aws_acm_certificate")).toMatchObject({
      validation_method: "DNS",
      key_algorithm: "RSA_2048",
      options: { export: "ENABLED" },
    });
  });

  test("the common name is the only subject alternative name", () => {
    expect(template().only("aws_acm_certificate")).toMatchObject({
      domain_name: "keys.example.com",
      subject_alternative_names: ["keys.example.com"],
    });
  });

  test("a new certificate is issued before the old one is destroyed", () => {
    expect(template().only("aws_acm_certificate")).toMatchObject({
      lifecycle: { create_before_destroy: true },
    });
  });

  test("the validation record that ACM asks for is in the hosted zone", () => {
    const option = (attribute: string): unknown =>
      expect.stringMatching(
        new RegExp(
          `^\\$\\{tolist\\(aws_acm_certificate\\.Cert_\\w+\\.domain_validation_options\\)\\.0\\.${attribute}\\}$`,
        ),
      );
    expect(template().only("aws_route53_record")).toEqual({
      zone_id: hostedZone.id,
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: 60,
      allow_overwrite: true,
    });
  });

  test("whoever uses the certificate waits until it is validated", () => {
    expect(template().only("aws_acm_certificate_validation")).toEqual({
      certificate_arn: expect.stringMatching(/^\$\{aws_acm_certificate\.Cert_\w+\.arn\}$/),
      validation_record_fqdns: [
        expect.stringMatching(/^\$\{aws_route53_record\.Cert_Validation_\w+\.fqdn\}$/),
      ],
    });
    expect(template().output("arn")).toMatch(
      /^\$\{aws_acm_certificate_validation\.Cert_Validated_\w+\.certificate_arn\}$/,
    );
  });

  test("waits for the validation without the record where another stack makes it", () => {
    const made = synth((stack) => {
      const other = CertificateSource.acmPublic({ hostedZone, validationRecord: false });
      other.provide(new Construct(stack, "Cert"), { commonName: "keys.example.com" });
    });
    expect(made.resources("aws_route53_record")).toEqual({});
    expect(made.only("aws_acm_certificate_validation")).toEqual({
      certificate_arn: expect.stringMatching(/^\$\{aws_acm_certificate\.Cert_\w+\.arn\}$/),
    });
  });

  test("needs the provider that can make certificates exportable", () => {
    expect(source.minimumProviderVersion).toBe("6.4.0");
  });

  test("a name outside the hosted zone is refused", () => {
    expect(problems({ id: "Z1", name: "example.org" })).toEqual([
      'certificates.client: found "keys.example.com"; allowed: a name in the hosted zone example.org',
    ]);
  });

  test("a hosted zone's id and name are checked", () => {
    expect(problems({ id: "example.com", name: "com" })).toEqual([
      'certificates.client.hostedZone.id: found "example.com"; allowed: an id that begins with Z',
      'certificates.client.hostedZone.name: found "com"; allowed: a fully qualified domain name such as ' +
        "keys.example.com, without a wildcard or a trailing dot, 100 characters at most",
    ]);
  });

  test("a common name that X.509 has no room for is refused", () => {
    const fqdn = `${"k".repeat(53)}.example.com`;
    expect(problems(hostedZone, fqdn)).toEqual([
      `certificates.client: found "${fqdn}"; allowed: common names of 64 characters at most`,
    ]);
  });

  test("a common name of 64 characters is accepted", () => {
    expect(problems(hostedZone, `${"k".repeat(52)}.example.com`)).toEqual([]);
  });
});
