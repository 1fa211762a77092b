import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { describeWith } from "../support/requires";
import { TerraformFolder } from "../terraform/terraform";
import type { Document } from "./support/document";
import { FAULT_CASES } from "./support/fault-cases";
import { findingsOf } from "./support/findings";
import { MENDED } from "./support/mended";

/** Credentials of nobody: a plan that creates everything asks AWS for nothing. */
const PROVIDER = {
  region: "us-east-1",
  access_key: "nobody",
  secret_key: "nobody",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: true,
};

/** A plan takes seconds, and there are many mistakes: the first of each rule. */
const ONE_PER_RULE = FAULT_CASES.filter(
  ({ rule }, i) => FAULT_CASES.findIndex((fault) => fault.rule === rule) === i,
);

describeWith({ terraform: true })("A real plan gives the same findings as its configuration", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-faults-"));
  const terraform = new TerraformFolder(folder);

  const write = (document: Document): void => {
    const json = JSON.stringify({ ...document, provider: { aws: PROVIDER } });
    fs.writeFileSync(path.join(folder, "main.tf.json"), json);
  };

  beforeAll(async () => {
    write(Object.values(MENDED)[0] ?? { terraform: {}, provider: {}, resource: {} });
    await terraform.init();
  });

  afterAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test.each(Object.entries(MENDED))("the stack %s: none", async (_what, document) => {
    write(document);
    expect(findingsOf(await terraform.plan())).toEqual([]);
  });

  test.each(ONE_PER_RULE.map(({ rule, what, document }) => [rule, what, document] as const))(
    "%s: %s",
    async (rule, _what, document) => {
      write(document);
      const findings = findingsOf(await terraform.plan());
      expect(findings).toEqual(findingsOf(document));
      expect(findings.map((finding) => finding.rule)).toContain(rule);
    },
  );
});
