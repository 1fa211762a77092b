import { forbiddenPort } from "../validation/errors";
import { isKnown } from "../known";
import type { Problem } from "../validation/problem";
import { checkRange, PORT } from "../validation/values";

/** SEMS-LB-6: ports that no load balancer carries, and what they are for. */
const NODE_PORTS: ReadonlyMap<number, string> = new Map([
  [444, "replication"],
  [9000, "administration console"],
  [22, "SSH"],
  [161, "SNMP"],
]);

/** Checks that a port may stand behind the load balancer (SEMS-LB-6). */
export function checkClientPort(where: string, port: number | undefined): Problem[] {
  const use = isKnown(port) ? NODE_PORTS.get(port) : undefined;
  if (isKnown(port) && use !== undefined) return [forbiddenPort(where, port, use)];
  return checkRange(where, port, PORT, "a TCP port");
}
