import { jsonReport } from "../../report/json";
import { markdownReport } from "../../report/markdown";
import { textReport } from "../../report/text";
import { htmlReport } from "../../report/html/page";
import { reviewOf } from "../support/review";
import { changing } from "../support/document";
import { handWritten } from "../support/hand-written";
import { finding, review } from "./support/reviews";

const PLACES = ["aws_lb_target_group.a", "aws_lb_target_group.b"];
const twice = review({
  findings: PLACES.map((address) => finding({ address, message: "The same of both." })),
});

describe("one fault at several places", () => {
  test("is one finding for people, with all its places", async () => {
    const text = textReport(twice);
    expect(text.match(/^ERROR/gm)).toHaveLength(1);
    expect(text).toContain("ERROR  SEMS-LB-2  aws_lb_target_group.a\n  Also at aws_lb_target_group.b\n");
    expect(text).toMatch(/\n1 error, 0 warnings\n$/);
    expect(markdownReport(twice)).toContain(
      "`aws_lb_target_group.a`, `aws_lb_target_group.b`: The same of both.",
    );
    const html = await htmlReport(twice);
    expect(html.match(/The same of both/g)).toHaveLength(1);
    for (const place of PLACES) expect(html).toContain(place);
  });

  test("is a finding for each place for programs, which names the others", () => {
    const { findings } = JSON.parse(jsonReport(twice)) as { findings: Record<string, unknown>[] };
    expect(findings.map(({ address, places }) => ({ address, places }))).toEqual(
      PLACES.map((address) => ({ address, places: PLACES })),
    );
  });

  test("accepted at one place, it is open at the others", () => {
    const [first, second] = twice.findings;
    if (first === undefined || second === undefined) throw new Error("two findings");
    const text = textReport(review({ findings: [{ ...first, acknowledged: "Known." }, second] }));
    expect(text).toMatch(/^ERROR {2}SEMS-LB-2 {2}aws_lb_target_group\.b$/m);
    expect(text).toMatch(/\n1 error, 0 warnings, 1 acknowledged\n$/);
  });
});

describe("one fault at several ports", () => {
  test("of a name is one finding", () => {
    const document = changing(handWritten(), "aws_lb.keys", { enable_cross_zone_load_balancing: true });
    const own = reviewOf(document).findings.filter(({ rule }) => rule === "SEMS-LB-2");
    expect(own.map(({ message }) => message)).toEqual([
      expect.stringContaining("all clients of keys.example.com (ports 443 and 636) should be routed to"),
    ]);
  });
});
