import { TerraformElement, type TerraformResource } from "cdktf";
import { referenceTo } from "../reference";

/**
 * An `import` block: the resource is adopted, not made. CDKTF's `importFrom` asks for a Terraform on the PATH when it
 * synthesizes.
 */
export class ImportBlock extends TerraformElement {
  public constructor(
    private readonly resource: TerraformResource,
    private readonly resourceId: string,
  ) {
    super(resource, "Import");
  }

  public override toTerraform(): Record<string, unknown> {
    return { import: [{ id: this.resourceId, to: referenceTo(this.resource) }] };
  }
}
