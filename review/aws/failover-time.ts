import type { Block, Resource } from "../terraform/resource-graph";
import type { Failover } from "../report-model";
import type { LoadBalancer } from "./elb/load-balancer";
import type { ResolvedRecord, RecordTree } from "./route53/record-targets";
type Step = Failover["steps"][number];

/** Route 53 guide: a TCP connection must be made in 10 s; HTTP and HTTPS have 4 s to connect and 2 s to answer. */
const probeSeconds = (type: string): number => (type === "TCP" ? 10 : 6);

/** Not documented by AWS; docs/assumptions.md. */
const ANSWER_CHANGES_SECONDS = 5;
const BALANCER_STATE_SECONDS = 30;
const METRIC_DELIVERY_SECONDS = 30;

/** Of an alias to a load balancer (Route 53 guide). */
const ALIAS_TTL_SECONDS = 60;

/** AWS's defaults, for what a document leaves out. */
const DEFAULTS = {
  interval: 30,
  timeout: 10,
  threshold: 2,
  probeInterval: 30,
  probeThreshold: 3,
  period: 60,
};

/** The slowest way from a node's death to the last client's arrival at the next one; null where nothing detects it. */
export function failoverTime({ branches }: RecordTree): Failover | null {
  const ways = branches.flatMap((branch) => {
    const steps = stepsOf(branch);
    return steps === undefined ? [] : [{ worstCaseSeconds: sum(steps), steps }];
  });
  const [slowest] = ways.sort((a, b) => b.worstCaseSeconds - a.worstCaseSeconds);
  return slowest ?? null;
}

const sum = (steps: readonly Step[]): number => steps.reduce((total, { seconds }) => total + seconds, 0);

/** What passes until clients of one record have left it; undefined for a record that only leads on to others. */
function stepsOf({ set, entry, leads }: ResolvedRecord): Step[] | undefined {
  // Nobody waits to leave the last choice: from there, there is nowhere to go.
  if (entry.role === "SECONDARY") return undefined;
  if (set.entries.length < 2 || leads.some(({ kind }) => kind === "set")) return undefined;
  const { check, alias } = entry;
  const balancer = leads.flatMap((lead) => (lead.kind === "balancer" ? [lead.balancer] : []))[0];
  const detection =
    check !== undefined
      ? checkSteps(check)
      : alias?.evaluatesHealth === true && balancer !== undefined
        ? [
            ...targetSteps(balancer),
            {
              what: "Route 53 evaluates the target group and changes its answer",
              seconds: BALANCER_STATE_SECONDS,
            },
          ]
        : undefined;
  if (detection === undefined) return undefined;
  const leaving =
    alias === undefined
      ? { what: "TTL of the old answer", seconds: entry.resource.number("ttl") ?? 0 }
      : { what: "TTL of the alias", seconds: ALIAS_TTL_SECONDS };
  return [...detection, leaving];
}

function checkSteps(check: Resource): Step[] | undefined {
  if (check.flag("disabled") === true) return undefined;
  const type = check.known("type") ?? "";
  if (type === "CALCULATED") {
    const ways = check.links("child_healthchecks", "aws_route53_health_check").flatMap((child) => {
      // AWS lets no calculated check watch another.
      const steps = child.known("type") === "CALCULATED" ? undefined : checkSteps(child);
      return steps === undefined ? [] : [steps];
    });
    return ways.sort((a, b) => sum(b) - sum(a))[0];
  }
  if (type === "CLOUDWATCH_METRIC") return alarmSteps(check);
  if (type === "RECOVERY_CONTROL") return undefined;
  const interval = check.number("request_interval") ?? DEFAULTS.probeInterval;
  const threshold = check.number("failure_threshold") ?? DEFAULTS.probeThreshold;
  return [
    { what: `${threshold} failed probes, one every ${interval} s`, seconds: threshold * interval },
    { what: "timeout of the last probe", seconds: probeSeconds(type) },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

function alarmSteps(check: Resource): Step[] | undefined {
  const alarm = check.link("cloudwatch_alarm_name", "aws_cloudwatch_metric_alarm");
  if (alarm === undefined) return undefined;
  const [period, periods] = [
    alarm.number("period") ?? DEFAULTS.period,
    alarm.number("evaluation_periods") ?? 1,
  ];
  const group = alarm.entries("dimensions").get("TargetGroup");
  const resource = group === undefined ? undefined : alarm.named(group, "aws_lb_target_group");
  return [
    ...(resource === undefined ? [] : groupSteps(resource)),
    { what: "rest of the metric period in which the node was still healthy", seconds: period },
    {
      what: `${periods === 1 ? "a full metric period" : `${periods} full metric periods`} without a healthy node`,
      seconds: period * periods,
    },
    { what: "CloudWatch delivers the metric to Route 53", seconds: METRIC_DELIVERY_SECONDS },
    { what: "Route 53 changes its answer", seconds: ANSWER_CHANGES_SECONDS },
  ];
}

/** The slowest of the load balancer's own checks. */
function targetSteps({ groups }: LoadBalancer): Step[] {
  const ways = groups.map(({ resource }) => groupSteps(resource)).sort((a, b) => sum(b) - sum(a));
  return ways[0] ?? [];
}

function groupSteps(group: Resource): Step[] {
  const check: Block | undefined = group.blocks("health_check")[0];
  const interval = check?.number("interval") ?? DEFAULTS.interval;
  const threshold = check?.number("unhealthy_threshold") ?? DEFAULTS.threshold;
  const timeout = check?.number("timeout") ?? DEFAULTS.timeout;
  return [
    {
      what: `${threshold} failed probes of the load balancer, one every ${interval} s`,
      seconds: threshold * interval,
    },
    { what: "timeout of the last probe", seconds: timeout },
  ];
}
