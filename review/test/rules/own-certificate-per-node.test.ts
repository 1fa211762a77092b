import { ownCertificatePerNode } from "../../rules/own-certificate-per-node";
import { adding, addressesOf, changing, without, type Body, type Document } from "../support/document";
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

test("objects to it once where the output says that it has one name, too", () => {
  const { certificate_arn, common_name } = { ...placements(NODES)[0] };
  const placed = with1({ sems2: { certificate_arn, common_name } });
  expect(places(ownCertificatePerNode, positionOf(handWritten(), placed))).toEqual([
    ["aws_acm_certificate.sems1", "error"],
  ]);
});

test.each(["arn:aws:acm:us-east-1:111122223333:certificate/1", "${var.certificate}"])(
  "objects to one certificate of somebody else's on two nodes: %s",
  (arn) => {
    const placed = with1({ sems1: { certificate_arn: arn }, sems3: { certificate_arn: arn } });
    expect(objections(ownCertificatePerNode, positionOf(handWritten(), placed))).toEqual([
      {
        address: "output.certificate_placements",
        level: "error",
        message: expect.stringContaining(
          `Interface 1 of sems1 and sems3 carry the same certificate (${arn})`,
        ),
      },
    ]);
  },
);

test.each([
  ["another ARN", { certificate_arn: "arn:2" }],
  ["no ARN", { certificate_arn: undefined }],
])("objects to a second certificate of the same name, with %s", (_what, certificate) => {
  const other = { ...certificate, common_name: "SEMS1.example.com" };
  const document = positionOf(
    handWritten(),
    placements(NODES).map((one) =>
      one.interface === 1 && one.node === "sems2" ? { ...one, ...other } : one,
    ) as Placed[],
  );
  expect(objections(ownCertificatePerNode, document)).toEqual([
    {
      address: "output.certificate_placements",
      level: "error",
      message: expect.stringContaining(
        "The certificates for Interface 1 of sems1 and sems2 have the same name, sems1.example.com",
      ),
    },
  ]);
});

test("has no say on a node that an output lists twice, and in a document without services", () => {
  const twice = [...placements(NODES), ...placements(NODES)];
  expect(objections(ownCertificatePerNode, positionOf(handWritten(), twice))).toEqual([]);
  const nobodys = without(handWritten(), ...addressesOf(handWritten(), /^aws_route53_record\./));
  const placed = with1({ sems2: { certificate_arn: arnOf("sems1") } });
  expect(objections(ownCertificatePerNode, positionOf(nobodys, placed))).toEqual([]);
});

test("objects to a certificate that bears another name than the node's", () => {
  const document = changing(handWritten(), "aws_acm_certificate.sems2", { domain_name: "old.example.com" });
  const [found] = objections(ownCertificatePerNode, positionOf(document, placements(NODES)));
  expect(found?.address).toBe("aws_acm_certificate.sems2");
  expect(found?.message).toContain("should name sems2.example.com, and names old.example.com");
});

test.each([
  ["the output leaves its name open", with1({ sems2: { common_name: "${var.name}" } }), {}],
  ["the document leaves its name open", placements(NODES), { domain_name: "${var.name}" }],
  [
    "the output does not list its name",
    placements(NODES).map(({ common_name: _name, ...placed }) => placed) as Placed[],
    {},
  ],
  [
    "the output lists neither its name nor one that the document has",
    placements(NODES).map(({ common_name: _name, ...placed }) => ({
      ...placed,
      certificate_arn: `arn:${placed.node}`,
    })) as Placed[],
    {},
  ],
])("has no say on the name of a certificate where %s", (_what, placed, arguments_) => {
  const document = changing(handWritten(), "aws_acm_certificate.sems2", arguments_);
  expect(objections(ownCertificatePerNode, positionOf(document, placed))).toEqual([]);
});

test("objects to a wildcard on Interface 1", () => {
  const message = expect.stringContaining(
    "for Interface 1 of sems2 names *.example.com, which matches any host",
  );
  const document = changing(handWritten(), "aws_acm_certificate.sems2", { domain_name: "*.example.com" });
  expect(objections(ownCertificatePerNode, positionOf(document, placements(NODES)))).toEqual([
    { address: "aws_acm_certificate.sems2", level: "error", message },
  ]);
  const placed = with1({ sems2: { certificate_arn: "arn:2", common_name: "*.example.com" } });
  expect(objections(ownCertificatePerNode, positionOf(handWritten(), placed))).toEqual([
    { address: "output.certificate_placements", level: "error", message },
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
    expect(objections(ownCertificatePerNode, document)).toEqual([
      {
        address: "aws_acm_certificate.clients",
        level: "error",
        message: expect.stringContaining(
          "names several nodes, sems1.example.com, sems2.example.com and sems3.example.com: ",
        ),
      },
    ]);
  });

  test("does not count the clients' name as a node's, though it points to one's Interface 1", () => {
    const ipv6 = "2001:db8::1";
    const [first, ...others] = NODES;
    const document = adding(
      serving(without(handWritten(), ...certificates), [
        ...(first === undefined ? [] : [{ ...first, inside: ipv6 }]),
        ...others,
      ]),
      {
        "aws_route53_record.ipv6": { ...record("keys.example.com", ipv6), type: "AAAA" },
        "aws_route53_record.sems2": record("sems2.example.com", "10.0.12.10"),
      },
    );
    const shared = changing(document, "aws_acm_certificate.clients", {
      subject_alternative_names: ["sems2.example.com"],
    });
    expect(objections(ownCertificatePerNode, shared)).toEqual([]);
  });

  test("has no say on a certificate whose name the document leaves open", () => {
    const document = changing(named(), "aws_acm_certificate.sems1", { domain_name: "${var.name}" });
    expect(objections(ownCertificatePerNode, document)).toEqual([]);
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

  test("warns of a wildcard where the nodes have nothing else, and of none that does not match them", () => {
    const issued = (arguments_: Body): Document =>
      changing(without(named(), ...certificates), "aws_acm_certificate.clients", arguments_);
    const document = issued({
      domain_name: "*.example.com",
      subject_alternative_names: ["www.example.org"],
    });
    expect(objections(ownCertificatePerNode, document)).toEqual([
      {
        address: "aws_acm_certificate.clients",
        level: "warning",
        message: expect.stringContaining(
          "no certificate for sems1.example.com, sems2.example.com and sems3.example.com but *.example.com, ",
        ),
      },
    ]);
    expect(objections(ownCertificatePerNode, issued({ domain_name: "*.example.org" }))).toEqual([]);
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
