import fc from "fast-check";
import { mermaid } from "../../report/mermaid";
import type { Diagram } from "../../report-model";
import { anyText } from "./support/any-text";
import { HOSTILE, service } from "./support/reviews";

const labelled = (text: string): Diagram => ({
  boxes: [
    { id: text, kind: "name", lines: [text, text] },
    { id: "node", kind: "node", lines: [text] },
  ],
  arrows: [{ from: text, to: "node", label: text, taken: true }],
});

/** The text of a diagram with every label taken out. */
const skeleton = (diagram: string | null) => diagram?.replace(/"[^"\n]*"/g, '""');

describe("a diagram for a pull request", () => {
  test("draws each box by its kind, and the path of the clients in bold", () => {
    expect(mermaid(service(2).diagram)?.split("\n")).toEqual([
      "flowchart LR",
      '  b0(["keys.example.com<br/>A, TTL 10 s"])',
      '  b1[/"198#46;51.100.1<br/>us-east-1a"/]',
      '  b2["sems1<br/>10#46;0.1.10"]',
      '  b3[/"198#46;51.100.2<br/>us-east-1b"/]',
      '  b4["sems2<br/>10#46;0.2.10"]',
      '  b5{{"keys<br/>network, cross-zone off"}}',
      '  b0 ==>|"PRIMARY"| b1',
      '  b1 ==>|"us-east-1a"| b5',
      '  b5 ==>|"us-east-1a"| b2',
      '  b0 -.->|"SECONDARY"| b3',
      '  b3 -.->|"us-east-1b"| b5',
      '  b5 -.->|"us-east-1b"| b4',
      "  linkStyle 0,1,2 stroke-width:3px",
    ]);
  });

  test("leaves arrows without a label and boxes without lines bare", () => {
    const boxes = [
      { id: "a", kind: "other" as const, lines: [] },
      { id: "b", kind: "other" as const, lines: ["b"] },
    ];
    expect(mermaid({ boxes, arrows: [{ from: "a", to: "b", label: "", taken: false }] })).toBe(
      'flowchart LR\n  b0(" ")\n  b1("b")\n  b0 -.-> b1',
    );
  });

  test.each([...HOSTILE, "a".repeat(1000)])("keeps %j inside its label", (text) => {
    const drawn = mermaid(labelled(text));
    expect(skeleton(drawn)).toBe(
      'flowchart LR\n  b0([""])\n  b1[""]\n  b0 ==>|""| b1\n  linkStyle 0 stroke-width:3px',
    );
    for (const [, label = ""] of drawn?.matchAll(/"([^"\n]*)"/g) ?? []) {
      expect(label.replaceAll("<br/>", " ")).toMatch(/^(?:[\p{L}\p{N} .,/-]|#\d+;)*$/u);
    }
  });

  test("keeps any text inside its label", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(skeleton(mermaid(labelled(`x${text}`)))).toBe(skeleton(mermaid(labelled("plain"))));
      }),
    );
  });

  test("draws neither nothing nor more than Mermaid takes, nor an arrow from nowhere", () => {
    const { boxes, arrows } = service(2).diagram;
    expect(mermaid({ boxes: [], arrows: [] })).toBeNull();
    expect(mermaid({ boxes, arrows: Array.from({ length: 401 }, () => arrows).flat() })).toBeNull();
    expect(mermaid({ boxes, arrows: [{ from: "nowhere", to: "nlb", label: "", taken: true }] })).not.toMatch(
      /==>|linkStyle/,
    );
  });
});
