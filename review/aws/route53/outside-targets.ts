import { Unknown, type Text } from "../../terraform/value";
import type { Graph } from "../../terraform/resource-graph";

/** Names that Network Load Balancers have, and Application Load Balancers do not: `NAME.elb.REGION.amazonaws.com`. */
const NLB_NAME = /\.elb\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\.?$/i;

/** Attributes and outputs that are named for a load balancer's own name. */
const DNS_NAME = /(?:^|[._])dns_name\b/;

/** Whether a target outside the document is, or may be, a Network Load Balancer. */
export function mayBeLoadBalancer(graph: Graph, target: Text): boolean {
  if (!(target instanceof Unknown)) return NLB_NAME.test(target);
  const data = graph.named(target, "data.aws_lb");
  if (data !== undefined) return (data.known("load_balancer_type") ?? "network") === "network";
  return target.address === undefined && DNS_NAME.test(target.expression);
}

/** Whether Route 53 cannot evaluate the health of an alias target (Route 53 API, AliasTarget): a CloudFront distribution. */
export const isCloudFront = (target: Text | undefined): boolean =>
  target instanceof Unknown
    ? target.expression.includes("aws_cloudfront_distribution.")
    : /\.cloudfront\.net\.?$/i.test(target ?? "");
