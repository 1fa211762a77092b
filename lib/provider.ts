import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformDataSource, TerraformResource, TerraformStack, type TerraformProvider } from "cdktf";
import { Trigger } from "./client-access/replacement";
import type { IConstruct } from "constructs";

/** Sets a provider, which may be an alias, on every resource and data source below a construct. */
export function useProvider(root: IConstruct, provider: TerraformProvider | undefined): void {
  if (provider === undefined) return;
  for (const child of root.node.findAll()) {
    // Terraform has this type itself.
    if (child instanceof Trigger) continue;
    if (TerraformResource.isTerraformResource(child) || TerraformDataSource.isTerraformDataSource(child)) {
      child.provider = provider;
    }
  }
}

/** The region of a construct's resources, where its provider specifies one. */
export function regionOf(scope: IConstruct, provider: TerraformProvider | undefined): string | undefined {
  const isDefault = (candidate: TerraformProvider): boolean => candidate.alias === undefined;
  const used = provider ?? TerraformStack.of(scope).allProviders().filter(isDefault).find(isAws);
  return used instanceof AwsProvider ? used.region : undefined;
}

const isAws = (provider: TerraformProvider): provider is AwsProvider => provider instanceof AwsProvider;
