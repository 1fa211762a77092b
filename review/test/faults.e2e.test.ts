import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { describeWith } from "../../test/support/requires";
import { TerraformFolder, type TerraformPlan } from "../../test/terraform/terraform";
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

const moduleOf = (number: number): string => `stack${number}`;

describeWith({ terraform: true })("A real plan gives the same findings as its configuration:", () => {
  let folder: string;
  let plan: TerraformPlan;

  // One plan for all, each a module of its own: it takes seconds to start the provider, and there are many mistakes.
  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-faults-"));
    STACKS.forEach(([, { resource, ...rest }], i) => {
      const { terraform: _versions, provider: _provider, ...others } = rest;
      fs.mkdirSync(path.join(folder, moduleOf(i)));
      const json = JSON.stringify({ ...others, resource });
      fs.writeFileSync(path.join(folder, moduleOf(i), "main.tf.json"), json);
    });
    const modules = STACKS.map((_stack, i) => [moduleOf(i), { source: `./${moduleOf(i)}` }] as const);
    const root = {
      terraform: STACKS[0]?.[1].terraform,
      provider: { aws: PROVIDER },
      module: Object.fromEntries(modules),
    };
    fs.writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(root));
    const terraform = new TerraformFolder(folder);
    await terraform.init();
    plan = await terraform.plan();
  });

  afterAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  test.each(STACKS.map(([what, document], i) => [what, i, document] as const))("%s", (_what, i, document) => {
    const findings = findingsOf(planOfModule(plan, moduleOf(i), document));
    expect(findings).toEqual(findingsOf(document));
  });
});

/** The plan that Terraform would make of a module alone. */
function planOfModule(plan: TerraformPlan, name: string, { output }: Document): unknown {
  const { planned_values, configuration, resource_changes } = plan as unknown as PlannedModules;
  const own = `module.${name}`;
  const planned = planned_values.root_module.child_modules.find(({ address }) => address === own);
  const alone = {
    format_version: plan["format_version"],
    // Of a module's outputs, a plan has no values; these are constants.
    planned_values: { outputs: output, root_module: { ...planned, address: undefined } },
    configuration: { root_module: configuration.root_module.module_calls[name]?.module },
    resource_changes: resource_changes.filter(({ module_address }) => module_address === own),
  };
  return JSON.parse(JSON.stringify(alone).replaceAll(`${own}.`, ""));
}

interface PlannedModules {
  readonly planned_values: {
    readonly root_module: { readonly child_modules: { readonly address: string }[] };
  };
  readonly configuration: {
    readonly root_module: { readonly module_calls: Readonly<Record<string, { readonly module: unknown }>> };
  };
  readonly resource_changes: { readonly module_address?: string }[];
}
