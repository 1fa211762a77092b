import * as fs from "node:fs";
import * as path from "node:path";
import { TerraformFolder, type TerraformPlan } from "./terraform";

type Entries = Readonly<Record<string, unknown>>;

/** A configuration in Terraform's JSON syntax, as far as it is taken apart here. */
export interface Configuration {
  readonly terraform: Entries;
  readonly provider: Entries;
  readonly output?: Readonly<Record<string, Entries>> | undefined;
}

/** What a plan has of modules. */
interface Planned {
  readonly planned_values: {
    readonly outputs?: Entries;
    readonly root_module: { readonly child_modules: readonly { readonly address: string }[] };
  };
  readonly prior_state?: {
    readonly values?: { readonly root_module?: { readonly child_modules?: readonly { address: string }[] } };
  };
  readonly configuration: {
    readonly root_module: { readonly module_calls: Readonly<Record<string, { readonly module: unknown }>> };
  };
  readonly resource_changes: readonly { readonly module_address?: string }[];
}

/**
 * Plans many configurations at once, each a module of its own: Terraform and the provider read the schemas of all AWS
 * resources once, which takes longer than the rest of a plan.
 *
 * @param folder an empty one
 * @param configurations each with a provider of AWS and no other
 * @returns the plan that Terraform would make of the configuration of a number alone
 */
export async function planOfModules(
  folder: string,
  configurations: readonly Configuration[],
  env: NodeJS.ProcessEnv = {},
): Promise<(number: number) => TerraformPlan> {
  const providers = [...new Set(configurations.map(({ provider }) => JSON.stringify(provider["aws"])))];
  const root = {
    terraform: { required_providers: configurations[0]?.terraform["required_providers"] },
    provider: {
      aws: providers.map((text, i) => ({
        ...onlyOne(JSON.parse(text) as Entries | Entries[]),
        alias: aliasOf(i),
      })),
    },
    module: Object.fromEntries(
      configurations.map(({ provider }, i) => {
        const aws = `aws.${aliasOf(providers.indexOf(JSON.stringify(provider["aws"])))}`;
        return [moduleOf(i), { source: `./${moduleOf(i)}`, providers: { aws } }];
      }),
    ),
    // A plan has the values of the root's outputs alone.
    output: Object.fromEntries(
      configurations.flatMap(({ output = {} }, i) =>
        Object.entries(output).map(([name, { sensitive }]) => [
          outputOf(i, name),
          { value: `\${module.${moduleOf(i)}.${name}}`, sensitive },
        ]),
      ),
    ),
  };
  write(folder, root);
  configurations.forEach(({ terraform, provider: _provider, ...rest }, i) => {
    const { required_providers } = terraform;
    write(path.join(folder, moduleOf(i)), { ...rest, terraform: { required_providers } });
  });
  const terraform = new TerraformFolder(folder, env);
  await terraform.init();
  const plan = await terraform.plan();
  return (number) => planOf(plan, number, Object.keys(configurations[number]?.output ?? {}));
}

const moduleOf = (number: number): string => `module${number}`;
const outputOf = (number: number, name: string): string => `${moduleOf(number)}_${name}`;
const aliasOf = (number: number): string => `provider${number}`;

/** CDKTF writes a list of providers, people write one. */
const onlyOne = (written: Entries | readonly Entries[]): Entries => {
  const [one = {}, ...others] = [written].flat();
  if (others.length > 0) throw new Error("a configuration has more than one provider");
  return one;
};

function write(folder: string, configuration: unknown): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "main.tf.json"), JSON.stringify(configuration));
}

function planOf(plan: TerraformPlan, number: number, outputs: readonly string[]): TerraformPlan {
  // Of a plan's type, only what most tests look at is typed.
  const { planned_values, prior_state, configuration, resource_changes } = plan as unknown as Planned;
  const own = `module.${moduleOf(number)}`;
  const rootOf = (modules: readonly { readonly address: string }[] = []) => ({
    ...modules.find(({ address }) => address === own),
    address: undefined,
  });
  const alone = {
    format_version: plan["format_version"],
    planned_values: {
      outputs: Object.fromEntries(
        outputs.map((name) => [name, planned_values.outputs?.[outputOf(number, name)]]),
      ),
      root_module: rootOf(planned_values.root_module.child_modules),
    },
    prior_state: { values: { root_module: rootOf(prior_state?.values?.root_module?.child_modules) } },
    configuration: {
      provider_config: { aws: { name: "aws" } },
      root_module: configuration.root_module.module_calls[moduleOf(number)]?.module,
    },
    resource_changes: resource_changes.filter(({ module_address }) => module_address === own),
  };
  return JSON.parse(JSON.stringify(alone).replaceAll(`${own}.`, "")) as TerraformPlan;
}
