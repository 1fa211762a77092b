import { Fn, Token } from "cdktf";
import type { Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { emptyList, oneOfTwo, invalidValue } from "../validation/errors";
import { under, type Problem } from "../validation/problem";
import { isResolved, type DeepPartial } from "../tokens";
import { checkFqdn, checkIpv4, checkMembers, checkRange } from "../validation/values";

/** The record that the client FQDN has before the cluster takes it over. */
export interface ExistingRecord {
  /** A with one address or several, or CNAME. */
  readonly type: "A" | "CNAME";
  /** TTL as it is in the hosted zone, seconds: Route 53 deletes only what it finds exactly so. */
  readonly ttlSeconds: number;
  /** IPv4 addresses, or the one name of a CNAME. */
  readonly values: readonly string[];
}

/**
 * A client FQDN that is in use moves to the cluster without a gap, in two deployments with one change batch between them:
 * Route 53 applies a batch as a whole.
 */
export interface Takeover {
  /**
   * First: the client FQDN's own records are left out, and `ClientAccess.changeBatch` replaces this record by them.
   * @default - none
   */
  readonly record?: ExistingRecord;
  /**
   * Then: the records that the batch has made are imported in place of being made.
   * @default false
   */
  readonly adopt?: boolean;
}

/** A record as the API's ChangeResourceRecordSets writes it. */
type RecordSet = Readonly<Record<string, unknown>>;

/** Deletes the existing record and creates the cluster's, in one batch: JSON, with what is known after deployment. */
export const changeBatch = (
  fqdn: string,
  { type, ttlSeconds, values }: ExistingRecord,
  records: readonly Route53RecordConfig[],
): string =>
  Token.asString(
    Fn.jsonencode({
      Comment: `Take over ${fqdn}`,
      Changes: [
        {
          Action: "DELETE",
          ResourceRecordSet: {
            Name: fqdn,
            Type: type,
            TTL: ttlSeconds,
            ResourceRecords: values.map((Value) => ({ Value })),
          },
        },
        ...records.map((record) => ({ Action: "CREATE", ResourceRecordSet: recordSet(record) })),
      ],
    }),
  );

function recordSet(record: Route53RecordConfig): RecordSet {
  const { name, type, setIdentifier, failoverRoutingPolicy, ttl, records, alias, healthCheckId } = record;
  return {
    Name: name,
    Type: type,
    // What a record does not have is not written.
    SetIdentifier: setIdentifier,
    Failover: failoverRoutingPolicy?.type,
    ...(alias === undefined
      ? { TTL: ttl, ResourceRecords: (records ?? []).map((Value) => ({ Value })) }
      : {
          AliasTarget: {
            DNSName: alias.name,
            HostedZoneId: alias.zoneId,
            EvaluateTargetHealth: alias.evaluateTargetHealth,
          },
        }),
    HealthCheckId: healthCheckId,
  };
}

/** The id by which Terraform imports a record: zone, name, type and set identifier. */
export const importId = ({ zoneId, name, type, setIdentifier }: Route53RecordConfig): string =>
  [zoneId, name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join("_");

/** Checks a takeover: one of its two steps, and a record that Route 53 can hold. */
export function checkTakeover(path: string, takeover: DeepPartial<Takeover> | undefined): Problem[] {
  if (takeover === undefined) return [];
  const { record, adopt } = takeover;
  if ((record === undefined) === (adopt !== true)) {
    return [oneOfTwo(path, record === undefined ? "neither record nor adopt" : "both record and adopt")];
  }
  return record === undefined ? [] : checkRecord(under(path, "record"), record);
}

function checkRecord(path: string, { type, ttlSeconds, values }: DeepPartial<ExistingRecord>): Problem[] {
  const here = `${path}.values`;
  const checkValue = type === "CNAME" ? checkTargetName : checkIpv4;
  const isOneName = type !== "CNAME" || !isResolved(values) || values.length === 1;
  return [
    ...checkRange(`${path}.ttlSeconds`, ttlSeconds, RECORD_TTL, "a whole number of seconds"),
    ...(values?.length === 0
      ? [emptyList(here, "the values that the record has")]
      : checkMembers(here, values, checkValue)),
    ...(isOneName ? [] : [invalidValue(here, values, "one name: a CNAME has no more")]),
  ];
}

/** The name of a CNAME may be written with the root's dot, as Route 53 shows it. */
const checkTargetName = (path: string, name: string | undefined): Problem[] =>
  checkFqdn(path, isResolved(name) ? name.replace(/\.$/, "") : name);

/** TTL of any record: Route 53 API. */
const RECORD_TTL = { min: 0, max: 2_147_483_647 };
