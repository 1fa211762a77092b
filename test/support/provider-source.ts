import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformStack } from "cdktf";

/** The address of the AWS provider in Terraform's registry, as this line writes it: CDKTF "aws", CDK Terrain "hashicorp/aws". */
export const AWS_PROVIDER_SOURCE =
  new AwsProvider(new TerraformStack(Testing.app(), "source"), "aws").terraformProviderSource ?? "";
