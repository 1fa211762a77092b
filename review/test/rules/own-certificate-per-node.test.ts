import { ownCertificatePerNode } from "../../rules/own-certificate-per-node";
import { adding, changing, without, type Document } from "../support/document";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { objections, places } from "./support/objections";
import { arnOf, placements, positionOf, record, serving, type Placed } from "./support/outputs";

const NODES = handWrittenNodes(3);

/** The placements with other ones on Interface 1 of some nodes. */
const with1 = (changes: Readonly<Record<string, Partial<Placed>>>): Placed[] =>
  placements(NODES).map((placed) =>
    placed.interface === 1 ? { ...placed, ...changes[placed.node] } : placed,
  );

/** The stack with records of the nodes' own names. */
const named = (document: Document = handWritten()): Document =>
  adding(
    serving(document, NODES),
    Object.fromEntries(
      NODES.map(({ name, inside }) => [`aws_route53_record.${name}`, record(`${name}.example.com`, inside)]),
    ),
  );

test("leaves a certificate per node alone, with and without a list of what goes where", () => {
  expect(objections(ownCertificatePerNode, positionOf(handWritten(), placements(NODES)))).toEqual([]);
  expect(objections(ownCertificatePerNode, named())).toEqual([]);
});

test("objects to one certificate on Interface 1 of two nodes, once", () => {
  const placed = with1({ sems2: { certificate_arn: arnOf("sems1") } });
  expect(objections(ownCertificatePerNode, positionOf(handWritten(), placed))).toEqual([
    {
      address: "aws_acm_certificate.sems1",
      level: "error",
      message: expect.stringContaining("Interface 1 of sems1 and sems2 carry the same certificate"),
    },
  ]);
});

test("objects to one certificate of somebody else's on two nodes", () => {
  const arn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
  const placed = with1({ sems1: { certificate_arn: arn }, sems3: { certificate_arn: arn } });
  expect(places(ownCertificatePerNode, positionOf(handWritten(), placed))).toEqual([
    ["output.certificate_placements", "error"],
  ]);
});

test("objects to two certificates of the same name", () => {
  const placed = with1({ sems2: { certificate_arn: "arn:2", common_name: "SEMS1.example.com" } });
  const [found, ...others] = objections(ownCertificatePerNode, positionOf(handWritten(), placed));
  expect(found?.message).toContain("have the same name");
  expect(others).toEqual([]);
});

test("objects to a certificate that bears another name than the node's", () => {
  const document = changing(handWritten(), "aws_acm_certificate.sems2", { domain_name: "old.example.com" });
  const [found] = objections(ownCertificatePerNode, positionOf(document, placements(NODES)));
  expect(found?.address).toBe("aws_acm_certificate.sems2");
  expect(found?.message).toContain("should name sems2.example.com, and names old.example.com");
});

test("objects to a wildcard on Interface 1", () => {
  const document = changing(handWritten(), "aws_acm_certificate.sems2", { domain_name: "*.example.com" });
  expect(places(ownCertificatePerNode, positionOf(document, placements(NODES)))).toEqual([
    ["aws_acm_certificate.sems2", "error"],
  ]);
});

test("objects to a node that gets a certificate for its clients alone", () => {
  const placed = placements(NODES).filter(({ node, interface: place }) => node !== "sems3" || place === 2);
  const [found] = objections(ownCertificatePerNode, positionOf(handWritten(), placed));
  expect(found?.message).toContain("Interface 1 of sems3 gets no certificate");
});

describe("without a list of what goes where", () => {
  const certificates = NODES.map(({ name }) => `aws_acm_certificate.${name}`);

  test("objects to a certificate that names several nodes", () => {
    const document = changing(without(named(), ...certificates), "aws_acm_certificate.clients", {
      subject_alternative_names: NODES.map(({ name }) => `${name}.example.com`),
    });
    expect(places(ownCertificatePerNode, document)).toEqual([["aws_acm_certificate.clients", "error"]]);
  });

  test("objects to a node's certificate that names another node, which has its own", () => {
    const document = changing(named(), "aws_acm_certificate.sems1", {
      subject_alternative_names: ["sems1.example.com", "sems2.example.com"],
    });
    expect(places(ownCertificatePerNode, document)).toEqual([["aws_acm_certificate.sems1", "error"]]);
  });

  test("leaves it alone where each of the nodes has a certificate of its own besides", () => {
    const document = changing(named(), "aws_acm_certificate.clients", {
      subject_alternative_names: NODES.map(({ name }) => `${name}.example.com`),
    });
    expect(objections(ownCertificatePerNode, document)).toEqual([]);
  });

  test("warns of a wildcard where the nodes have nothing else", () => {
    const document = changing(without(named(), ...certificates), "aws_acm_certificate.clients", {
      domain_name: "*.example.com",
    });
    expect(places(ownCertificatePerNode, document)).toEqual([["aws_acm_certificate.clients", "warning"]]);
  });

  test("has no say on names that nothing ties to a node", () => {
    const document = changing(handWritten(), "aws_acm_certificate.clients", {
      subject_alternative_names: ["www.example.com", "wiki.example.com"],
    });
    const bystanders = adding(document, {
      "aws_instance.wiki": { ami: "ami-1", private_ip: "10.0.40.4" },
      "aws_instance.www": { ami: "ami-1", private_ip: "10.0.40.5" },
      "aws_route53_record.wiki": record("wiki.example.com", "10.0.40.4"),
      "aws_route53_record.www": record("www.example.com", "10.0.40.5"),
    });
    expect(objections(ownCertificatePerNode, bystanders)).toEqual([]);
  });
});
