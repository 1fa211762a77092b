import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** Terraform's own resource for a value whose change replaces others. CDKTF's class of it asks for a Terraform on the PATH. */
export class Trigger extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly input: Readonly<Record<string, unknown>>,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data" });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { input: this.input };
  }
}
