import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformDataSource, TerraformResource, TerraformStack, type TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";

/** Sets an AWS provider, which may be an alias, on every resource and data source of AWS below a construct. */
export function useProvider(root: IConstruct, provider: TerraformProvider | undefined): void {
  if (provider === undefined) return;
  for (const child of root.node.findAll()) {
    const isBlock =
      TerraformResource.isTerraformResource(child) || TerraformDataSource.isTerraformDataSource(child);
    // terraform_data has Terraform itself as its provider.
    if (isBlock && child.terraformResourceType.startsWith("aws_")) child.provider = provider;
  }
}

/** The region of a construct's resources, where its provider specifies one. */
export function regionOf(scope: IConstruct, provider: TerraformProvider | undefined): string | undefined {
  const isDefault = (candidate: TerraformProvider): boolean => candidate.alias === undefined;
  const used = provider ?? TerraformStack.of(scope).allProviders().filter(isDefault).find(isAws);
  return used instanceof AwsProvider ? used.region : undefined;
}

const isAws = (provider: TerraformProvider): provider is AwsProvider => provider instanceof AwsProvider;
