import { shown, type Text } from "../terraform/value";
import type { Interface1 } from "../facts/interface1";
import type { ClientService } from "../aws/services";
import type { Rule, Violation } from "./rule";

/** Clients are routed to Interface 2 of the nodes, never to Interface 1, where the cluster replicates. */
export const targetsAreInterface2: Rule = {
  id: "SEMS-LB-5",
  level: "error",
  source: "KB 156803",
  violations: ({ services, interface1 }) =>
    services.flatMap((service) => [
      ...targetViolations(service, interface1),
      ...recordViolations(service, interface1),
    ]),
};

function targetViolations({ listeners }: ClientService, interface1: Interface1): Violation[] {
  const groups = listeners.flatMap(({ forwards }) => forwards.flatMap(({ group }) => group ?? []));
  return (
    groups
      // AWS-NLB-2 is about targets that are instances.
      .filter(({ targetType }) => targetType === "ip")
      .flatMap(({ targets }) =>
        targets.flatMap(({ resource, address }) => {
          const because = interface1.reasonFor(address);
          return because === undefined ? [] : [violation(resource.address, address, because)];
        }),
      )
  );
}

/** Records that point straight to an Interface 1; a name that does nothing else is SEMS-LB-7's. */
const recordViolations = ({ tree }: ClientService, interface1: Interface1): Violation[] =>
  tree.records
    .filter(({ entry }) => entry.policy !== "simple")
    .flatMap(({ entry, targets }) =>
      targets.flatMap((target) => {
        const because = target.kind === "elsewhere" ? interface1.reasonFor(target.value) : undefined;
        return because === undefined || target.kind === "set"
          ? []
          : [violation(entry.resource.address, target.value, because)];
      }),
    );

const violation = (address: string, target: Text, because: string): Violation => ({
  address,
  message:
    `Clients are routed to ${typeof target === "string" ? target : `an address (${shown(target)})`}, which is an ` +
    `Interface 1: ${because}. They meet the node's own certificate there, beside replication and administration: ` +
    `route them to the address of Interface 2.`,
});
