import { sharedClientCertificate } from "../../rules/shared-client-certificate";
import { adding, addressesOf, changing, without, type Body } from "../support/document";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { objections, places } from "./support/objections";
import { placements, positionOf, record, saying, serving, type Placed } from "./support/outputs";
import { withSecondName } from "./support/second-name";

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

test("has no say on an output that lists the certificates of Interface 1 only", () => {
  const [first, second] = [1, 2].map((place) => placements(NODES).filter((one) => one.interface === place));
  const document = saying(handWritten(), "replication_certificate_placements", first);
  expect(
    objections(sharedClientCertificate, saying(document, "clients_certificate_placements", second)),
  ).toEqual([]);
});

test("has no say on placements that do not specify the certificate, or in a document without services", () => {
  const [document, arn] = [handWritten(), "arn:aws:acm:us-east-1:111122223333:certificate/3"];
  const unspecified = placements(NODES).map(({ node, interface: place }) => ({ node, interface: place }));
  expect(
    objections(sharedClientCertificate, saying(document, "certificate_placements", unspecified)),
  ).toEqual([]);
  const nobodys = without(document, ...addressesOf(document, /^aws_route53_record\./));
  const different = with2({ sems3: { certificate_arn: arn } });
  expect(objections(sharedClientCertificate, positionOf(nobodys, different))).toEqual([]);
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

describe("where clients use two names", () => {
  const document = withSecondName(handWritten(), "mail.example.com");

  test("takes a certificate for that of the name that it bears", () => {
    const second = { domain_name: "mail.example.com", subject_alternative_names: ["www.example.com"] };
    expect(
      objections(sharedClientCertificate, positionOf(changing(document, CLIENTS, second), placements(NODES))),
    ).toEqual([
      {
        address: CLIENTS,
        level: "warning",
        message: expect.stringContaining("has no SAN mail.example.com"),
      },
    ]);
  });
});

test.each([
  ["the certificate's name", { common_name: "${var.name}" }, handWritten()],
  [
    "the clients' name",
    { common_name: "old.example.com" },
    withSecondName(handWritten(), "${var.name}.example.com"),
  ],
])("has no say on a placed certificate of somebody else's while %s is open", (_what, other, document) => {
  const placed = placements(NODES).map((one) =>
    one.interface === 2 ? { ...one, certificate_arn: "arn:2", ...other } : one,
  );
  expect(objections(sharedClientCertificate, positionOf(document, placed))).toEqual([]);
});

test.each([
  ["a common name", { domain_name: "${var.name}" }],
  ["a SAN", { subject_alternative_names: ["${var.name}"] }],
])("has no say on the placed certificate where the document leaves %s open", (_what, arguments_) => {
  const document = positionOf(issued(arguments_), placements(NODES));
  expect(objections(sharedClientCertificate, document)).toEqual([]);
});

test.each([
  ["another name", { domain_name: "old.example.com" }, "error"],
  [
    "the name as a SAN only",
    { domain_name: "a.example.com", subject_alternative_names: ["keys.example.com"] },
    "error",
  ],
  ["a wildcard", { domain_name: "*.example.com" }, "warning"],
  [
    "a wildcard as a SAN",
    { domain_name: "old.example.com", subject_alternative_names: ["*.example.com"] },
    "warning",
  ],
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

describe("where no output lists the certificates", () => {
  const www = { domain_name: "www.example.com", validation_method: "DNS", tags: { Name: "www" } };
  const adds = (certificate: Body) => adding(handWritten(), { "aws_acm_certificate.second": certificate });

  test("has no say on those of other names, and on those whose names are open", () => {
    expect(objections(sharedClientCertificate, adds(www))).toEqual([]);
    expect(objections(sharedClientCertificate, issued(www))).toEqual([]);
    expect(objections(sharedClientCertificate, adds({ domain_name: "${var.name}" }))).toEqual([]);
    const open = { domain_name: "${var.name}", subject_alternative_names: ["keys.example.com"] };
    expect(objections(sharedClientCertificate, issued(open))).toEqual([]);
  });

  test("objects to one that bears the clients' name as a SAN only, unless another is as it should be", () => {
    const as = { domain_name: "a.example.com", subject_alternative_names: ["keys.example.com"] };
    expect(places(sharedClientCertificate, issued(as))).toEqual([[CLIENTS, "error"]]);
    expect(objections(sharedClientCertificate, adds(as))).toEqual([]);
  });

  test("leaves a node's own, which bears the name besides, to SEMS-LB-7", () => {
    const document = adding(serving(without(handWritten(), CLIENTS), NODES), {
      "aws_route53_record.sems1": record("sems1.example.com", "10.0.11.10"),
    });
    const shared = changing(document, "aws_acm_certificate.sems1", {
      subject_alternative_names: ["keys.example.com"],
    });
    expect(objections(sharedClientCertificate, shared)).toEqual([]);
  });

  test("does not take the clients' certificate for a node's, though a node bears the clients' name", () => {
    const placed = placements(NODES.slice(0, 1)).slice(0, 1);
    const document = positionOf(
      issued({ certificate_body: "…", subject_alternative_names: ["a.example.com"] }),
      placed.map((one) => ({ ...one, common_name: "keys.example.com" })),
    );
    expect(places(sharedClientCertificate, document)).toEqual([[CLIENTS, "error"]]);
  });
});

test("warns of several certificates for the clients' name, at the last of them", () => {
  const more = { domain_name: "keys.example.com", validation_method: "DNS" };
  const document = adding(handWritten(), { "aws_acm_certificate.second": more });
  expect(places(sharedClientCertificate, document)).toEqual([["aws_acm_certificate.second", "warning"]]);
  expect(objections(sharedClientCertificate, positionOf(document, placements(NODES)))).toEqual([]);
  const three = adding(document, { "aws_acm_certificate.third": more });
  expect(places(sharedClientCertificate, three)).toEqual([["aws_acm_certificate.third", "warning"]]);
});
