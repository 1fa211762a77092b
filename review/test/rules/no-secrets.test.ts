import { noSecrets } from "../../rules/no-secrets";
import { adding, addressesOf, without, type Body } from "../support/document";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { reviewOf } from "../support/review";
import { objections, places } from "./support/objections";
import { placements, positionOf, saying } from "./support/outputs";

const SECRET = "c2VjcmV0IHNlY3JldCBzZWNyZXQ";
const PEM = `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----\n`;

const withResource = (address: string, body: Body) => adding(handWritten(), { [address]: body });

test("leaves certificates alone whose key stays in ACM", () => {
  expect(objections(noSecrets, positionOf(handWritten(), placements(handWrittenNodes(3))))).toEqual([]);
});

test("leaves an imported certificate without a key alone", () => {
  const state = { certificate_body: "-----BEGIN CERTIFICATE-----", private_key: "" };
  expect(objections(noSecrets, withResource("aws_acm_certificate.ca", state))).toEqual([]);
});

test.each([
  ["tls_private_key.made", { algorithm: "RSA" }],
  ["aws_acm_certificate.imported", { certificate_body: "…", private_key: PEM }],
  ["aws_acm_certificate.imported", { certificate_body: "…", private_key: "${var.key}" }],
  ["aws_iam_server_certificate.imported", { certificate_body: "…", private_key: PEM }],
  ["aws_instance.started", { user_data: `#cloud-config\n${PEM}` }],
  ["aws_instance.started", { user_data_base64: Buffer.from(PEM).toString("base64") }],
])("objects to %s, and never repeats the key", (address, body) => {
  const found = objections(noSecrets, withResource(address, body));
  expect(found).toEqual([{ address, level: "error", message: expect.any(String) }]);
  expect(JSON.stringify(found)).not.toContain(SECRET.slice(0, 8));
});

test.each([
  ["a key", PEM],
  ["a key of another form", PEM.replaceAll("RSA ", "")],
  ["an encrypted key", PEM.replaceAll("RSA", "ENCRYPTED")],
  ["a key within", { nodes: [{ name: "sems1", key: PEM }] }],
  ["a reference to a key", "${tls_private_key.made.private_key_pem}"],
  ["a reference to an imported certificate's key", "${aws_acm_certificate.imported.private_key}"],
  ["a reference to an authority's key", "${tls_locally_signed_cert.node.ca_private_key_pem}"],
])("objects to an output that holds %s", (_what, value) => {
  const found = objections(noSecrets, saying(handWritten(), "key", value));
  expect(found).toEqual([{ address: "output.key", level: "error", message: expect.any(String) }]);
  expect(JSON.stringify(found)).not.toContain(SECRET.slice(0, 8));
});

test("leaves a public key in an output alone", () => {
  const document = saying(handWritten(), "key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----");
  expect(objections(noSecrets, document)).toEqual([]);
});

test("leaves an output alone that refers to itself without end", () => {
  const document = withResource("aws_lb.loop", { subnets: ["${aws_lb.loop.subnets}"] });
  expect(objections(noSecrets, saying(document, "key", "${aws_lb.loop.subnets}"))).toEqual([]);
});

test.each([
  ["ACM", "aws_acm_certificate"],
  ["IAM", "aws_iam_server_certificate"],
])("names %s where a key is handed to it", (name, type) => {
  const [found] = objections(noSecrets, withResource(`${type}.imported`, { private_key: PEM }));
  expect(found?.message).toContain(`A private key is handed to ${name} through Terraform`);
});

test("has no say in a document without services", () => {
  const document = withResource("tls_private_key.made", { algorithm: "RSA" });
  expect(places(noSecrets, without(document, ...addressesOf(document, /^aws_route53_record\./)))).toEqual([]);
});

test("objects to a key in whatever else the document holds, by its address, once and without repeating it", () => {
  const parameter = { name: "key", type: "String", value: PEM };
  const document = withResource("aws_ssm_parameter.key", parameter);
  const imported = { certificate_body: "…", private_key: PEM };
  const both = { "aws_acm_certificate.imported": imported, "aws_iam_server_certificate.imported": imported };
  const { findings } = reviewOf(adding(document, both));
  expect(findings.map(({ rule, address }) => [rule, address])).toEqual([
    ["AWS-SEC-1", "aws_acm_certificate.imported"],
    ["AWS-SEC-1", "aws_iam_server_certificate.imported"],
    ["AWS-SEC-1", "aws_ssm_parameter.key"],
  ]);
  expect(JSON.stringify(findings)).not.toContain(SECRET);
});
