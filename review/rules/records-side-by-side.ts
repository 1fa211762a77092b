import type { RecordEntry, RecordSet } from "../aws/route53/records";
import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import { groupBy } from "../collections";
import type { Violation } from "./rule";

/**
 * Records of one name that Route 53 refuses side by side (Route 53 API, ResourceRecordSet).
 *
 * @param judged leaves out of a set what is not to be judged
 */
export const recordsSideBySide = (
  routing: Routing,
  { sets }: RecordTree,
  judged: (set: RecordSet) => RecordSet,
): Violation[] =>
  sets.map(judged).flatMap((set) => {
    const named = routing.recordSets.named(set.zone, set.name).map(judged);
    return [...sharedIdentifiers(set), ...cnameBesideOthers(set, named)];
  });

/** Records of one name and type that have the same set identifier, or none. */
const sharedIdentifiers = ({ shownName, type, entries }: RecordSet): Violation[] =>
  [...groupBy(entries, identifierOf)].flatMap(([identifier, own]) => {
    const addresses = addressesOf(own);
    const [, second] = addresses;
    if (second === undefined) return [];
    const message =
      `${addresses.join(" and ")} of ${shownName} (${type}) have ` +
      `${identifier === "" ? "no set identifier" : `the same set identifier, ${identifier}`}: Route 53 refuses ` +
      `the second one, and with allow_overwrite each apply overwrites one with the other. Give each record a unique set ` +
      `identifier.`;
    return [{ address: second, message }];
  });

/** A record's set identifier, empty for none; undefined where it is not known. */
const identifierOf = ({ resource }: RecordEntry): string | undefined =>
  resource.has("set_identifier") ? resource.known("set_identifier") : "";

/** A CNAME record of a name that has records of other types: DNS allows no other record beside it (RFC 1034). */
function cnameBesideOthers(
  { shownName, type, entries }: RecordSet,
  named: readonly RecordSet[],
): Violation[] {
  const cname = named.find((other) => other.type === "CNAME");
  if (cname === undefined || type === "CNAME" || entries.length === 0) return [];
  return addressesOf(cname.entries).map((address) => ({
    address,
    message:
      `${shownName} has a CNAME record beside ${addressesOf(entries).join(", ")}: Route 53 refuses a CNAME beside ` +
      `any other record. Remove the CNAME record, or give it another name.`,
  }));
}

const addressesOf = (entries: readonly RecordEntry[]): string[] =>
  entries.map(({ resource }) => resource.address).sort();
