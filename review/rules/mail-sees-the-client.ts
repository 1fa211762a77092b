import type { TargetGroup } from "../aws/elb/target-group";
import { listenersInUse } from "../facts/in-use";
import { MAIL_PORTS } from "../ports";
import type { Rule, Violation } from "./rule";

/** The server tells outbound from inbound mail by the address that it comes from: the load balancer must keep it. */
export const mailSeesTheClient: Rule = {
  id: "SEMS-LB-8",
  level: "error",
  source: "administrator's guide, OEM edition",
  violations: (subject) => {
    const listeners = listenersInUse(subject).filter(({ port }) => MAIL_PORTS.includes(port));
    const groups = new Set(listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group ?? [])));
    return [...groups].flatMap(violationsOf);
  },
};

function violationsOf(group: TargetGroup): Violation[] {
  const { address } = group.resource;
  if (!isSourceKept(group)) {
    return [
      {
        address,
        message:
          `Mail reaches the nodes from the load balancer's address in place of the sender's: the server cannot tell ` +
          `outbound from inbound mail. Set preserve_client_ip to true.`,
      },
    ];
  }
  const outside = group.targets.filter(({ zone }) => zone === "all");
  if (outside.length === 0) return [];
  return [
    {
      address,
      message:
        `Mail to nodes outside the VPC (${outside.map(({ resource }) => resource.address).join(", ")}) cannot keep ` +
        `the sender's address: the server cannot tell outbound from inbound mail. Move the nodes into the VPC, or ` +
        `send mail to them without the load balancer.`,
    },
  ];
}

/** NLB guide: kept by default for instances and for UDP, not for addresses on TCP. */
const isSourceKept = ({ resource, targetType, protocol }: TargetGroup): boolean =>
  resource.flag("preserve_client_ip") ?? (targetType === "instance" || protocol.includes("UDP"));
