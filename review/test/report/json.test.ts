import { EFFECTS } from "../../effect";
import fc from "fast-check";
import type { Review } from "../../report-model";
import { jsonReport } from "../../report/json";
import { anyText } from "./support/any-text";
import { finding, hostile, replacing, review, service } from "./support/reviews";

/** What a script reads. */
function read(printed: Review): Review & { readonly version: number } {
  const report: Review & { readonly version: number } = JSON.parse(jsonReport(printed));
  return report;
}

const report = (...props: Parameters<typeof review>) => read(review(...props));

describe("the report for programs", () => {
  test("has every key of version 1", () => {
    const { version, services, findings, changes } = report({ findings: [finding()] });
    expect(version).toBe(1);
    expect(services).toEqual([
      {
        clientFqdn: "keys.example.com",
        zone: "example.com",
        port: 443,
        rules: ["AWS", "SEMS"],
        declared: { method: "fail-over", order: ["sems1", "sems2"] },
        nodes: [
          { name: "sems1", address: "10.0.1.10" },
          { name: "sems2", address: "10.0.2.10" },
        ],
        states: [
          { down: [], servedBy: [{ node: "sems1", share: 1 }], lost: 0 },
          { down: ["sems1"], servedBy: [{ node: "sems2", share: 1 }], lost: 0 },
          { down: ["sems2"], servedBy: [{ node: "sems1", share: 1 }], lost: 0 },
          { down: ["sems1", "sems2"], servedBy: [], lost: 1 },
        ],
        failover: {
          worstCaseSeconds: 55,
          steps: [
            { what: "Route 53 health check: 3 failures, 10 s apart", seconds: 30 },
            { what: "Route 53 answers with the next node", seconds: 15 },
            { what: "clients keep the old answer (TTL)", seconds: 10 },
          ],
          failback: {
            worstCaseSeconds: 45,
            steps: [{ what: "Route 53 health check: 3 successes, 10 s apart", seconds: 45 }],
          },
        },
        zones: [
          { zone: "us-east-1a", down: ["sems1"], servedBy: [{ node: "sems2", share: 1 }], lost: 0 },
          { zone: "us-east-1b", down: ["sems2"], servedBy: [{ node: "sems1", share: 1 }], lost: 0 },
        ],
        assumptions: [],
      },
    ]);
    expect(findings).toEqual([finding()]);
    expect(changes).toBeNull();
  });

  test("reports what a plan changes, and what that does", () => {
    const { changes } = read(replacing);
    const disruptive = replacing.changes?.disruptive.map((one) => ({
      ...one,
      rule: EFFECTS[one.effect].rule,
    }));
    expect(changes).toEqual({ ...replacing.changes, disruptive });
    expect(disruptive?.map(({ rule }) => rule)).toEqual([
      "CHANGE-OUTAGE",
      "CHANGE-MOVE",
      "CHANGE-REDUNDANCY",
    ]);
  });

  test("says null where no intent and no fail-over is known", () => {
    const { services } = report({ services: [service(2, { declared: null, failover: null })] });
    expect(services).toEqual([expect.objectContaining({ declared: null, failover: null })]);
  });

  test.each([2, 3, 4, 5, 6])("lists all states of %i nodes", (count) => {
    const { services } = report({ services: [service(count)] });
    expect(services[0]?.states).toHaveLength(2 ** count);
  });

  test("names the stack where there are several", () => {
    const { services, findings } = report({
      services: [service(2, { stack: "east" })],
      findings: [finding({ stack: "west" })],
    });
    expect([services[0]?.stack, findings[0]?.stack]).toEqual(["east", "west"]);
  });

  test("keeps any text, without a character that steers a terminal or cannot be seen", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const json = jsonReport(hostile(text));
        expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(read(hostile(text)).findings[0]?.message).toBe(text);
      }),
    );
  });
});
