import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { Construct } from "constructs";
import { unknownActiveNode } from "../validation/errors";
import type { HostedZone } from "../hosted-zone";
import { InvalidPropsError } from "../validation/problem";
import type { Destination, IEndpoint } from "./endpoint";
import { FailoverRecords } from "./dns-records";
import type { LoadBalancingMethod } from "./load-balancing-method";
import { ManualRecord } from "./manual-record";

/** What the records of a client access are made of. */
export interface ClientRecordsProps {
  /** The name that clients ask for. */
  readonly fqdn: string;
  /** The zone that holds the name. */
  readonly hostedZone: HostedZone;
  /** How clients are directed to the nodes. */
  readonly method: LoadBalancingMethod;
  /** One per node, in the order in which they serve. */
  readonly endpoints: readonly IEndpoint[];
  /** What leads to all nodes at once; weighted only. */
  readonly weighted: Destination | undefined;
}

/** Makes the records that lead clients to the nodes, the client FQDN's first. */
export function addClientRecords(scope: Construct, props: ClientRecordsProps): readonly Route53Record[] {
  const { fqdn, hostedZone, method, endpoints, weighted } = props;
  if (method.type === "manual") {
    const destination = activeEndpoint(scope, method, endpoints);
    return new ManualRecord(scope, "Records", { fqdn, hostedZone, destination }).records;
  }
  if (weighted === undefined) return new FailoverRecords(scope, "Records", props).records;
  // The safety net: while a node is down, its share of the clients would be lost.
  const name = orderedName(fqdn);
  const ordered = new FailoverRecords(scope, "Ordered", { fqdn: name, hostedZone, endpoints, inner: true });
  const either = [weighted, ordered.destination];
  return [
    ...new FailoverRecords(scope, "Records", { fqdn, hostedZone, endpoints: either }).records,
    ...ordered.records,
  ];
}

/** The name of the ordered list below a weighted name. */
export const orderedName = (fqdn: string): string => `ordered.${fqdn}`;

/** The endpoint of the node that a person has chosen. */
function activeEndpoint(
  scope: Construct,
  { activeNode = "" }: LoadBalancingMethod,
  endpoints: readonly IEndpoint[],
): IEndpoint {
  const active = endpoints.find(({ nodeName }) => nodeName === activeNode);
  if (active !== undefined) return active;
  const names = endpoints.map(({ nodeName }) => nodeName);
  throw new InvalidPropsError(scope.node.path, [unknownActiveNode("method.activeNode", activeNode, names)]);
}
