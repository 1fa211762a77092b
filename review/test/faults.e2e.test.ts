import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { describeWith } from "../../test/support/requires";
import { planOfModules } from "../../test/terraform/plan-of-modules";
import { startProvider } from "../../test/terraform/provider-process";
import type { TerraformPlan } from "../../test/terraform/terraform";
import type { Document } from "./support/document";
import { FAULT_CASES } from "./support/fault-cases";
import { findingsOf } from "./support/findings";
import { MENDED } from "./support/mended";

/** Made-up credentials: a plan that creates everything asks AWS for nothing. */
const PROVIDER = {
  region: "us-east-1",
  access_key: "made-up",
  secret_key: "made-up",
  skip_credentials_validation: true,
  skip_requesting_account_id: true,
  skip_metadata_api_check: true,
};

const STACKS: readonly (readonly [what: string, document: Document])[] = [
  ...Object.entries(MENDED).map(([what, document]) => [`the stack ${what}`, document] as const),
  ...FAULT_CASES.map(({ what, document }) => [what, document] as const),
];

describeWith({ terraform: true })("A real plan gives the same findings as its configuration:", () => {
  let folder: string;
  let planOf: (number: number) => TerraformPlan;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-faults-"));
    const configurations = STACKS.map(([, document]) => ({ ...document, provider: { aws: PROVIDER } }));
    const provider = await startProvider();
    planOf = await planOfModules(folder, configurations, provider?.env);
    await provider?.stop();
  });

  afterAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test.each(STACKS.map(([what, document], i) => [what, i, document] as const))("%s", (_what, i, document) => {
    expect(findingsOf(planOf(i))).toEqual(findingsOf(document));
  });
});
