import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import type { HostedZone } from "../hosted-zone";
import type { SemsNode } from "../sems-node";

/** Props of `NodeRecords`. */
export interface NodeRecordsProps {
  readonly hostedZone: HostedZone;
  readonly nodes: readonly SemsNode[];
}

/** An A record for each node's own FQDN, to its Interface 1. */
export class NodeRecords extends Construct {
  /** In the order of the nodes. */
  public readonly records: readonly Route53Record[];

  public constructor(scope: Construct, id: string, props: NodeRecordsProps) {
    super(scope, id);
    this.records = props.nodes.map(
      (node, i) =>
        new Route53Record(this, constructId(node.name, "Node", i), {
          zoneId: props.hostedZone.id,
          name: node.interface1.fqdn,
          type: "A",
          ttl: 60,
          records: [node.interface1.address],
        }),
    );
  }
}
