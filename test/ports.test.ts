import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { MAIL_PORTS, NODE_ONLY_PORTS } from "../lib/ports";
import * as review from "../review/ports";

/** The row of a rule in docs/rules.md. */
function rowOf(rule: string): string {
  const rows = readFileSync(resolve(__dirname, "../docs/rules.md"), "utf8").split("\n");
  return rows.find((row) => row.startsWith(`| ${rule} `)) ?? "";
}

describe("the table of ports", () => {
  test("lists mail as 25, 465 and 587", () => {
    expect(MAIL_PORTS).toEqual([25, 465, 587]);
  });

  test("is the same for constructs and review", () => {
    expect(MAIL_PORTS).toEqual(review.MAIL_PORTS);
    expect([...NODE_ONLY_PORTS]).toEqual([...review.NODE_ONLY_PORTS]);
  });

  test("is the same in the documentation", () => {
    expect(rowOf("SEMS-LB-8")).toContain(`(${MAIL_PORTS.join(", ")})`);
    for (const [port, use] of NODE_ONLY_PORTS) expect(rowOf("SEMS-LB-6")).toContain(`${port} (${use})`);
    for (const port of review.MANAGEMENT_PORTS.keys()) expect(rowOf("AWS-SEC-2")).toContain(String(port));
  });
});
