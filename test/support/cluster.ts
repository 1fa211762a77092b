import { tmpdir } from "node:os";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformStack } from "cdktf";
import {
  CertificateSource,
  InvalidPropsError,
  type ClientAccessProps,
  type SemsClusterProps,
  type SemsNode,
} from "../../lib";
import { Template } from "./template";

/** Node number n: sems1 in us-east-1a, 10.0.11.10 and 10.0.1.10. */
export function node(n: number, changes: Partial<SemsNode> = {}): SemsNode {
  return {
    name: `sems${n}`,
    interface1: { fqdn: `sems${n}.example.com`, address: `10.0.1${n}.10` },
    interface2: { address: `10.0.${n}.10`, availabilityZone: zone(n) },
    ...changes,
  };
}

/** Zone number n: us-east-1a. */
export const zone = (n: number): string => `us-east-1${"abcdef".charAt(n - 1)}`;

/** Subnet number n, in zone number n. */
export const subnet = (n: number) => ({ id: `subnet-${n}`, availabilityZone: zone(n) });

/** The numbers from 1 to n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

export const hostedZone = { id: "Z0123456789ABCDEFGHIJ", name: "example.com" };

const ACM = "arn:aws:acm:us-east-1:111122223333:certificate";

/** A valid client access for `nodes` nodes. */
export function accessProps(nodes = 2, changes: Partial<ClientAccessProps> = {}): ClientAccessProps {
  return {
    clientFqdn: "keys.example.com",
    vpcId: "vpc-1",
    nodes: upTo(nodes).map((n) => node(n)),
    hostedZone,
    scheme: "internet-facing",
    subnets: upTo(nodes).map(subnet),
    ...changes,
  };
}

/** A valid cluster of `nodes` nodes with certificates that exist. */
export function clusterProps(nodes = 2, changes: Partial<SemsClusterProps> = {}): SemsClusterProps {
  const { clientFqdn, vpcId, nodes: members, subnets } = accessProps(nodes);
  return {
    clientFqdn,
    vpcId,
    nodes: members,
    clientAccess: [{ hostedZone, scheme: "internet-facing", subnets }],
    certificates: {
      client: CertificateSource.existing(`${ACM}/client`),
      replication: CertificateSource.existingPerNode(
        Object.fromEntries(upTo(nodes).map((n) => [`sems${n}`, `${ACM}/${n}`])),
      ),
    },
    ...changes,
  };
}

/** A stack with an AWS provider, as a scope for constructs. */
export function newStack(region = "us-east-1"): TerraformStack {
  // Nothing is written there; without one, each app makes a folder.
  const stack = new TerraformStack(Testing.app({ outdir: tmpdir() }), "test");
  new AwsProvider(stack, "aws", { region });
  return stack;
}

/** Synthesizes what `build` puts into a stack. */
export function synth(build: (stack: TerraformStack) => unknown): Template {
  const stack = newStack();
  build(stack);
  return new Template(stack);
}

/** The messages that a construct refuses its props with, one per problem. */
export function problemsOf(build: (stack: TerraformStack) => unknown): string[] {
  try {
    build(newStack());
  } catch (error) {
    if (error instanceof InvalidPropsError) return error.message.split("\n  ").slice(1);
    throw error;
  }
  return [];
}
