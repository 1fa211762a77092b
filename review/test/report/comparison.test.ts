import { failoverRows, unserved } from "../../report/comparison";
import { htmlReport } from "../../report/html/page";
import { markdownReport } from "../../report/markdown";
import { textReport } from "../../report/text";
import { ordered, review, service, shrinking } from "./support/reviews";

const tableOf = (text: string): string[] => {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith("Down "));
  return lines.slice(start, lines.indexOf("", start));
};

describe("the failover table of a change", () => {
  test("shows what is served now beside what will be, and what no longer exists", () => {
    expect(tableOf(textReport(review({ services: [shrinking()] })))).toEqual([
      "Down             New clients reach now  After the change  Unserved",
      "nothing          sems1                  sems1",
      "sems1            sems2                  sems2",
      "sems2            sems1                  sems1",
      "zone us-east-1a  sems2                  sems2",
      "zone us-east-1b  sems1                  sems1",
      "sems3            sems1                  no longer there",
      "zone us-east-1c  sems1                  no longer there",
      "everything       no node                no node           100 %",
    ]);
  });

  test("shows what is not there yet", () => {
    const { nodes, states, zones } = service(2);
    const text = textReport(review({ services: [{ ...service(3), before: { nodes, states, zones } }] }));
    expect(tableOf(text)).toContain("sems3            not there yet          sems1");
  });

  test("says how many clients are unserved now and then, where that differs", () => {
    const after = service(2);
    const states = after.states.map((state) =>
      state.down.length === 1 ? { ...ordered([], state.down) } : state,
    );
    const { rows } = failoverRows({ ...after, states, before: after });
    expect(rows.map(unserved)).toEqual(["", "0 % → 100 %", "0 % → 100 %", "", "", "100 %"]);
    expect(rows.map(({ differs }) => differs)).toEqual([false, true, true, false, false, false]);
  });

  test("marks what differs in a comment and on the page", async () => {
    const shown = review({ services: [shrinking()] });
    expect(markdownReport(shown)).toContain(
      [
        "| Down | New clients reach now | After the change | Unserved |",
        "| --- | --- | --- | --- |",
        "| nothing | `sems1` | `sems1` |  |",
      ].join("\n"),
    );
    expect(markdownReport(shown)).toContain("| `sems3` | `sems1` | **no longer there** |  |");
    expect((await htmlReport(shown)).match(/<tr class="differs">/g)).toHaveLength(2);
  });

  test("is as before where the change makes no difference", () => {
    expect(failoverRows(service(2)).compares).toBe(false);
    expect(tableOf(textReport(review()))[0]).toBe("Down             New clients reach  Unserved");
  });
});
