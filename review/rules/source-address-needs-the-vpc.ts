import { EVERY_ZONE } from "../aws/elb/load-balancer-zone";
import { groupsInUse, listenersInUse } from "../facts/in-use";
import { MAIL_PORTS } from "../ports";
import { listed } from "../wording";
import type { Rule } from "./rule";

/** A load balancer keeps the clients' addresses only towards targets in its VPC, or in a peered one of its Region. */
export const sourceAddressNeedsTheVpc: Rule = {
  id: "AWS-NLB-7",
  // Targets of a peered VPC are registered like those outside, and the document may not hold the peering.
  level: "warning",
  source: "NLB guide, client IP preservation",
  violations: (subject) => {
    // Of mail, SEMS-LB-8 says more.
    const ofMail = new Set(
      listenersInUse(subject)
        .filter(({ port }) => subject.isSems !== false && MAIL_PORTS.includes(port))
        .flatMap(({ forwards }) => forwards.map(({ group }) => group)),
    );
    return groupsInUse(subject).flatMap((group) => {
      if (ofMail.has(group) || group.resource.flag("preserve_client_ip") !== true) return [];
      const outside = group.targets.filter(({ zone }) => zone === EVERY_ZONE);
      if (outside.length === 0) return [];
      return [
        {
          address: group.resource.address,
          message:
            `preserve_client_ip is true, and ${listed(outside.map(({ resource }) => resource.address))} are outside the ` +
            `VPC, where AWS cannot keep the clients' addresses, unless they are in a peered VPC of the same Region: they ` +
            `are not reached. Set it to false, or make sure of the peering.`,
        },
      ];
    });
  },
};
