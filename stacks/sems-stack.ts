import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { ClientAccess, LoadBalancingMethodType, SemsCluster, SemsNode } from "../lib";
import { accessOutput } from "./access-output";

/** Where Terraform keeps its state in S3, encrypted and locked by a file beside it. */
export interface RemoteState {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  readonly kmsKeyId?: string | undefined;
}

/** Props of `SemsStack`. */
export interface SemsStackProps {
  readonly region: string;
  /** Tags of every resource. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /**
   * Remote state.
   * @default - a state file in the working directory
   */
  readonly state?: RemoteState | undefined;
}

/** What the order of the nodes means by each method. */
const SERVING_ORDER: Readonly<Record<LoadBalancingMethodType, string>> = {
  "fail-over": "The first healthy node takes all clients",
  "ordered-list": "The first healthy node takes all clients",
  weighted: "The first node takes most clients; while any node is down, the first healthy one takes all",
  manual: "The node selected in the configuration takes all clients",
};

/** What all stacks have: the AWS provider, a place for the state, and outputs for people. */
export class SemsStack extends TerraformStack {
  protected constructor(scope: Construct, id: string, props: SemsStackProps) {
    super(scope, id);
    new AwsProvider(this, "aws", {
      region: props.region,
      ...(props.tags === undefined ? {} : { defaultTags: [{ tags: { ...props.tags } }] }),
    });
    if (props.state !== undefined) {
      new S3Backend(this, { ...props.state, encrypt: true });
      // Younger than CDKTF's typings: a lock file beside the state, in place of a DynamoDB table.
      this.addOverride("terraform.backend.s3.use_lockfile", true);
      this.addOverride("terraform.required_version", ">= 1.10");
    }
  }

  /** Requires a provider version that supports the cluster, and adds its outputs. */
  protected addCluster(cluster: SemsCluster): void {
    // A range, where CDKTF would pin the version that its bindings were made from; Terraform's lock file pins.
    const range = `>= ${cluster.minimumProviderVersion}, < 7.0.0`;
    this.addOverride("terraform.required_providers.aws.version", range);
    this.addOutput("client_fqdn", "The name that clients use", cluster.clientFqdn);
    for (const access of cluster.clientAccess) this.addAccessOutputs(access, cluster.nodes);
    this.addOutput(
      "interface1_security_group_id",
      "Attach it to Interface 1 of every node in the VPC",
      cluster.replication.securityGroup.id,
    );
    this.addOutput(
      "certificate_placements",
      "Which certificate to install where",
      cluster.certificatePlacements.map(({ certificateArn, commonName, ...place }) => ({
        ...place,
        common_name: commonName,
        certificate_arn: certificateArn,
      })),
    );
  }

  private addAccessOutputs(access: ClientAccess, nodes: readonly SemsNode[]): void {
    const name = access.node.id.replaceAll("-", "_");
    this.addOutput(
      `${name}_access`,
      "How clients are directed, and what reaches each node: for sems-verify",
      accessOutput(access, nodes),
    );
    this.addOutput(
      `${name}_serving_order`,
      SERVING_ORDER[access.method.type],
      access.servingOrder.map((node) => ({
        node: node.name,
        interface1_address: node.interface1.address,
        interface2_address: node.interface2.address,
        availability_zone: node.interface2.availabilityZone,
      })),
    );
    if (access.staticAddresses.length > 0) {
      this.addOutput(
        `${name}_static_addresses`,
        "The load balancer's address in each zone",
        access.staticAddresses.map(({ availabilityZone, address }) => ({
          availability_zone: availabilityZone,
          address,
        })),
      );
    }
    this.addLoadBalancerOutputs(name, access);
    if (access.failoverTime !== undefined) {
      this.addOutput(
        `${name}_worst_case_failover_seconds`,
        "Worst case from the failure of a node to the last client's arrival at the next",
        access.failoverTime.worstCaseSeconds,
      );
    }
    if (access.changeBatch !== undefined) {
      this.addOutput(
        `${name}_change_batch`,
        "Replaces the existing record of the name by the cluster's: aws route53 change-resource-record-sets",
        access.changeBatch,
      );
    }
    this.addOutput(
      `${name}_interface2_security_group_id`,
      "Attach it to Interface 2 of every node in the VPC",
      access.securityGroups.interface2.id,
    );
  }

  private addLoadBalancerOutputs(name: string, { loadBalancers, endpoints }: ClientAccess): void {
    const [only, ...others] = loadBalancers;
    if (others.length === 0) {
      this.addOutput(
        `${name}_load_balancer_dns_name`,
        "For troubleshooting only: it resolves to all nodes, so clients must not use it",
        only?.dnsName,
      );
      return;
    }
    this.addOutput(
      `${name}_node_addresses`,
      "For troubleshooting: an address that reaches only this node",
      endpoints.map(({ nodeName, address }) => ({ node: nodeName, address })),
    );
  }

  private addOutput(id: string, description: string, value: unknown): void {
    new TerraformOutput(this, id, { description, value });
  }
}
