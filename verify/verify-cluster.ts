import { NODE_ONLY_PORTS } from "sems-review/reporting";
import { judge, type JudgeOptions } from "./judge";
import type { Input } from "./input/read";
import type { Verification } from "./model";
import { observeAccess, type ObserveOptions } from "./observe";

/** SNMP's port, which is UDP's. */
export const SNMP_PORT = 161;

/** SEMS-LB-6: the ports that must be closed on what clients reach. */
export const CLOSED_PORTS: readonly number[] = [...NODE_ONLY_PORTS.keys()];

/** Looks at all client accesses at once, and judges what is seen. */
export async function verifyCluster(
  { source, accesses }: Input,
  observe: ObserveOptions,
  options: JudgeOptions,
): Promise<Verification> {
  const observed = await Promise.all(accesses.map((access) => observeAccess(access, observe)));
  return judge(source, observed, options);
}
