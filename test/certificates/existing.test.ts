import { Token } from "cdktf";
import type { Construct } from "constructs";
import { CertificateSource, InvalidPropsError, SemsCluster, type ClusterCertificates } from "../../lib";
import { clusterProps, newStack, node, problemsOf, synth } from "../support/cluster";
import { certificateArn } from "../support/config";

const arns = { sems1: certificateArn("1"), sems2: certificateArn("2") };

const problems = (changes: Partial<ClusterCertificates>, nodes = clusterProps().nodes) => {
  const { certificates, ...props } = clusterProps();
  return problemsOf((stack) => {
    new SemsCluster(stack, "Keys", { ...props, nodes, certificates: { ...certificates, ...changes } });
  });
};

describe("CertificateSource.existing", () => {
  test("adds no resource and gives the ARN back", () => {
    const source = CertificateSource.existing(certificateArn("client"));
    const found = (scope: Construct) => source.provide(scope, { commonName: "keys.example.com" });
    expect(found(newStack())).toEqual({ commonName: "keys.example.com", arn: certificateArn("client") });
    expect(synth(found).addresses()).toEqual([]);
  });

  test("an ARN that is no certificate's is refused", () => {
    expect(problems({ client: CertificateSource.existing("arn:aws:iam::111122223333:role/x") })).toEqual([
      'certificates.client.arn: found "arn:aws:iam::111122223333:role/x"; allowed: the ARN of an object of this ' +
        "region, arn:aws:acm:us-east-1:ACCOUNT:certificate/…",
    ]);
  });

  test("one certificate for the replication of all nodes is refused", () => {
    expect(problems({ replication: CertificateSource.existing(certificateArn("1")) })).toEqual([
      'certificates.replication: found "one certificate"; allowed: one per node [SEMS-CERT-1]',
    ]);
  });
});

describe("CertificateSource.existingPerNode", () => {
  test("adds no resource and gives each node its ARN", () => {
    const source = CertificateSource.existingPerNode(arns);
    const found = (scope: Construct) =>
      source.provide(scope, { commonName: "sems2.example.com", nodeName: "sems2" });
    expect(found(newStack())).toEqual({ commonName: "sems2.example.com", arn: arns.sems2 });
    expect(synth(found).addresses()).toEqual([]);
  });

  test("a node that it has no certificate for cannot be provided", () => {
    const source = CertificateSource.existingPerNode(arns);
    const request = { commonName: "sems3.example.com", nodeName: "sems3" };
    expect(() => source.provide(newStack(), request)).toThrow(
      new InvalidPropsError("test", [
        {
          path: "arns",
          actual: "no certificate for sems3",
          expected: "one certificate per node, keyed by a name known at synthesis",
          rule: "SEMS-CERT-1",
        },
      ]),
    );
  });

  test.each(["sems2", "constructor"])("a node %s without a certificate is refused", (name) => {
    const replication = CertificateSource.existingPerNode({ sems1: arns.sems1 });
    expect(problems({ replication }, [node(1), node(2, { name })])).toEqual([
      `certificates.replication.arns: found no certificate for ${name}; allowed: one certificate per node, keyed by a ` +
        "name known at synthesis [SEMS-CERT-1]",
    ]);
  });

  test("a node without a name, which is refused for that, is not missed among them", () => {
    const source = CertificateSource.existingPerNode(arns);
    const requests = ["sems1", undefined].map((nodeName) => ({ nodeName }) as { nodeName: string });
    expect(source.check("certificates.replication", requests, undefined)).toEqual([]);
  });

  test("a node whose name is a token is refused: no certificate can be found by it", () => {
    const name = Token.asString({ resolve: () => "sems2" });
    const replication = CertificateSource.existingPerNode(arns);
    expect(problems({ replication }, [node(1), node(2, { name })])).toEqual([
      "certificates.replication.arns: found a node whose name is unknown until deployment; allowed: one " +
        "certificate per node, keyed by a name known at synthesis [SEMS-CERT-1]",
    ]);
  });

  test("SEMS-CERT-2: a certificate for each node is refused where clients want one of all nodes", () => {
    const perNode = { sems1: certificateArn("3"), sems2: certificateArn("4") };
    expect(problems({ client: CertificateSource.existingPerNode(perNode) })).toEqual([
      "certificates.client: found certificates per node; allowed: one certificate for all nodes: " +
        "CertificateSource.existing [SEMS-CERT-2]",
    ]);
  });

  test("SEMS-CERT-1: the clients' certificate is refused on a node's Interface 1", () => {
    const client = CertificateSource.existing(arns.sems2);
    expect(problems({ client, replication: CertificateSource.existingPerNode(arns) })).toEqual([
      `certificates.replication.arns.sems2: found "${arns.sems2}"; allowed: a unique value; ` +
        "certificates.client.arn already uses it [SEMS-CERT-1]",
    ]);
  });

  test("SEMS-CERT-1: ARNs that are tokens may be anything, also the same", () => {
    const arn = Token.asString({ resolve: () => arns.sems1 });
    const replication = CertificateSource.existingPerNode({ sems1: arn, sems2: arn });
    expect(problems({ client: CertificateSource.existing(arn), replication })).toEqual([]);
  });

  test("a certificate for a node that the cluster has not is refused", () => {
    const replication = CertificateSource.existingPerNode({ ...arns, sems9: certificateArn("9") });
    expect(problems({ replication })).toEqual([
      'certificates.replication.arns.sems9: found "sems9"; allowed: the name of a node (sems1, sems2)',
    ]);
  });

  test("one certificate for two nodes is refused", () => {
    const replication = CertificateSource.existingPerNode({ sems1: arns.sems1, sems2: arns.sems1 });
    expect(problems({ replication })).toEqual([
      `certificates.replication.arns.sems2: found "${arns.sems1}"; allowed: a unique value; ` +
        "certificates.replication.arns.sems1 already uses it [SEMS-CERT-1]",
    ]);
  });

  test("an ARN that is no certificate's is refused", () => {
    const replication = CertificateSource.existingPerNode({ ...arns, sems2: "x" });
    expect(problems({ replication })).toEqual([
      'certificates.replication.arns.sems2: found "x"; allowed: the ARN of an object of this region, ' +
        "arn:aws:acm:us-east-1:ACCOUNT:certificate/…",
    ]);
  });
});
