import { NODE_ONLY_PORTS, type Finding } from "sems-review/reporting";
import type { ObservedAccess } from "../model";
import { finding } from "../rules";

/** SEMS-LB-6: replication and administration are not open on what clients use. */
export function checkClosedPorts({ endpoints, observed }: ObservedAccess): Finding[] {
  return endpoints.flatMap(({ node }, i) => {
    const { closed = [], addresses = [] } = observed[i] ?? {};
    const open = closed.filter(({ state }) => state === "open");
    if (open.length === 0) return [];
    const ports = open.map(({ port, transport }) => {
      const use = NODE_ONLY_PORTS.get(port);
      return `${transport.toUpperCase()} ${port}${use === undefined ? "" : ` (${use})`}`;
    });
    const message =
      `${addresses[0] ?? node}, by which clients reach ${node}, is open at ${ports.join(", ")}. Close it: take the ` +
      "listener or the rule of the security group away.";
    return [finding("SEMS-LB-6", "error", node, message)];
  });
}
