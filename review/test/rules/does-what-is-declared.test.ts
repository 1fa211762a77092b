import { addressesOf, changing, without, type Document } from "../support/document";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";

const objections = (document: Document): string[] => objectionsOf("SEMS-INTENT-1", document);
const withoutRecords = (document: Document): Document =>
  without(document, ...addressesOf(document, /^aws_route53_(record|health_check|zone)\./));

describe("SEMS-INTENT-1", () => {
  test("objects to a manual method where records fail over", () => {
    expect(objections(tagged(plain, "manual", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("with sems1 down, they are routed to sems2"),
    ]);
  });

  test("objects to a weighted method without weights", () => {
    expect(objections(tagged(plain, "weighted", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("nothing on the path of its clients has a weight"),
    ]);
  });

  test("objects once to a node that no tag declares, whatever ports it has", () => {
    expect(objections(tagged(plain, "ordered-list", handWrittenNodes(2)))).toEqual([
      expect.stringMatching(
        /^error aws_lb_target_group_attachment\.https_sems3: Clients of port 443 and 636 are routed to 10\.0\.3\.10/,
      ),
    ]);
  });

  test("objects to another address in a declared node's zone", () => {
    const document = changing(plain, "aws_network_interface.sems2_outside", { private_ips: ["10.0.2.99"] });
    expect(objections(tagged(document, "ordered-list", handWrittenNodes(3)))).toEqual([
      expect.stringContaining("routed to 10.0.2.99, where the tags declare sems2 with Interface 2 10.0.2.10"),
    ]);
  });

  test("warns where the records may be in another stack", () => {
    const document = withoutRecords(tagged(plain, "ordered-list", handWrittenNodes(3)));
    expect(objections(document)).toEqual([
      expect.stringMatching(/^warning aws_lb\.keys: .* the document has no record that does/),
    ]);
  });

  test("says nothing of a stack that declares nothing", () => {
    expect(objections(withoutRecords(plain))).toEqual([]);
  });
});
