import type { RecordEntry, RecordSet } from "../aws/route53/records";
import type { Routing } from "../aws/routing";
import { groupBy } from "../collections";
import { clashOf, createdOf, endOf, forgottenIn, type Clash } from "../impact/clash";
import type { PlanDiff } from "../impact/plan-diff";
import { keyOf } from "../terraform/value";
import type { Rule, Violation } from "./rule";

/** A record is created only once those that Route 53 does not allow beside it are destroyed. */
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
  readonly created: Compared;
  readonly old: Compared;
  readonly reason: string;
  readonly clash: Clash;
}

function clashesIn(diff: PlanDiff): RecordClash[] {
  const deployed = groupBy(recordsIn(diff.before.routing), ({ place }) => place);
  return createdIn(diff).flatMap((created) => clashesWith(diff, created, deployed.get(created.place) ?? []));
}

function createdIn(diff: PlanDiff): Compared[] {
  const created = new Set(createdOf(diff, "aws_route53_record"));
  return recordsIn(diff.after.routing).filter(({ entry }) => created.has(entry.resource));
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

function clashesWith(diff: PlanDiff, created: Compared, deployed: readonly Compared[]): RecordClash[] {
  return deployed.flatMap((old): RecordClash[] => {
    const reason = reasonAgainst(created, old);
    const { resource } = old.entry;
    const end = endOf(diff, resource);
    // Of what stays, SEMS-DNS-1 says that Route 53 refuses it.
    if (reason === undefined || (end === undefined && diff.changeOf(resource)?.forgets !== true)) return [];
    const clash = clashOf(diff, end, created.address);
    return clash === undefined ? [] : [{ created, old, reason, clash }];
  });
}

/** Why Route 53 does not allow a record beside another one of its name; undefined where it does. */
function reasonAgainst(created: Compared, old: Compared): string | undefined {
  if (created.type !== old.type)
    return created.type === "CNAME" || old.type === "CNAME"
      ? "allows no other record beside a CNAME"
      : undefined;
  if (created.identifier === old.identifier) return "has one record of a name, type and set identifier";
  if (created.entry.policy !== old.entry.policy)
    return "wants one routing policy for all records of a name and type";
  return created.entry.role !== undefined && created.entry.role === old.entry.role
    ? `wants one ${created.entry.role} record of a name and type`
    : undefined;
}

function violationOf(diff: PlanDiff, { created, old, reason, clash }: RecordClash): Violation {
  const { address, shownName, type } = created;
  const other = diff.next(old.entry.resource)?.address === address ? "its predecessor" : old.address;
  const isOverwriting =
    created.entry.resource.flag("allow_overwrite") === true && created.identifier === old.identifier;
  const what = `${address} of ${shownName} (${type}) is created`;
  const instead = `Move the record with a moved block, change it in place, or destroy the old one in a deployment of its own.`;
  if (isOverwriting) {
    const message =
      `${what} over ${other} by allow_overwrite, and the destruction of the old one then deletes what was written: clients ` +
      `cannot resolve the name, and no error says so.`;
    return { address, message, instead, ...(clash === "certain" ? {} : { level: "warning" }) };
  }
  const refusal = `Route 53 ${reason}, and refuses it (ChangeResourceRecordSets: InvalidChangeBatch)`;
  if (clash === "possible") {
    const message =
      `${what}, and ${other} is destroyed in the same apply; Terraform orders neither before the other: ${refusal} while the ` +
      `old one is there.`;
    return { address, message, instead, level: "warning" };
  }
  const message = `${what} while ${other} is still there: ${refusal}.`;
  return { address, message, refused: ["write", address], instead };
}
