import type { Text } from "../terraform/value";
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
  return groups.flatMap(({ targets }) =>
    targets.flatMap(({ resource, address }) => {
      const because = interface1.reasonFor(address);
      return because === undefined ? [] : [violation(resource.address, address, because)];
    }),
  );
}

/** Records that point straight to an Interface 1. */
const recordViolations = ({ tree }: ClientService, interface1: Interface1): Violation[] =>
  tree.records.flatMap(({ entry, targets }) =>
    targets.flatMap((target) => {
      if (target.kind === "set") return [];
      const because = interface1.reasonFor(target.value);
      return because === undefined ? [] : [violation(entry.resource.address, target.value, because)];
    }),
  );

const violation = (address: string, target: Text, because: string): Violation => ({
  address,
  message:
    `Clients are routed to ${typeof target === "string" ? target : target.expression}, which is an ` +
    `Interface 1: ${because}. They meet the node's own certificate there, beside replication and administration: ` +
    `route them to the address of Interface 2.`,
});
