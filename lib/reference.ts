import type { TerraformResource } from "cdktf";

/**
 * What Terraform's own arguments take that name a resource or an attribute of it, such as `replace_triggered_by` and the `to` of an
 * `import` block: a reference, and not its value.
 */
export const referenceTo = (resource: TerraformResource, attribute?: string): string =>
  [
    resource.terraformResourceType,
    resource.friendlyUniqueId,
    ...(attribute === undefined ? [] : [attribute]),
  ].join(".");
