import type { TargetGroup } from "../aws/elb/target-group";
import { groupsInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";

const FIELDS = ["port", "interval", "timeout", "healthy_threshold", "unhealthy_threshold"] as const;
const HTTP_FIELDS = ["path", "matcher"] as const;

/** Every field of a health check is written out: what is left out, the provider fills in otherwise than AWS. */
export const healthCheckWrittenOut: Rule = {
  id: "AWS-NLB-3",
  level: "error",
  isLocal: true,
  source: "measured with provider 5.100.0",
  violations: (subject) => groupsInUse(subject).flatMap((group) => violationOf(group) ?? []),
};

function violationOf({ resource }: TargetGroup): Violation | undefined {
  const { address } = resource;
  const written = resource.written("health_check");
  if (written === undefined) return undefined;
  const [check] = written;
  if (check === undefined) {
    return {
      address,
      level: "warning",
      message:
        `The target group has no health_check: by AWS's defaults, a failed node is detected after a minute and a half ` +
        `only. Write the block, with protocol and ${FIELDS.join(", ")}.`,
    };
  }
  if (!check.has("protocol")) {
    return {
      address,
      message:
        `The health check does not specify its protocol: the provider makes that HTTP, which a port of TLS answers with ` +
        `an error, and every node counts as unhealthy. Write protocol = "TCP".`,
    };
  }
  const isHttp = (check.known("protocol") ?? "").startsWith("HTTP");
  const missing = [...FIELDS, ...(isHttp ? HTTP_FIELDS : [])].filter((field) => !check.has(field));
  if (missing.length === 0) return undefined;
  return {
    address,
    level: "warning",
    message:
      `The health check leaves ${missing.join(", ")} to the provider, whose defaults are other than AWS's: how soon ` +
      `a failed node is detected depends on its version. Write them out.`,
  };
}
