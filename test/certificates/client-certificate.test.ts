import { CertificateSource, type ICertificateSource } from "../../lib";
import { ClientCertificate } from "../../lib/certificates/cluster-certificates";
import { hostedZone, newStack, synth } from "../support/cluster";
import { authorityArn, certificateArn } from "../support/config";

describe("ClientCertificate", () => {
  test.each([
    ["a public CA", CertificateSource.acmPublic({ hostedZone })],
    ["a private CA", CertificateSource.privateCa(authorityArn)],
  ])("from %s it names the client FQDN, as CN and as SAN", (_case, source) => {
    const template = synth((stack) => {
      new ClientCertificate(stack, "Client", { clientFqdn: "keys.example.com", source });
    });
    expect(template.resources("aws_acm_certificate")).toEqual({
      Client: expect.objectContaining({
        domain_name: "keys.example.com",
        subject_alternative_names: ["keys.example.com"],
      }),
    });
  });

  test("has the name and the ARN of an existing certificate", () => {
    const certificate = new ClientCertificate(newStack(), "Client", {
      clientFqdn: "keys.example.com",
      source: CertificateSource.existing(certificateArn("client")),
    });
    expect(certificate).toMatchObject({ commonName: "keys.example.com", arn: certificateArn("client") });
  });

  test.each<[string, ICertificateSource, readonly (string | undefined)[]]>([
    ["a public CA", CertificateSource.acmPublic({ hostedZone }), ["Resource", "Validated", "Validation"]],
    ["a private CA", CertificateSource.privateCa(authorityArn), ["Resource", undefined, undefined]],
    [
      "one that exists",
      CertificateSource.existing(certificateArn("client")),
      [undefined, undefined, undefined],
    ],
  ])("from %s exposes what was made for it: certificate, validation, record", (_case, source, ids) => {
    const made = new ClientCertificate(newStack(), "Client", { clientFqdn: "keys.example.com", source });
    const { resource, validation, validationRecord } = made;
    expect([resource, validation, validationRecord].map((part) => part?.node.path)).toEqual(
      ids.map((id) => id && `test/Client/${id}`),
    );
  });
});
