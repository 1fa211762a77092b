import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { constructId } from "../construct-id";
import type { HostedZone } from "../hosted-zone";
import type { SemsNode } from "../sems-node";

/** Props of `NodeRecords`. */
export interface NodeRecordsProps {
  /** The zone that holds the nodes' FQDNs. */
  readonly hostedZone: HostedZone;
  /** The nodes. */
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
        // By FQDN, as Route 53 tells records apart: another name moves nothing.
        new Route53Record(this, constructId([node.interface1.fqdn, node.name], "Node", i), {
          zoneId: props.hostedZone.id,
          name: node.interface1.fqdn,
          type: "A",
          ttl: 60,
          records: [node.interface1.address],
        }),
    );
  }
}
