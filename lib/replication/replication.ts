import type { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { validateProps, under, type Problem } from "../validation/problem";
import { checkHostedZone, type HostedZone } from "../hosted-zone";
import type { DeepPartial } from "../tokens";
import type { SemsNode } from "../sems-node";
import { checkInZone } from "../validation/values";
import { checkAdminClients, ReplicationSecurityGroup } from "./replication-security-group";
import { canonicalName } from "../canonical-name";
import { constructId } from "../construct-id";

/** Options of replication and administration (Interface 1). */
export interface ReplicationOptions {
  /**
   * Zone for A records of the nodes' own FQDNs.
   * @default - no records
   */
  readonly hostedZone?: HostedZone;
  /**
   * IPv4 networks that administer the nodes (9000 and 22), CIDR; never the internet (AWS-SEC-2).
   * @default - none
   */
  readonly adminClients?: readonly string[];
}

/** Props of `Replication`. */
export interface ReplicationProps extends ReplicationOptions {
  /** The VPC of the security group. */
  readonly vpcId: string;
  /** The name that clients use, for tags. */
  readonly clientFqdn: string;
  /** The members. */
  readonly nodes: readonly SemsNode[];
}

/**
 * Everything between the nodes, on Interface 1.
 *
 * @throws InvalidPropsError with everything that is wrong with the options
 */
export class Replication extends Construct {
  /** For Interface 1 of every node in the VPC. */
  public readonly securityGroup: SecurityGroup;
  /** The security group with its rules. */
  public readonly access: ReplicationSecurityGroup;
  /** A records of the nodes' FQDNs, in the order of the nodes; none without a hosted zone. */
  public readonly records: readonly Route53Record[];

  public constructor(scope: Construct, id: string, props: ReplicationProps) {
    super(scope, id);
    validateProps(this.node.path, props, () => checkReplication("", props, props.nodes));
    this.access = new ReplicationSecurityGroup(this, "SecurityGroup", props);
    this.securityGroup = this.access.resource;
    this.records =
      props.hostedZone === undefined
        ? []
        : new NodeRecords(this, "Records", { hostedZone: props.hostedZone, nodes: props.nodes }).records;
  }
}

/** Checks the options of replication and administration. */
export function checkReplication(
  path: string,
  options: DeepPartial<ReplicationOptions> | undefined,
  nodes: DeepPartial<readonly SemsNode[]> | undefined,
): Problem[] {
  if (options === undefined) return [];
  const { hostedZone, adminClients } = options;
  return [
    ...checkHostedZone(under(path, "hostedZone"), hostedZone),
    ...(nodes ?? []).flatMap((node, i) =>
      checkInZone(`nodes[${i}].interface1.fqdn`, node?.interface1?.fqdn, hostedZone?.name),
    ),
    ...checkAdminClients(under(path, "adminClients"), adminClients),
  ];
}

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
        // By FQDN, which identifies a record in Route 53: renaming a node moves nothing.
        new Route53Record(this, constructId([node.interface1.fqdn, node.name], "Node", i), {
          zoneId: props.hostedZone.id,
          name: canonicalName(node.interface1.fqdn),
          type: "A",
          ttl: 60,
          records: [node.interface1.address],
        }),
    );
  }
}
