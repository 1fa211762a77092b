import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClientAccess, type ClientAccessProps } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";

/** The stack whose deploys tests end. */
export const STACK = "killed";
export const FQDN = "keys.sems-killed.test";

export const NODES = ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
  name: `sems${i + 1}`,
  interface1: { fqdn: `sems${i + 1}.sems-killed.test`, address: `10.42.${i + 1}.20` },
  interface2: { address: `10.42.${i + 1}.10`, availabilityZone },
}));

/** What differs from the cluster that is deployed first. */
export interface Variant extends Partial<ClientAccessProps> {
  /** Whether the Elastic IPs exist apart from the client access. */
  readonly hasOwnAddresses?: true;
}

/** Where the stack's state is: in the working folder, under the name that CDKTF gives it. */
export const stateFile = (folder: string): string => path.join(folder, `terraform.${STACK}.tfstate`);

/** The network alone, or with a client access in it. */
export function synthesize(folder: string, variant?: Variant): void {
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  const stack = new TerraformStack(app, STACK);
  new LocalBackend(stack, { path: stateFile(folder) });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  const { vpc, subnets } = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 2 });
  const zone = new Route53Zone(stack, "Zone", { name: "sems-killed.test", forceDestroy: true });
  if (variant !== undefined) {
    const { hasOwnAddresses, ...access } = variant;
    new ClientAccess(stack, "clients", {
      clientFqdn: FQDN,
      vpcId: vpc.id,
      hostedZone: { id: zone.zoneId, name: "sems-killed.test" },
      scheme: "internet-facing",
      deletionProtection: false,
      nodes: NODES,
      subnets: subnets.map((subnet, i) =>
        hasOwnAddresses
          ? { ...subnet, allocationId: new Eip(stack, `Address${i + 1}`, { domain: "vpc" }).allocationId }
          : subnet,
      ),
      ...access,
    });
  }
  app.synth();
}
