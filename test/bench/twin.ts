import { readFileSync } from "node:fs";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, DataResource, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

type Block = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Block>>>>;

/** What CDKTF writes, as far as a twin repeats it. */
export interface SynthesizedStack {
  readonly resource: Blocks;
  readonly data: Blocks;
  readonly output: Readonly<Record<string, Block>>;
  readonly provider: { readonly aws: readonly Block[] };
  readonly terraform: Block;
}

/**
 * A stack with the resources of a synthesized one, made with the provider's classes alone: what the benchmark compares the
 * constructs with. It uses nothing of this package, and twin.test.ts holds it to the same document.
 */
export class TwinStack extends TerraformStack {
  public constructor(
    scope: Construct,
    id: string,
    { resource, data, output, provider, terraform }: SynthesizedStack,
  ) {
    super(scope, id);
    for (const config of provider.aws) new AwsProvider(this, "aws", withCamelCase(config));
    this.addOverride("terraform", terraform);
    for (const [type, blocks] of Object.entries(resource)) {
      for (const [name, block] of Object.entries(blocks))
        this.addBlock(`resource-${type}`, type, name, block);
    }
    for (const [type, blocks] of Object.entries(data)) {
      for (const [name, block] of Object.entries(blocks)) this.addBlock("data", `data_${type}`, name, block);
    }
    for (const [name, block] of Object.entries(output)) {
      new TerraformOutput(this, name, { ...withCamelCase(block), value: block["value"] });
    }
  }

  private addBlock(prefix: string, type: string, name: string, block: Block): void {
    const Resource = resourceClass(type);
    const { depends_on: dependsOn, ...config } = block;
    const made = new Resource(this, `${prefix}-${name}`, {
      ...withCamelCase(config),
      ...(Array.isArray(dependsOn) ? { dependsOn: dependsOn.map((fqn: unknown) => ({ fqn })) } : {}),
    });
    made.overrideLogicalId(name);
  }
}

type ResourceClass = new (scope: Construct, id: string, config: Block) => TerraformElement;

/** The class of a type: the provider's, such as aws_lb or data_aws_eip, from its sub-path, or Terraform's own. */
function resourceClass(type: string): ResourceClass {
  if (type === DataResource.tfResourceType) return DataResource;
  const path = type.replace(/^aws_/, "").replaceAll("_", "-");
  // The one place where a class is chosen by name: what `require` returns is checked below.
  // oxlint-disable-next-line typescript/no-require-imports
  const exported: unknown = require(`@cdktf/provider-aws/lib/${path}`);
  const found = Object.values(exported as object).find(
    (member: { readonly tfResourceType?: string }) => member.tfResourceType === type.replace(/^data_/, ""),
  );
  if (found === undefined) throw new Error(`the provider has no class for ${type}`);
  return found as ResourceClass;
}

/** Arguments whose keys are the user's own. */
const MAPS = new Set(["tags", "dimensions", "triggers", "input"]);

/** Terraform's argument names as the provider's classes write them: `vpc_id` is `vpcId`. */
function withCamelCase(block: Block): Record<string, unknown> {
  const camelCased = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(camelCased)
      : typeof value === "object" && value !== null
        ? withCamelCase(value as Block)
        : value;
  return Object.fromEntries(
    Object.entries(block)
      .filter(([key]) => key !== "//")
      .map(([key, value]) => [
        key.replace(/_+([a-z\d])/g, (_, letter: string) => letter.toUpperCase()),
        MAPS.has(key) ? value : camelCased(value),
      ]),
  );
}

if (require.main === module) {
  const document: SynthesizedStack = JSON.parse(readFileSync(process.env["TWIN_OF"] ?? "", "utf8"));
  const app = new App();
  new TwinStack(app, "sems-sandbox", document);
  app.synth();
}
