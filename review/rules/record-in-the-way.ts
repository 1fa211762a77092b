import type { RecordEntry, RecordSet } from "../aws/route53/records";
import type { Routing } from "../aws/routing";
import { groupBy } from "../collections";
import type { StepOf } from "../impact/apply-order";
import { clashOf, endOf, forgottenIn, withSwapsCertain, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import { keyOf } from "../terraform/value";
import type { Rule, Violation } from "./rule";

/** A record is written only once those that Route 53 does not allow beside it are destroyed, or are no longer what they were. */
export const recordInTheWay: Rule = {
  id: "AWS-APPLY-4",
  level: "error",
  isLocal: true,
  onlyAboutServices: true,
  source: "Route 53 API, ChangeResourceRecordSets",
  violations: ({ diff }) =>
    diff === undefined ? [] : clashesIn(diff).map((clash) => violationOf(diff, clash)),
};

/** Leaves out of record sets what this rule reports, though the document still has it: records that Terraform forgets. */
export function withoutForgottenInTheWay(diff: PlanDiff | undefined): (set: RecordSet) => RecordSet {
  if (diff === undefined) return (set) => set;
  const forgotten = forgottenIn(diff);
  const inTheWay = new Set(clashesIn(diff).map(({ old }) => old.address));
  const isLeft = ({ resource: { address } }: RecordEntry): boolean =>
    !forgotten.has(address) || !inTheWay.has(address);
  return (set) => ({ ...set, entries: set.entries.filter(isLeft) });
}

/** A record with what Route 53 compares. */
interface Compared {
  readonly address: string;
  readonly entry: RecordEntry;
  /** Hosted zone and name. */
  readonly place: string;
  readonly type: string;
  readonly identifier: string;
  readonly shownName: string;
}

interface RecordClash {
  readonly written: Compared;
  readonly old: Compared;
  readonly reason: string;
  /** The step by which the old one makes way; undefined where it never does. */
  readonly release: StepOf | undefined;
  readonly clash: Clash;
}

function clashesIn(diff: PlanDiff): RecordClash[] {
  const deployed = groupBy(recordsIn(diff.before.routing), ({ place }) => place);
  const planned = new Map(recordsIn(diff.after.routing).map((record) => [record.address, record] as const));
  const found = [...planned.values()]
    .filter(({ address }) => diff.order.writes(address))
    .flatMap((written) =>
      (deployed.get(written.place) ?? []).flatMap((old) => clashBetween(diff, planned, written, old) ?? []),
    );
  return withSwapsCertain(found);
}

const recordsIn = ({ recordSets }: Routing): Compared[] =>
  recordSets.all.flatMap((set) => set.entries.map((entry) => compared(set, entry)));

function compared({ name, type, shownName }: RecordSet, entry: RecordEntry): Compared {
  const { resource } = entry;
  return {
    address: resource.address,
    entry,
    place: JSON.stringify([keyOf(resource.text("zone_id") ?? ""), name]),
    type,
    identifier: keyOf(resource.text("set_identifier") ?? ""),
    shownName,
  };
}

function clashBetween(
  diff: PlanDiff,
  planned: ReadonlyMap<string, Compared>,
  written: Compared,
  old: Compared,
): RecordClash | undefined {
  const reason = reasonAgainst(written, old);
  if (reason === undefined) return undefined;
  const { resource } = old.entry;
  const end = endOf(diff, resource);
  const isForgotten = diff.changeOf(resource)?.forgets === true;
  const next =
    end === undefined && !isForgotten ? planned.get(diff.next(resource)?.address ?? "") : undefined;
  // Of what stays in the way, SEMS-DNS-1 says that Route 53 refuses it; and what a record was is not in its own way.
  if (next !== undefined && reasonAgainst(written, next) !== undefined) return undefined;
  const release = next === undefined ? end : (["write", next.address] as const);
  const clash = clashOf(diff, release, written.address);
  return clash === undefined ? undefined : { written, old, reason, release, clash };
}

/** Why Route 53 does not allow a record beside another one of its name; undefined where it does. */
function reasonAgainst(written: Compared, old: Compared): string | undefined {
  if (written.type !== old.type)
    return written.type === "CNAME" || old.type === "CNAME"
      ? "allows no other record beside a CNAME"
      : undefined;
  if (written.identifier === old.identifier) return "has one record of a name, type and set identifier";
  if (written.entry.policy !== old.entry.policy)
    return "wants one routing policy for all records of a name and type";
  return written.entry.role !== undefined && written.entry.role === old.entry.role
    ? `wants one ${written.entry.role} record of a name and type`
    : undefined;
}

function violationOf(diff: PlanDiff, { written, old, reason, release, clash }: RecordClash): Violation {
  const { address, shownName, type } = written;
  const other = diff.next(old.entry.resource)?.address === address ? "its predecessor" : old.address;
  const isUpdate = diff.order.updates(address);
  const isChanged = release?.[0] === "write";
  const what = `${address} of ${shownName} (${type}) is ${isUpdate ? "changed" : "created"}`;
  const instead = isUpdate
    ? `Keep the set identifier, routing policy and role of each record, and change its target and health check.`
    : `Move the record with a moved block, change it in place, or destroy the old one in a deployment of its own.`;
  const isOverwriting =
    written.entry.resource.flag("allow_overwrite") === true && written.identifier === old.identifier;
  if (isOverwriting && !isUpdate) {
    const message =
      `${what} over ${other} by allow_overwrite, and the destruction of the old one then deletes what was written: clients ` +
      `cannot resolve the name, and no error says so.`;
    return { address, message, instead, ...(clash === "certain" ? {} : { level: "warning" }) };
  }
  const refusal = `Route 53 ${reason}, and refuses it (ChangeResourceRecordSets: InvalidChangeBatch)`;
  if (clash === "possible") {
    const message =
      `${what}, and ${other} is ${isChanged ? "changed" : "destroyed"} in the same apply; Terraform orders neither before ` +
      `the other: ${refusal} while the old one is ${isChanged ? "as it was" : "there"}.`;
    return { address, message, instead, level: "warning" };
  }
  const message = `${what} while ${other} is still ${isChanged ? "as it was" : "there"}: ${refusal}.`;
  return { address, message, refused: ["write", address], instead };
}
