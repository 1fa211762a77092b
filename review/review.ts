import { reasonFor, type Acknowledgements } from "./acknowledgements";
import { rankOf, worstOf } from "./effect";
import { applyOrderOf, changesOf, pairsOf, planDiffOf } from "./impact/index";
import type { PlanDiff } from "./impact/plan-diff";
import type { ReadDocument } from "./terraform/document";
import { keyOf, shown } from "./terraform/value";
import type { Changes, Finding, Review, Service, ServiceState, State, ZoneState } from "./report-model";
import { assumptionsOf, type AssumptionId } from "./aws/assumptions";
import { diagramOf, type Actions } from "./aws/client-path";
import { failoverTime } from "./aws/failover-time";
import type { ClientService, ScenarioResult } from "./aws/services";
import { reviewedIn } from "./facts/reviewed";
import { subjectOf } from "./facts/subject";
import { RULES } from "./rules/index";
import { ACTION_WORDS } from "./action-words";
import { violationsOf } from "./rules/rule";

/** What a review is for, and who hears how far it is. */
export interface ReviewOptions {
  /**
   * Whether what serves clients is SEMS, whatever the tags of its load balancers say. Its rules are judged then, besides
   * those of AWS.
   * @default false
   */
  readonly isSems?: boolean;
  /**
   * Hears what comes next: large documents take a while.
   * @default - none
   */
  readonly onStep?: (step: string) => void;
}

/** Reviews all that was read as one. */
export function reviewDocuments(
  source: string,
  documents: readonly ReadDocument[],
  acknowledged: Acknowledgements,
  options: ReviewOptions = {},
): Review {
  const isSingle = documents.length === 1;
  const reviews = documents.map((document) =>
    reviewOf(document, acknowledged, isSingle ? undefined : document.name, options),
  );
  return {
    source,
    services: reviews.flatMap(({ services }) => services),
    findings: reviews.flatMap(({ findings }) => findings),
    changes: allChanges(reviews.flatMap(({ changes }) => changes ?? [])),
  };
}

/** What several plans do together; null where there is none. */
function allChanges(changes: readonly Changes[]): Changes | null {
  const [first, ...others] = changes;
  if (first === undefined) return null;
  return others.reduce(
    (all, one) => ({
      create: all.create + one.create,
      update: all.update + one.update,
      replace: all.replace + one.replace,
      delete: all.delete + one.delete,
      import: all.import + one.import,
      move: all.move + one.move,
      forget: all.forget + one.forget,
      drift: [...all.drift, ...one.drift],
      effect: worstOf([all.effect, one.effect]),
      removed: [...all.removed, ...one.removed],
      disruptive: [...all.disruptive, ...one.disruptive].sort((a, b) => rankOf(a.effect) - rankOf(b.effect)),
    }),
    first,
  );
}

/** What AWS demands of every stack; the other rules are what SEMS demands. */
// SEMS-DNS-1 is what Route 53 itself demands of failover records, whoever uses them.
const AWS_RULES = RULES.filter(({ id }) => !id.startsWith("SEMS-") || id === "SEMS-DNS-1");

/** Reviews one document; `stack` names it where there are several. */
function reviewOf(
  document: ReadDocument,
  acknowledged: Acknowledgements,
  stack: string | undefined,
  { isSems = false, onStep = () => undefined }: ReviewOptions,
) {
  const { graph, kind, incomplete, privateKeys, hasOneProvider } = document;
  onStep(`${document.name}: computing the failure scenarios`);
  const reviewed = reviewedIn(graph);
  const { routing, services } = reviewed;
  const label = stack === undefined ? {} : { stack };
  const rules =
    isSems || routing.loadBalancers.some(({ intent }) => intent !== undefined) ? RULES : AWS_RULES;
  const diff = planDiffOf(document.changes, document.before, reviewed, document.dependencies);
  const subject = subjectOf(reviewed, {
    isSems: rules === RULES,
    incomplete,
    privateKeys,
    hasOneProvider,
    diff,
    applyOrder: applyOrderOf(document.changes, document.dependencies, diff),
  });
  const violations = violationsOf(rules, subject, ({ id }) => {
    onStep(`${document.name}: checking ${id}`);
  });
  const findings = violations.map(
    ({ rule, violation: { address, message, level = rule.level } }): Finding => ({
      ...label,
      rule: rule.id,
      level,
      address,
      message,
      source: rule.source,
      acknowledged: reasonFor(acknowledged, rule.id, address),
    }),
  );
  onStep(`${document.name}: computing what the change does`);
  const pairs = diff === undefined ? [] : pairsOf(diff);
  // Where nothing is deployed yet, that everything is created is no news.
  const actions = new Map(
    document.before === undefined
      ? []
      : document.changes.flatMap(({ address, action }) =>
          action === "create" || action === "update" || action === "replace"
            ? [[address, ACTION_WORDS[action]] as const]
            : [],
        ),
  );
  const now = new Map(
    pairs.flatMap(({ before, after }) => (after === undefined ? [] : [[after, before] as const])),
  );
  return {
    services: services.map((service): Service => ({
      ...label,
      ...withBefore(serviceOf(service, actions), now.get(service)),
      isSems: rules === RULES,
    })),
    findings,
    changes:
      kind !== "plan"
        ? null
        : {
            ...impactOf(document, diff, acknowledged),
            removed: pairs.flatMap(({ before, after }) => (after === undefined ? [serviceOf(before)] : [])),
          },
  };
}

/** What a plan does; of one that shows only a part, it is not known that it does nothing. */
function impactOf(
  { changes, incomplete, drift, lastApplied }: ReadDocument,
  diff: PlanDiff | undefined,
  accepted: Acknowledgements,
): Omit<Changes, "removed"> {
  const drifted = drift === undefined || lastApplied === undefined ? undefined : { drift, lastApplied };
  const impact = changesOf(changes, diff, accepted, drifted);
  return incomplete !== undefined && impact.effect === "none" ? { ...impact, effect: "unknown" } : impact;
}

/** A service with what is served now, where that is not what will be. */
function withBefore(
  service: Omit<Service, "isSems">,
  now: ClientService | undefined,
): Omit<Service, "isSems"> {
  if (now === undefined) return service;
  const { nodes, states, zones, serviceStates } = serviceOf(now);
  const isSame =
    JSON.stringify(outcomesOf({ states, zones })) === JSON.stringify(outcomesOf(service)) &&
    nodes.length === service.nodes.length;
  return isSame
    ? service
    : {
        ...service,
        before: { nodes, states, zones, ...(serviceStates === undefined ? {} : { serviceStates }) },
      };
}

const outcomesOf = ({ states, zones }: Pick<Service, "states" | "zones">) =>
  [...states, ...zones].map(({ assumptions: _assumptions, ...outcome }) => outcome);

function serviceOf(service: ClientService, actions?: Actions): Omit<Service, "isSems"> {
  const { tree, clientFqdn, port, intent, declaredOrder, nodes, states, zoneStates, serviceStates } = service;
  const outcomes = [...states, ...zoneStates, ...serviceStates];
  const assumed = new Set<AssumptionId>(outcomes.flatMap(({ traffic }) => [...traffic.assumptions]));
  return {
    clientFqdn,
    zone: tree.root.zone.name ?? hostedZoneOf(service),
    zoneId: tree.root.zone.id,
    port,
    declared: intent === undefined ? null : { method: intent.method, order: declaredOrder ?? null },
    nodes: nodes.map(({ name, address, zone }) => ({
      name,
      address: shown(address),
      ...(zone === undefined ? {} : { zone }),
    })),
    states: states.map((outcome) => stateOf(service, outcome)),
    zones: zoneStates.map((outcome): ZoneState => ({
      zone: outcome.zone ?? "",
      ...stateOf(service, outcome),
    })),
    ...(serviceStates.length === 0
      ? {}
      : { serviceStates: serviceStates.flatMap((outcome) => failedIn(service, outcome)) }),
    failover: failoverTime(service),
    diagram: diagramOf(service, actions),
    assumptions: assumptionsOf(assumed),
  };
}

/** The hosted zone of a service whose document does not hold the zone: its name by the tags, else its id. */
function hostedZoneOf({ tree, intent }: ClientService): string {
  return intent?.hostedZone === undefined ? tree.root.zone.key : keyOf(intent.hostedZone);
}

function failedIn(service: ClientService, outcome: ScenarioResult): ServiceState[] {
  const { failed } = outcome;
  return failed === undefined
    ? []
    : [{ node: failed.node.name, port: failed.port, ...stateOf(service, outcome) }];
}

function stateOf({ nodes }: ClientService, { scenario, traffic, down }: ScenarioResult): State {
  const servedBy = nodes.flatMap(({ key, name }) => {
    const share = traffic.shares.get(key) ?? 0;
    return share > 0 && !scenario.nodes.has(key) ? [{ node: name, share }] : [];
  });
  const elsewhere = [...traffic.elsewhere].map(([name, share]) => ({ node: `elsewhere: ${name}`, share }));
  return {
    down,
    servedBy: [...servedBy, ...elsewhere],
    lost: traffic.lost(scenario),
    assumptions: [...traffic.assumptions],
  };
}
