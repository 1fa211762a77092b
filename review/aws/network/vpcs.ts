import type { Graph, Resource } from "../../terraform/resource-graph";
import { Unknown } from "../../terraform/value";

const VPC_TYPES = ["aws_vpc", "aws_default_vpc", "data.aws_vpc"] as const;
const SUBNET_TYPES = ["aws_subnet", "data.aws_subnet"] as const;

/** The VPCs of a document's resources: a private address means something inside one VPC only. */
export class Vpcs {
  private readonly known = new Map<Resource, string | undefined>();

  public constructor(private readonly graph: Graph) {}

  /**
   * Id or resource address of the VPC that a target group, a subnet, a security group, an interface or an instance is in;
   * undefined where the document does not specify it.
   */
  public of(resource: Resource): string | undefined {
    if (!this.known.has(resource)) this.known.set(resource, this.read(resource));
    return this.known.get(resource);
  }

  private read(resource: Resource): string | undefined {
    const id = resource.text("vpc_id");
    if (id !== undefined) {
      const vpc = VPC_TYPES.map((type) => this.graph.named(id, type)).find((found) => found !== undefined);
      // An expression that names no VPC may be any of them.
      return vpc?.address ?? (id instanceof Unknown ? undefined : id);
    }
    const subnet = SUBNET_TYPES.map((type) => resource.link("subnet_id", type)).find(
      (found) => found !== undefined,
    );
    return subnet === undefined ? undefined : this.of(subnet);
  }
}
