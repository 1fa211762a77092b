import { sharedClientCertificate } from "../../rules/shared-client-certificate";
import { adding, changing, type Body } from "../support/document";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { objections, places } from "./support/objections";
import { placements, positionOf, type Placed } from "./support/outputs";

const NODES = handWrittenNodes(3);
const CLIENTS = "aws_acm_certificate.clients";

const with2 = (changes: Readonly<Record<string, Partial<Placed>>>): Placed[] =>
  placements(NODES).map((placed) =>
    placed.interface === 2 ? { ...placed, ...changes[placed.node] } : placed,
  );

const issued = (arguments_: Body) => changing(handWritten(), CLIENTS, arguments_);

test("leaves one certificate for the clients alone, with and without a list of what goes where", () => {
  expect(objections(sharedClientCertificate, positionOf(handWritten(), placements(NODES)))).toEqual([]);
  expect(objections(sharedClientCertificate, handWritten())).toEqual([]);
});

test("leaves further names alone", () => {
  const document = issued({ subject_alternative_names: ["keys.example.com", "mail.example.com"] });
  expect(objections(sharedClientCertificate, document)).toEqual([]);
});

test("objects to different certificates on Interface 2", () => {
  const placed = with2({ sems3: { certificate_arn: "arn:aws:acm:us-east-1:111122223333:certificate/3" } });
  expect(objections(sharedClientCertificate, positionOf(handWritten(), placed))).toEqual([
    {
      address: "output.certificate_placements",
      level: "error",
      message: expect.stringContaining("aws_acm_certificate.clients on sems1 and sems2; arn:"),
    },
  ]);
});

test("objects to a node that gets a certificate for replication alone", () => {
  const placed = placements(NODES).filter(({ node, interface: place }) => node !== "sems3" || place === 1);
  const [found] = objections(sharedClientCertificate, positionOf(handWritten(), placed));
  expect(found?.message).toContain("Interface 2 of sems3 gets no certificate");
});

test("objects to placements of a certificate for another name", () => {
  const arn = "arn:aws:acm:us-east-1:111122223333:certificate/3";
  const other = { certificate_arn: arn, common_name: "old.example.com" };
  const placed = with2({ sems1: other, sems2: other, sems3: other });
  expect(objections(sharedClientCertificate, positionOf(handWritten(), placed))).toEqual([
    {
      address: "output.certificate_placements",
      level: "error",
      message: expect.stringContaining("names old.example.com"),
    },
  ]);
});

test.each([
  ["another name", { domain_name: "old.example.com" }, "error"],
  [
    "the name as a SAN only",
    { domain_name: "a.example.com", subject_alternative_names: ["keys.example.com"] },
    "error",
  ],
  ["a wildcard", { domain_name: "*.example.com" }, "warning"],
  ["other SANs than the common name", { subject_alternative_names: ["a.example.com"] }, "warning"],
  [
    "an imported certificate without the SAN",
    { certificate_body: "…", subject_alternative_names: ["a.example.com"] },
    "error",
  ],
])("objects to the placed certificate: %s", (_what, arguments_, level) => {
  const document = positionOf(issued(arguments_), placements(NODES));
  expect(places(sharedClientCertificate, document)).toEqual([[CLIENTS, level]]);
});

test("knows the certificate by its Name tag where no output lists it", () => {
  const document = issued({ domain_name: "old.example.com", tags: { Name: "keys.example.com" } });
  expect(places(sharedClientCertificate, document)).toEqual([[CLIENTS, "error"]]);
});

test("has no say on certificates of other names where no output lists them", () => {
  const other = { domain_name: "www.example.com", validation_method: "DNS" };
  expect(
    objections(sharedClientCertificate, adding(handWritten(), { "aws_acm_certificate.www": other })),
  ).toEqual([]);
});

test("warns of two certificates for the clients' name", () => {
  const second = { domain_name: "keys.example.com", validation_method: "DNS" };
  const document = adding(handWritten(), { "aws_acm_certificate.second": second });
  expect(places(sharedClientCertificate, document)).toEqual([["aws_acm_certificate.second", "warning"]]);
  expect(objections(sharedClientCertificate, positionOf(document, placements(NODES)))).toEqual([]);
});
