import type { TerraformResource } from "cdktf";

/**
 * What `replace_triggered_by` takes: a reference, and not its value. Of a resource as a whole, any update triggers it; of an
 * attribute, a change of that alone.
 */
export const triggerOf = (resource: TerraformResource, attribute?: string): string =>
  [
    resource.terraformResourceType,
    resource.friendlyUniqueId,
    ...(attribute === undefined ? [] : [attribute]),
  ].join(".");
