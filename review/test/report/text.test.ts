import fc from "fast-check";
import { htmlReport } from "../../report/html/page";
import { jsonReport } from "../../report/json";
import { markdownReport } from "../../report/markdown";
import { textReport } from "../../report/text";
import { finding, HOSTILE, hostile, replacing, review, service } from "./support/reviews";

const lines = (...props: Parameters<typeof review>) => textReport(review(...props)).split("\n");

describe("the report for a terminal", () => {
  test("shows which of two nodes serves in every state, how fast, and the verdict last", () => {
    expect(lines()).toEqual([
      "keys.example.com:443  in zone example.com",
      "declared fail-over: sems1, sems2",
      "",
      "   Node   Interface 2  Zone",
      "1  sems1  10.0.1.10    us-east-1a",
      "2  sems2  10.0.2.10    us-east-1b",
      "",
      "Down             New clients reach  Unserved",
      "nothing          sems1",
      "sems1            sems2",
      "sems2            sems1",
      "zone us-east-1a  sems2",
      "zone us-east-1b  sems1",
      "everything       no node            100 %",
      "",
      "In all 5 scenarios with a healthy node, all new clients reach the first healthy node in the order.",
      "",
      "Failover takes at most 55 s:",
      "  30 s  Route 53 health check: 3 failures, 10 s apart",
      "  15 s  Route 53 answers with the next node",
      "  10 s  clients keep the old answer (TTL)",
      "Failback takes at most 45 s.",
      "",
      "0 errors, 0 warnings",
      "",
    ]);
  });

  test("lists the deviating scenarios of many nodes, and counts the rest", () => {
    const six = service(6);
    const spread = [
      { node: "sems5", share: 0.5 },
      { node: "sems6", share: 0.254 },
    ];
    const states = six.states.map((state) =>
      state.down.includes("sems1") && state.down.length < 6
        ? { ...state, servedBy: spread, lost: 0.246 }
        : state,
    );
    const text = lines({ services: [{ ...six, states }] });
    const table = text.slice(text.findIndex((line) => line.startsWith("VIOLATES ")));
    expect(table.slice(0, 14)).toEqual([
      "VIOLATES THE DECLARED METHOD: In 31 of 69 scenarios with a healthy node, not all new clients reach",
      "the first healthy node in the order.",
      "Down                 New clients reach       Unserved",
      "sems1                sems5 50 %, sems6 25 %  25 %",
      "sems1, sems2         sems5 50 %, sems6 25 %  25 %",
      "sems1, sems3         sems5 50 %, sems6 25 %  25 %",
      "sems1, sems4         sems5 50 %, sems6 25 %  25 %",
      "sems1, sems5         sems5 50 %, sems6 25 %  25 %",
      "sems1, sems6         sems5 50 %, sems6 25 %  25 %",
      "sems1, sems2, sems3  sems5 50 %, sems6 25 %  25 %",
      "sems1, sems2, sems4  sems5 50 %, sems6 25 %  25 %",
      "sems1, sems2, sems5  sems5 50 %, sems6 25 %  25 %",
      "sems1, sems2, sems6  sems5 50 %, sems6 25 %  25 %",
      "and 21 more scenarios",
    ]);
  });

  test("compares the states with the declared order, not with the order in which nodes happen to serve", () => {
    const declared = { method: "fail-over", order: ["sems2", "sems1"] };
    expect(textReport(review({ services: [service(2, { declared })] }))).toMatch(
      /^VIOLATES THE DECLARED METHOD: In 1 of 5 scenarios /m,
    );
  });

  test("begins with what the change does to clients, and puts the worst change first, with what to do instead", () => {
    const text = textReport(replacing).split("\n");
    expect(text.slice(0, 13)).toEqual([
      "✗ Outage: some clients get no service. Rules: 1 error, 1 warning, 1 acknowledged",
      "",
      "DISRUPTIVE CHANGES",
      "!!  aws_lb.keys is replaced: outage",
      "    The load balancer is replaced: every address that clients have is gone.",
      "    Instead: Keep the subnet. (docs/operations.md#change-how-clients-are-directed)",
      "!!  aws_route53_record.keys is changed: clients move",
      "    Clients move from sems1 to sems2.",
      "    Instead: Keep the subnet. (docs/operations.md#change-how-clients-are-directed)",
      "!!  aws_eip.b is destroyed: capacity or redundancy lost",
      "    The address of us-east-1b is released.",
      "    Instead: Keep the subnet. (docs/operations.md#change-how-clients-are-directed)",
      "Changes: 1 to create, 2 to update, 1 to replace, 1 to delete; contains destroy: yes",
    ]);
  });

  test("reports errors first, then warnings, then what is accepted and why; the verdict counts them", () => {
    const text = textReport(replacing);
    expect(text.match(/^(ERROR|WARNING|acknowledged) {2}\S+/gm)).toEqual([
      "ERROR  SEMS-LB-2",
      "WARNING  SEMS-DNS-2",
      "acknowledged  AWS-SEC-2",
    ]);
    expect(text).toContain("\n  Accepted: The port is closed on the firewall.\n");
    expect(text).toMatch(/\n1 error, 1 warning, 1 acknowledged\n$/);
  });

  test("marks the rows that rest on an assumption, and says which", () => {
    const text = textReport(replacing);
    expect(text).toMatch(/^zone us-east-1a {2}sems2 +A-3$/m);
    expect(text).toContain("Assumptions:\n  A-3: A zone's static address answers nothing");
  });

  test("says in one line that there is nothing to review", () => {
    expect(textReport(review({ services: [] }))).toMatch(
      /^plan\.json: no service found: no name with failover .+ points to a load balancer of this document\n$/,
    );
  });

  test("reports findings where no service is found", () => {
    const text = textReport(review({ services: [], findings: [finding({ stack: "east" })] }));
    expect(text).toMatch(
      /^plan\.json: no service found: .+\n\nERROR {2}SEMS-LB-2 {2}east: aws_route53_record\.keys\n/,
    );
  });

  test("names the stack of a service where there are several", () => {
    expect(lines({ services: [service(2, { stack: "east" })] })[0]).toBe(
      "east: keys.example.com:443  in zone example.com",
    );
  });

  test.each(HOSTILE)("gives the terminal nothing to obey in %j", (text) => {
    expect(textReport(hostile(text)).replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  test.each(["::error::x", "```", "~~~~ sh", "##[error]x", "x ##[group]y", `${"x".repeat(100)}::warning::y`])(
    "says nothing to a pipeline's runner and ends no block in %j",
    async (text) => {
      const shown = hostile(text);
      for (const line of textReport(shown).split("\n")) expect(line).not.toMatch(/^\s*(::|```|~~~)|##\[/);
      for (const report of [jsonReport(shown), markdownReport(shown), await htmlReport(shown)])
        expect(report).not.toMatch(/^\s*::|##\[/m);
      expect(JSON.parse(jsonReport(shown))).toMatchObject({ findings: [{ message: text }, {}] });
    },
  );

  test("keeps the address of a resource whole, however long it is", () => {
    const address = `module.a["${"k".repeat(60)}"].module.b.aws_lb_target_group_attachment.${"n".repeat(60)}[0]`;
    const text = textReport(
      review({ findings: [finding({ address, message: `Change ${address}, please.` })] }),
    );
    expect(text.split("\n").filter((line) => line.includes(address))).toHaveLength(2);
  });

  test("shows numbers that no plan means without filling the screen", () => {
    const seconds = 10 ** 49;
    const failover = { ...service(2).failover, worstCaseSeconds: seconds, steps: [{ what: "TTL", seconds }] };
    const { failback = { worstCaseSeconds: 0, steps: [] } } = service(2).failover ?? {};
    const text = textReport(
      review({ services: [service(2, { port: 10 ** 49, failover: { ...failover, failback } })] }),
    );
    expect(text).toContain("Failover takes at most more than 300 years:");
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  test("fits into 100 columns and gives the terminal nothing to obey, whatever the plan's texts are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", maxLength: 300 }), (text) => {
        const printed = textReport(
          review({ findings: [finding({ address: text, message: text, stack: text })] }),
        );
        expect(printed.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        for (const line of printed.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});
