import { planBetween, type Steps } from "../impact/support/plan";
import { adding, bodyOf, changing, without, type Body, type Document } from "../support/document";
import { BASE, NOTHING, refusals, refusalsIn } from "./support/refusals";

const HTTPS = "aws_lb_listener.https";
const LDAPS = "aws_lb_listener.ldaps";
const OTHER = "aws_lb_listener.other";

const found = (after: Document, steps: Steps = {}, before: Document = BASE): string[] =>
  refusals("AWS-APPLY-7", after, steps, before);

/** The stack with other ports of its two listeners. */
const withPorts = (https: number, ldaps: number, document: Document = BASE): Document =>
  changing(changing(document, HTTPS, { port: https }), LDAPS, { port: ldaps });

/** The stack in which one listener depends on another one. */
const dependent = (address: string, on: string, document: Document = BASE): Document =>
  changing(document, address, { depends_on: [on] });

describe("AWS-APPLY-7: a listener's new port", () => {
  /** HTTPS takes the port that LDAPS has. */
  const withoutLdaps = changing(without(BASE, LDAPS), HTTPS, { port: 636 });

  test("is free where no other listener of the load balancer has it", () => {
    expect(found(withPorts(8443, 636))).toEqual([]);
    const elsewhere = changing(BASE, LDAPS, { load_balancer_arn: "arn:other" });
    expect(found(changing(without(elsewhere, LDAPS), HTTPS, { port: 636 }), {}, elsewhere)).toEqual([]);
  });

  test("may be in use by one that is destroyed in the same apply", () => {
    expect(found(withoutLdaps)).toEqual([
      `warning ${HTTPS}: ${HTTPS} is changed to the same load_balancer_arn and port as ${LDAPS}, which is destroyed in the ` +
        `same apply, and Terraform orders neither first: AWS refuses the change while the old one is there ` +
        `(ModifyListener: ValidationError). Free the port in a deployment of its own first; two listeners that swap ports ` +
        `need a third one in between.`,
    ]);
  });

  test("is free once that one is destroyed first", () => {
    expect(found(withoutLdaps, {}, dependent(LDAPS, HTTPS))).toEqual([]);
  });

  test("is in use by what Terraform forgets", () => {
    expect(found(withoutLdaps, { forgotten: [LDAPS] })).toEqual([
      expect.stringMatching(
        `^error ${HTTPS}: .* as ${LDAPS}, which Terraform forgets and leaves in AWS: AWS refuses the change \\(Modify`,
      ),
    ]);
  });

  test("may be in use by one whose port changes in the same apply", () => {
    expect(found(withPorts(636, 8636))).toEqual([
      expect.stringMatching(
        `^warning ${HTTPS}: .* as ${LDAPS}, which is changed in the same apply, .* the change while the old one is as it was`,
      ),
    ]);
  });

  test("is free or in use as the order of the two changes has it", () => {
    expect(found(dependent(HTTPS, LDAPS, withPorts(636, 8636)))).toEqual([]);
    expect(found(dependent(LDAPS, HTTPS, withPorts(636, 8636)))).toEqual([
      expect.stringMatching(
        `^error ${HTTPS}: .* as ${LDAPS}, which still has them then: AWS refuses the change .*\\. Nothing is destroyed`,
      ),
    ]);
  });

  test("is in use where two swap theirs, whichever is first", () => {
    const error = (address: string): unknown =>
      expect.stringMatching(`^error ${address}: .* still has them then`);
    expect(found(withPorts(636, 443))).toEqual([error(HTTPS), error(LDAPS)]);
    expect(found(dependent(LDAPS, HTTPS, withPorts(636, 443)))).toEqual([error(HTTPS)]);
  });

  test("is its own already where something else changes", () => {
    expect(found(changing(BASE, HTTPS, { tags: { Name: "https" } }))).toEqual([]);
    const twice = adding(BASE, { [OTHER]: bodyOf(BASE, HTTPS) });
    expect(found(changing(BASE, HTTPS, { tags: { Name: "https" } }), {}, twice)).toEqual([]);
  });

  test("is not compared where it, or the load balancer, is not known", () => {
    const unknown: readonly Body[] = [{ port: undefined }, { load_balancer_arn: undefined }];
    for (const changes of unknown) {
      expect(found(changing(withoutLdaps, HTTPS, changes))).toEqual([]);
      expect(found(changing(withPorts(636, 636), LDAPS, changes))).toEqual([]);
    }
  });

  test("of one that is created may be in use by one that changes", () => {
    const created = adding(withPorts(8443, 636), { [OTHER]: bodyOf(BASE, HTTPS) });
    expect(found(created)).toEqual([
      expect.stringMatching(
        `^warning ${OTHER}: ${OTHER} is created with the same .* as ${HTTPS}, which is changed .*: where all settings are the ` +
          `same, AWS takes both for one; otherwise it refuses the new one while the old one is as it was .*\\. Free the port`,
      ),
    ]);
  });
});

describe("AWS-APPLY-7: a port of a load balancer", () => {
  const shared = (protocol: string): Document =>
    adding(BASE, { [OTHER]: { ...bodyOf(BASE, HTTPS), protocol } });
  const refused =
    `error ${OTHER}: ${HTTPS} and ${OTHER} are listeners of one load balancer on port 443: where all settings are the same, ` +
    `AWS takes them for one, which ends with any of them; otherwise it refuses the second one (CreateListener: ` +
    `DuplicateListener). Give each its own port; TCP and UDP on one port need one listener, of TCP_UDP.`;

  test("has one listener, of whatever protocol", () => {
    for (const protocol of ["TCP", "UDP"]) {
      expect(found(shared(protocol))).toEqual([refused]);
      expect(found(shared(protocol), {}, NOTHING)).toEqual([refused]);
    }
  });

  test("has one listener of a synthesized stack, which is still to be created", () => {
    expect(refusalsIn("AWS-APPLY-7", shared("TCP"))).toEqual([refused]);
    expect(refusalsIn("AWS-APPLY-7", BASE)).toEqual([]);
  });

  test("is not given in place to a second listener", () => {
    expect(found(withPorts(443, 443))).toEqual([
      `error ${LDAPS}: ${HTTPS} and ${LDAPS} are listeners of one load balancer on port 443: AWS refuses the second one ` +
        `(ModifyListener: ValidationError). Nothing is destroyed by then. Give each its own port; TCP and UDP on one port need ` +
        `one listener, of TCP_UDP.`,
    ]);
  });

  test("is given to two listeners in place, of which either may be the second", () => {
    expect(found(withPorts(8443, 8443))).toEqual([
      expect.stringMatching(
        `^error ${LDAPS}: .* on port 8443: AWS refuses the second one .*\\)\\. Give each`,
      ),
    ]);
  });

  test("may have two listeners where both are deployed like this", () => {
    const tags = { Name: "https" };
    expect(found(shared("TCP"), {}, shared("TCP"))).toEqual([]);
    expect(found(changing(shared("TCP"), OTHER, { tags }), {}, shared("TCP"))).toEqual([]);
    expect(refusalsIn("AWS-APPLY-7", planBetween(shared("TCP"), shared("TCP")).prior_state)).toEqual([]);
  });

  test("is another one on another load balancer", () => {
    expect(found(changing(shared("TCP"), OTHER, { load_balancer_arn: "arn:other" }))).toEqual([]);
  });

  test("is not compared where it, or the load balancer, is not known", () => {
    const unknown: readonly Body[] = [
      { port: undefined },
      { load_balancer_arn: undefined },
      { port: undefined, load_balancer_arn: undefined },
    ];
    for (const changes of unknown) {
      const both = changing(changing(shared("TCP"), HTTPS, changes), OTHER, changes);
      expect(refusalsIn("AWS-APPLY-7", both)).toEqual([]);
    }
  });
});
