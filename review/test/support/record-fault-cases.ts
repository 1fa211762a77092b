import type { FaultCase } from "./fault-case";
import * as faults from "./faults";
import { inside, plain } from "./mended";
import * as more from "./more-faults";

const record = (name: string): string[] => [`aws_route53_record.${name}`];

/** Mistakes in records and health checks. */
export const RECORD_FAULTS: readonly FaultCase[] = [
  {
    what: "a name without a secondary",
    document: faults.missingSecondary(plain),
    rule: "SEMS-DNS-1",
    at: record("tier1_primary"),
    says: /keys\.example\.com \(A\) has no SECONDARY record: when its PRIMARY is down, .* nothing else/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a tier without a primary",
    document: faults.missingPrimary(plain),
    rule: "SEMS-DNS-1",
    at: record("tier2_secondary"),
    says: /tier2\.keys\.example\.com \(A\) has no PRIMARY record/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "two primaries",
    document: faults.twoPrimaries(plain),
    rule: "SEMS-DNS-1",
    at: record("tier1_primary_too"),
    says: /has 2 PRIMARY records .* Route 53 refuses/,
    also: ["SEMS-LB-1", "SEMS-LB-2"],
  },
  {
    what: "an alias that does not evaluate health",
    document: faults.aliasWithoutHealth(plain),
    rule: "SEMS-DNS-1",
    at: record("tier1_secondary"),
    says: /healthy even when everything behind it is down/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "aliases in a circle",
    document: faults.aliasLoop(plain),
    rule: "SEMS-DNS-1",
    at: record("tier2_secondary"),
    says: /points from tier2\.keys\.example\.com back to keys\.example\.com, .* no answer/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "an alias to a name that is not there",
    document: faults.aliasToNothing(plain),
    rule: "SEMS-DNS-1",
    at: record("tier1_secondary"),
    says: /points to tier9\.keys\.example\.com, of which the zone example\.com has no A record/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a health check of another address",
    document: faults.checkOfAnotherAddress(plain),
    rule: "SEMS-DNS-1",
    at: ["aws_route53_health_check.a"],
    says: /probes aws_eip\.b\.public_ip, and the record points to aws_eip\.a\.public_ip/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "an address without a health check",
    document: faults.noHealthCheck(plain),
    rule: "SEMS-DNS-1",
    at: record("tier1_primary"),
    says: /always considers it healthy, and sends clients of keys\.example\.com to a failed node/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "an alarm that never fires",
    document: more.alarmThatNeverFires(inside),
    rule: "SEMS-DNS-1",
    at: ["aws_cloudwatch_metric_alarm.a"],
    says: /follows an alarm that does not fire when the record's node is down/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "an answer that clients keep for long",
    document: more.longTtl(plain),
    rule: "SEMS-DNS-2",
    at: record("tier1_primary"),
    says: /keep this answer for 300 s, and keep connecting to a failed node that long/,
  },
  {
    what: "clients of one network, without Route 53's checkers",
    document: more.restrictedClients(plain),
    rule: "AWS-R53-1",
    at: ["aws_security_group.nlb"],
    says: /checkers cannot probe port 443 of aws_lb\.keys, and every node counts as unhealthy/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a private address for Route 53's checkers",
    document: more.privateAddressProbed(inside),
    rule: "AWS-R53-1",
    at: ["aws_route53_health_check.a"],
    says: /cannot probe 10\.0\.1\.5, a private address: the check never turns healthy/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "set identifiers that name nodes",
    document: more.nodesInSetIdentifiers(plain),
    rule: "AWS-R53-2",
    at: [...record("tier1_primary"), ...record("tier2_primary")],
    says: /identifier sems1 names a node .* Route 53 refuses the second PRIMARY/,
  },
];
