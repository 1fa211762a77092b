import { isCheckHealthy, type CheckSurroundings } from "./check-health";
import type { Branch } from "./route53/record-targets";
import type { RecordSet } from "./route53/records";
import { isHealthy, isMixed } from "./elb/traffic";

/** Whether Route 53 takes a record for healthy: both its check and its alias's target must be. */
export function isRecordHealthy({ entry, leads }: Branch, around: CheckSurroundings): boolean {
  if (entry.check !== undefined && !isCheckHealthy(entry.check, around)) return false;
  if (entry.alias?.evaluatesHealth !== true) return true;
  const [target] = leads;
  if (target?.kind === "set") return isSetHealthy(target.set, around);
  // A target beyond the document never fails, as far as anybody can tell.
  if (target?.kind !== "balancer") return true;
  if (target.zone !== undefined) around.assume("zonal-alias");
  if (isMixed(target.balancer, around.world)) around.assume("mixed-groups");
  return isHealthy(target.balancer, around.world);
}

/** Whether any record of a set is healthy: then an alias to it is, too. */
function isSetHealthy(set: RecordSet, around: CheckSurroundings): boolean {
  // Route 53 refuses a loop of aliases; a document may hold one.
  return around.onceHealthy(set, false, () =>
    around.routing.leads.of(set).some((branch) => isRecordHealthy(branch, around)),
  );
}
