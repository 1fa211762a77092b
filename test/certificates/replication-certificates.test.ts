import { Token } from "cdktf";
import { CertificateSource, type SemsNode } from "../../lib";
import { ReplicationCertificates } from "../../lib/certificates/cluster-certificates";
import { hostedZone, newStack, node, synth } from "../support/cluster";
import { authorityArn, certificateArn } from "../support/config";

const privateCa = CertificateSource.privateCa(authorityArn);

const certificates = (nodes: readonly SemsNode[], source = privateCa) =>
  synth((stack) => {
    new ReplicationCertificates(stack, "Replication", { nodes, source });
  }).resources("aws_acm_certificate");

describe("ReplicationCertificates", () => {
  test.each([
    ["a public CA", CertificateSource.acmPublic({ hostedZone })],
    ["a private CA", privateCa],
  ])("from %s each node has a certificate of its own, which names it as CN and as SAN", (_case, source) => {
    expect(certificates([node(1), node(2)], source)).toEqual({
      Replication_sems1examplecom: expect.objectContaining({
        domain_name: "sems1.example.com",
        subject_alternative_names: ["sems1.example.com"],
      }),
      Replication_sems2examplecom: expect.objectContaining({
        domain_name: "sems2.example.com",
        subject_alternative_names: ["sems2.example.com"],
      }),
    });
  });

  test("are exposed in the order of the nodes", () => {
    const replication = new ReplicationCertificates(newStack(), "Replication", {
      nodes: [node(2), node(1)],
      source: CertificateSource.existingPerNode({ sems1: certificateArn("1"), sems2: certificateArn("2") }),
    });
    expect(replication.certificates).toEqual([
      { nodeName: "sems2", commonName: "sems2.example.com", arn: certificateArn("2") },
      { nodeName: "sems1", commonName: "sems1.example.com", arn: certificateArn("1") },
    ]);
  });

  test("another order of the nodes leaves every certificate where it is", () => {
    expect(certificates([node(2), node(1)])).toEqual(certificates([node(1), node(2)]));
  });

  test("another name of a node leaves every certificate as it is", () => {
    expect(certificates([node(1), node(2, { name: "other" })])).toEqual(certificates([node(1), node(2)]));
  });

  test("a node whose FQDN is a token goes by its name, and by its place where that is one too", () => {
    const token = () => Token.asString({ resolve: () => "unknown" });
    const interface1 = () => ({ fqdn: token(), address: "10.0.19.10" });
    const nodes = [
      node(1),
      node(2, { interface1: interface1() }),
      node(3, { name: token(), interface1: interface1() }),
    ];
    expect(Object.keys(certificates(nodes)).sort()).toEqual([
      "Replication_Node3",
      "Replication_sems1examplecom",
      "Replication_sems2",
    ]);
  });

  test("expose what was made for each of them", () => {
    const { certificates: made } = new ReplicationCertificates(newStack(), "Replication", {
      nodes: [node(2), node(1)],
      source: CertificateSource.acmPublic({ hostedZone }),
    });
    const paths = made.map(({ resource, validation, validationRecord }) =>
      [resource, validation, validationRecord].map((part) => part?.node.path),
    );
    expect(paths).toEqual(
      ["sems2.example.com", "sems1.example.com"].map((fqdn) =>
        ["Resource", "Validated", "Validation"].map((id) => `test/Replication/${fqdn}/${id}`),
      ),
    );
  });
});
