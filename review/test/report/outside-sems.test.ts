import { REPORTS, type Format } from "../../report/index";
import { reviewDocuments } from "../../review";
import { configurationOf } from "../support/review";
import { fromConfiguration } from "../../terraform/configuration";
import { changing, type Document } from "../support/document";
import { FAULT_CASES } from "../support/fault-cases";
import { handWritten } from "../support/hand-written";

const reviewed = (document: Document) =>
  reviewDocuments("plan.json", [configurationOf(fromConfiguration(document, "plan.json"))], new Map());

const ON_INSTANCES = changing(handWritten(), "aws_lb_target_group.https", { target_type: "instance" });

const reviews = [handWritten(), ON_INSTANCES, ...FAULT_CASES.map(({ document }) => document)]
  .map(reviewed)
  .filter(({ services }) => services.every(({ isSems }) => !isSems));

const FORMATS: readonly Format[] = ["text", "markdown", "html"];

describe("Where nothing declares SEMS", () => {
  test.each(FORMATS)("a report as %s speaks of targets and addresses", async (format) => {
    expect(reviews.length).toBeGreaterThan(FAULT_CASES.length / 2);
    const print = await REPORTS[format]();
    // Drawing takes a while.
    for (const review of format === "html" ? reviews.slice(0, 9) : reviews) {
      const report = (await print(review))
        .replace(/<style>[^]*?<\/style>/g, "")
        .replaceAll("SEMS review", "");
      // What is left are ids of rules.
      expect(report).not.toMatch(/\bSEMS\b(?!-[A-Z])|Interface \d/);
    }
  });

  test("targets that are instances are no error: most instances have one interface", () => {
    const { findings } = reviewed(ON_INSTANCES);
    const own = findings.filter(({ rule }) => rule === "AWS-NLB-2");
    expect(own.map(({ level, address }) => ({ level, address }))).toEqual([
      { level: "warning", address: "aws_lb_target_group.https" },
    ]);
    expect(own[0]?.message).toContain("register that address");
  });
});
