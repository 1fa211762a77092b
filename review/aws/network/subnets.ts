import type { Graph } from "../../terraform/resource-graph";
import { keyOf, type Text } from "../../terraform/value";
import type { Target } from "../elb/target";
import { holdsNetwork } from "./cidr";
import type { Vpcs } from "./vpcs";

const SUBNET_TYPES = ["aws_subnet", "data.aws_subnet"] as const;

/** Tells subnets apart, whether they are named by reference or by id: the address of the resource, else the id. */
export const subnetKey = (graph: Graph, id: Text): string =>
  SUBNET_TYPES.map((type) => graph.named(id, type)).find((found) => found !== undefined)?.address ??
  keyOf(id);

/** The subnet of a target: that of its interface or instance, else the one whose network holds its address. */
export function subnetOf(
  { graph, vpcs }: { readonly graph: Graph; readonly vpcs: Vpcs },
  { address, holder, vpc }: Target,
): string | undefined {
  const own = holder?.text("subnet_id");
  if (own !== undefined) return subnetKey(graph, own);
  if (typeof address !== "string") return undefined;
  const holding = SUBNET_TYPES.flatMap((type) => graph.all(type)).filter((subnet) => {
    const network = subnet.known("cidr_block");
    const place = vpcs.of(subnet);
    const isOfVpc = vpc === undefined || place === undefined || place === vpc;
    return isOfVpc && network !== undefined && holdsNetwork(network, `${address}/32`);
  });
  return holding.length === 1 ? holding[0]?.address : undefined;
}

/** The network of a subnet by its key, in CIDR notation; undefined where the document does not specify it. */
export const networkOfSubnet = (graph: Graph, key: string): string | undefined =>
  graph.at(key)?.known("cidr_block");
