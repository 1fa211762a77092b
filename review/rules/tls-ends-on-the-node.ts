import { groupsInUse, listenersInUse } from "../facts/in-use";
import type { Rule, Violation } from "./rule";
import type { Subject } from "../facts/subject";

/** Protocols by which a load balancer does TLS itself. */
const TLS_PROTOCOLS: readonly string[] = ["TLS", "HTTPS"];

/** TLS is between client and node: the certificates live on the nodes, and what is in front of them passes TCP through. */
export const tlsEndsOnTheNode: Rule = {
  id: "SEMS-CERT-3",
  level: "error",
  source: "KB 156803: the certificates are the nodes' own",
  violations: (subject) => [
    ...listenerViolations(subject),
    ...groupViolations(subject),
    ...applicationLoadBalancers(subject),
  ],
};

const listenerViolations = (subject: Subject): Violation[] =>
  listenersInUse(subject)
    .filter(({ protocol, resource }) => TLS_PROTOCOLS.includes(protocol) || resource.has("certificate_arn"))
    .map(({ port, resource }) => ({
      address: resource.address,
      message:
        `TLS of the clients on port ${port} ends at the load balancer: they meet its certificate in place of the ` +
        `one on Interface 2. Give the listener protocol TCP and no certificate, so that TLS ends on the node.`,
    }));

const groupViolations = (subject: Subject): Violation[] =>
  groupsInUse(subject)
    .filter(({ protocol }) => TLS_PROTOCOLS.includes(protocol))
    .map(({ resource, protocol }) => ({
      address: resource.address,
      message:
        `The load balancer opens ${protocol} connections of its own to the nodes instead of passing the clients' ` +
        `on: no client's TLS ends on a node. Give the target group protocol TCP.`,
    }));

const applicationLoadBalancers = (subject: Subject): Violation[] =>
  subject.trees.flatMap(({ root, records }) =>
    records.flatMap(({ entry, targets }) =>
      targets.flatMap((target) => {
        if (target.kind !== "elsewhere") return [];
        const other = subject.graph.named(target.value, "aws_lb");
        // One whose type is not known may be a Network Load Balancer: REVIEW-1 reports it.
        return other === undefined || other.isUnknown("load_balancer_type")
          ? []
          : [
              {
                address: entry.resource.address,
                message:
                  `Clients of ${root.shownName} are routed to ${other.address}, which is no Network Load Balancer: ` +
                  `their TLS ends there and not on a node. Route them to a Network Load Balancer with TCP listeners.`,
              },
            ];
      }),
    ),
  );
