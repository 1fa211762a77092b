import { groupsInUse } from "../facts/in-use";
import type { Rule } from "./rule";

const STICKY_PROTOCOLS: readonly string[] = ["TCP", "UDP", "TCP_UDP"];

/** Only TCP and UDP groups can keep clients by their source address; on others AWS refuses it, and at apply only. */
export const stickinessProtocol: Rule = {
  id: "AWS-NLB-5",
  level: "error",
  isLocal: true,
  source: "NLB guide; measured with provider 5.100.0",
  violations: (subject) =>
    groupsInUse(subject).flatMap(({ resource, protocol }) => {
      const [stickiness] = resource.blocks("stickiness");
      if (stickiness === undefined || stickiness.flag("enabled") === false) return [];
      if (STICKY_PROTOCOLS.includes(protocol)) return [];
      return [
        {
          address: resource.address,
          message:
            `AWS refuses stickiness on a target group of protocol ${protocol}, but only during ` +
            `the apply: the group is left partially configured. Set the protocol to TCP.`,
        },
      ];
    }),
};
