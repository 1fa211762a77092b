import { bodyOf, changing, type Document } from "../support/document";
import { crossZoneOn, staticWeights, weightsOfRoute53 } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { handWrittenNodes, tagged } from "../support/hand-written";
import { plain } from "../support/mended";

const objections = (document: Document): string[] => objectionsOf("SEMS-LB-4", document);
const weighted = (document: Document): Document => tagged(document, "weighted", handWrittenNodes(2));
const stickiness = (document: Document, block: unknown): Document =>
  changing(document, "aws_lb_target_group.https", { stickiness: block });

describe("SEMS-LB-4", () => {
  test("lets a group without persistence pass whose zones leave no choice", () => {
    expect(objections(stickiness(plain, undefined))).toEqual([]);
  });

  test("lets a cookie pass that is switched off, as older modules write it", () => {
    expect(objections(stickiness(plain, { type: "lb_cookie", enabled: false }))).toEqual([]);
  });

  test.each(["lb_cookie", "app_cookie"])("objects to %s, which is on by default", (type) => {
    expect(objections(stickiness(plain, { type }))).toEqual([
      expect.stringContaining(`by a cookie (${type})`),
    ]);
  });

  test("objects to a choice of node with persistence switched off", () => {
    const document = stickiness(crossZoneOn(plain), { type: "source_ip", enabled: false });
    expect(objections(document)).toEqual([expect.stringContaining("another one of 3 nodes")]);
  });

  test("wants the forward action of weighted groups to keep clients in their group", () => {
    const document = weighted(staticWeights(10, 1)(plain));
    expect(objections(document)).toEqual([]);
    const text = JSON.stringify(bodyOf(document, "aws_lb_listener.https"));
    const off: typeof document.provider = JSON.parse(text.replace('"enabled":true', '"enabled":false'));
    expect(objections(changing(document, "aws_lb_listener.https", off))).toEqual([
      expect.stringMatching(/^error aws_lb_listener\.https: .*one of 2 target groups again/),
    ]);
  });

  test("objects to declared weights of Route 53, which forgets whom it answered", () => {
    expect(objections(weighted(weightsOfRoute53(plain)))).toEqual([expect.stringContaining("whoever asks")]);
  });
});
