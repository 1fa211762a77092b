import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";

/** What a failover record answers with: an address of its own time to live, or an alias. */
export type RecordAnswer = Pick<Route53RecordConfig, "records" | "ttl" | "healthCheckId" | "alias">;

/** An address that reaches exactly one node, and a way to tell whether it does. */
export interface IEndpoint {
  /** Name of the node that this endpoint reaches. */
  readonly nodeName: string;
  /** What a record that leads to this endpoint answers. */
  readonly answer: RecordAnswer;
}
