import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { ClientAccess, type ClientAccessProps } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { nameOf, propsOf, type Network, type Way } from "../support/ways";

/** A way to direct clients, and what is to be other than usual. */
export interface TriedWay {
  readonly way: Way;
  readonly changes?: Partial<ClientAccessProps>;
}

/** Ways to direct clients side by side, in one network with a public and a private zone. */
export class WaysStack extends TerraformStack {
  public constructor(scope: Construct, id: string, ways: readonly TriedWay[], stateFile: string) {
    super(scope, id);
    new LocalBackend(this, { path: stateFile });
    new AwsProvider(this, "aws", { region: "us-east-1" });
    // Of the range that the stacks allow, the version that the emulator has been made to fit.
    this.addOverride("terraform.required_providers.aws.version", "5.100.0");
    const { vpc, subnets } = new SandboxNetwork(this, "Network", { region: "us-east-1", zones: 3 });
    const name = "sems-ways.test";
    const zones = {
      "internet-facing": new Route53Zone(this, "Public", { name, forceDestroy: true }),
      internal: new Route53Zone(this, "Private", { name, forceDestroy: true, vpc: [{ vpcId: vpc.id }] }),
    };
    ways.forEach(({ way, changes }, i) => {
      const network: Network = { vpcId: vpc.id, subnets, hostedZone: { id: zones[way.scheme].zoneId, name } };
      const { failoverTime } = new ClientAccess(this, nameOf(way), {
        ...propsOf(way, network, i),
        ...changes,
      });
      new TerraformOutput(this, `${nameOf(way)}-failover`, { value: failoverTime?.worstCaseSeconds ?? 0 });
    });
  }
}
