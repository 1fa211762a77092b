import { sharedNameIsNotANodes } from "../../rules/shared-name-is-not-a-nodes";
import { adding, addressesOf, changing, without } from "../support/document";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { objections, places } from "./support/objections";
import { placements, positionOf, record, saying, serving } from "./support/outputs";

const NODES = handWrittenNodes(3);

test("leaves nodes alone that have names of their own", () => {
  const document = adding(serving(handWritten(), NODES), {
    "aws_route53_record.sems1": record("sems1.example.com", "10.0.11.10"),
  });
  expect(objections(sharedNameIsNotANodes, positionOf(document, placements(NODES)))).toEqual([]);
});

test("objects to a placement that gives a node's Interface 1 the shared name", () => {
  const [first, ...others] = placements(NODES);
  const wrong = first === undefined ? [] : [{ ...first, common_name: "Keys.example.com." }];
  expect(places(sharedNameIsNotANodes, positionOf(handWritten(), [...wrong, ...others]))).toEqual([
    ["output.certificate_placements", "error"],
  ]);
});

test("objects to a shared name whose only record routes to one node's Interface 1", () => {
  const internal = {
    ...record("keys.example.com", "10.0.11.10"),
    zone_id: "${aws_route53_zone.private.zone_id}",
  };
  const found = objections(
    sharedNameIsNotANodes,
    adding(handWritten(), {
      "aws_route53_zone.private": { name: "example.com", vpc: [{ vpc_id: "vpc-1" }] },
      "aws_route53_record.private": internal,
    }),
  );
  expect(found).toEqual([
    {
      address: "aws_route53_record.private",
      level: "error",
      message: expect.stringContaining("keys.example.com, to which clients are bound"),
    },
  ]);
});

test("warns of a certificate for Interface 1 that bears the shared name besides", () => {
  const document = changing(positionOf(handWritten(), placements(NODES)), "aws_acm_certificate.sems1", {
    subject_alternative_names: ["sems1.example.com", "keys.example.com"],
  });
  expect(places(sharedNameIsNotANodes, document)).toEqual([["aws_acm_certificate.sems1", "warning"]]);
});

const ALSO_SHARED = { subject_alternative_names: ["keys.example.com"] };

test("warns of it where only a list of certificates, or only a record, says that it is for Interface 1", () => {
  const document = changing(handWritten(), "aws_acm_certificate.sems1", ALSO_SHARED);
  const unnamed = placements(NODES).map(({ common_name: _name, ...placed }) => placed);
  const listed = saying(document, "certificate_placements", unnamed);
  const named = adding(serving(document, NODES), {
    "aws_route53_record.sems1": record("sems1.example.com", "10.0.11.10"),
  });
  for (const certain of [listed, named])
    expect(places(sharedNameIsNotANodes, certain)).toEqual([["aws_acm_certificate.sems1", "warning"]]);
});

test.each([
  ["one of Interface 2", "aws_acm_certificate.clients", { domain_name: "old.example.com" }],
  ["one that is for no node", "aws_acm_certificate.www", { domain_name: "www.example.com" }],
  ["one whose name is open", "aws_acm_certificate.sems1", { domain_name: "${var.name}" }],
])("leaves %s alone that bears the shared name besides", (_what, address, arguments_) => {
  const document = adding(handWritten(), { [address]: { ...arguments_, ...ALSO_SHARED } });
  expect(objections(sharedNameIsNotANodes, positionOf(document, placements(NODES)))).toEqual([]);
});

test("leaves a certificate that names several nodes to SEMS-CERT-1", () => {
  const document = changing(positionOf(handWritten(), placements(NODES)), "aws_acm_certificate.sems1", {
    subject_alternative_names: ["sems2.example.com", "keys.example.com"],
  });
  expect(objections(sharedNameIsNotANodes, document)).toEqual([]);
});

test("leaves the certificate of the clients alone", () => {
  const document = changing(positionOf(handWritten(), placements(NODES)), "aws_acm_certificate.clients", {
    subject_alternative_names: ["keys.example.com", "mail.example.com"],
  });
  expect(objections(sharedNameIsNotANodes, document)).toEqual([]);
});

test("has no say in a document without services", () => {
  const document = handWritten();
  const records = addressesOf(document, /^aws_route53_record\./);
  const [first] = placements(NODES);
  const wrong = first === undefined ? [] : [{ ...first, common_name: "keys.example.com" }];
  expect(objections(sharedNameIsNotANodes, positionOf(without(document, ...records), wrong))).toEqual([]);
});
