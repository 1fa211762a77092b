import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { LocalBackend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { SemsCluster } from "../../../lib";
import { SandboxAuthority } from "../../../stacks/sandbox-authority";
import { SandboxNetwork } from "../../../stacks/sandbox-network";
import { propsOfChanges, type Surroundings, type TriedChanges } from "./change";

/** Domain of all names that the changes try. */
export const DOMAIN = "sems-changes.test";

/** What a stack of changes needs beside them. */
export interface ChangesStackProps {
  readonly tried: readonly TriedChanges[];
  readonly when: "before" | "after";
  readonly stateFile: string;
  /** Elastic IPs that exist, two per cluster. */
  readonly allocationIds: readonly string[];
}

/** Clusters side by side, each before or after its changes, in one network with a public and a private zone. */
export class ChangesStack extends TerraformStack {
  public constructor(scope: Construct, id: string, props: ChangesStackProps) {
    super(scope, id);
    new LocalBackend(this, { path: props.stateFile });
    new AwsProvider(this, "aws", { region: "us-east-1" });
    // Of the range that the stacks allow, the version that the emulator has been made to fit.
    this.addOverride("terraform.required_providers.aws.version", "5.100.0");
    const { vpc, subnets } = new SandboxNetwork(this, "Network", { region: "us-east-1", zones: 3 });
    const name = DOMAIN;
    const zones = {
      "internet-facing": new Route53Zone(this, "Public", { name, forceDestroy: true }),
      internal: new Route53Zone(this, "Private", { name, forceDestroy: true, vpc: [{ vpcId: vpc.id }] }),
    };
    const authority = new SandboxAuthority(this, "Authority", { commonName: "SEMS test root" });
    const around = (number: number): Surroundings => ({
      allocationIds: props.allocationIds.slice(2 * number, 2 * number + 2),
      authorityArn: authority.arn,
      networkOf: (scheme) => ({
        vpcId: vpc.id,
        subnets,
        hostedZone: { id: zones[scheme].zoneId, name },
      }),
    });
    props.tried.forEach((tried, number) => {
      const cluster = propsOfChanges(tried, props.when, { number, around: around(number) });
      new SemsCluster(this, prefixOf(number), cluster);
    });
  }
}

/** What the addresses of a cluster's resources begin with, after their type. */
export const prefixOf = (number: number): string => `Change${number}`;

/** The number of the cluster that a resource address belongs to; undefined for what is around them. */
export function numberIn(address: string): number | undefined {
  const found = /\.Change(\d+)_/.exec(address)?.[1];
  return found === undefined ? undefined : Number(found);
}
