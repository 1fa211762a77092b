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

  test.each(FAULT_CASES.map(({ what, document }) => [what, document] as const))(
    "%s",
    async (_what, document) => {
      write(document);
      expect(findingsOf(await terraform.plan())).toEqual(findingsOf(document));
    },
  );
});
