import { EFFECTS, worstOf } from "../effect";
import type {
  Effect,
  Service,
  ServiceState,
  State,
  Diagram,
  Changes,
  Disruption,
  Review,
} from "../report-model";
import { percent } from "../wording";
import { faultsOf, type Fault } from "./faults";

type Serving = Pick<Service, "declared" | "nodes" | "states" | "zones" | "serviceStates">;

/** What a review looks for, where it finds none. */
export const NO_SERVICE =
  "no service found: no name with failover or weighted records, and none that a load balancer's tags declare, points to " +
  "a load balancer of this document";

/** A row of the failover table that a reader looks for first. */
export interface Row {
  readonly down: "nothing" | "node" | "service" | "zone" | "everything";
  /** Of the node, service or zone that is down, else empty. */
  readonly name: string;
  readonly state: State;
}

/** Column heads of a failover table. */
export const TABLE_HEADS = ["Down", "New clients reach", "Unserved", "Assumptions"] as const;

/** All healthy, each node down, a service of each down, each zone down, all down. */
export function mainRows({ nodes, states, zones, serviceStates = [] }: Serving): Row[] {
  const ofStates = (what: Row["down"], number: number) =>
    states
      .filter(({ down }) => down.length === number)
      .map((state): Row => ({ down: what, name: what === "node" ? (state.down[0] ?? "") : "", state }));
  return [
    ...ofStates("nothing", 0),
    ...(nodes.length > 1 ? ofStates("node", 1) : []),
    ...nodes.flatMap(({ name }) => serviceRows(serviceStates.filter(({ node }) => node === name))),
    ...zones.map((state): Row => ({ down: "zone", name: state.zone, state })),
    ...(nodes.length > 0 ? ofStates("everything", nodes.length) : []),
  ];
}

/** What happens when one service of a node fails: one row where it is the same for each of them. */
function serviceRows(states: readonly ServiceState[]): Row[] {
  const outcomes = new Set(states.map(({ servedBy: nodes, lost }) => JSON.stringify([nodes, lost])));
  const [first, ...others] = states;
  if (first === undefined) return [];
  if (outcomes.size === 1 && others.length > 0)
    return [{ down: "service", name: `one service of ${first.node}`, state: first }];
  return states.map((state) => ({ down: "service", name: `port ${state.port} of ${state.node}`, state }));
}

/** A name at all the ports for which there is the same to say. */
export interface ServiceAtPorts extends Omit<Service, "port"> {
  readonly ports: readonly number[];
}

/** Placeholder of the port where a diagram names it. */
const PORT = "\0port";

/** Services that differ in their port alone become one: a reader wants to read about them once. */
export function atPorts(services: readonly Service[]): ServiceAtPorts[] {
  return mergedPorts(services.map((service) => ({ ...service, zone: zoneTitle(service, services) })));
}

/** The hosted zone's name, with its id where the same client FQDN is in two zones of that name. */
function zoneTitle({ clientFqdn, zone, zoneId }: Service, services: readonly Service[]): string {
  const isAmbiguous = services.some(
    (other) => other.clientFqdn === clientFqdn && other.zone === zone && other.zoneId !== zoneId,
  );
  return isAmbiguous && zoneId !== undefined ? `${zone} (${zoneId})` : zone;
}

function mergedPorts(services: readonly Service[]): ServiceAtPorts[] {
  const same = new Map<string, ServiceAtPorts>();
  for (const { port, ...rest } of services) {
    const general = { ...rest, diagram: relabelled(rest.diagram, String(port), PORT) };
    const key = JSON.stringify(general);
    same.set(key, { ...general, ports: [...(same.get(key)?.ports ?? []), port] });
  }
  return [...same.values()].map((service) => ({
    ...service,
    diagram: relabelled(service.diagram, PORT, service.ports.join(", ")),
  }));
}

/** `port 443`, or `ports 389 and 443`. */
export function portWords(ports: readonly number[]): string {
  const [last, ...others] = ports.toReversed();
  return others.length === 0
    ? `port ${last ?? ""}`
    : `ports ${others.toReversed().join(", ")} and ${last ?? ""}`;
}

function relabelled(diagram: Diagram, from: string, to: string): Diagram {
  const arrows = diagram.arrows.map((arrow) => (arrow.label === from ? { ...arrow, label: to } : arrow));
  return { ...diagram, arrows };
}

/** The faults by what is to be done about them, worst first; the order of each group is the review's. */
export interface Verdict {
  readonly errors: readonly Fault[];
  readonly warnings: readonly Fault[];
  readonly acknowledged: readonly Fault[];
}

/** Sorts a review's findings; those that say the same of several resources are one. */
export function verdictOf({ findings }: Pick<Review, "findings">): Verdict {
  const faults = faultsOf(findings);
  const open = faults.filter(({ acknowledged }) => acknowledged === null);
  return {
    errors: open.filter(({ level }) => level === "error"),
    warnings: open.filter(({ level }) => level === "warning"),
    acknowledged: faults.filter(({ acknowledged }) => acknowledged !== null),
  };
}

/** Such as `2 errors, 1 warning, 1 acknowledged`. */
export function verdictLine({ errors, warnings, acknowledged }: Verdict): string {
  return [
    count(errors.length, "error"),
    count(warnings.length, "warning"),
    ...(acknowledged.length === 0 ? [] : [`${acknowledged.length} acknowledged`]),
  ].join(", ");
}

export { ACTION_WORDS } from "../action-words";
/** The disruptive changes that are not accepted, the worst first. */
export const disruptions = (changes: Changes | null): readonly Disruption[] =>
  (changes?.disruptive ?? []).filter(({ acknowledged }) => acknowledged === null);

/** Those that somebody accepts. */
export const acceptedDisruptions = (changes: Changes | null): readonly Disruption[] =>
  (changes?.disruptive ?? []).filter(({ acknowledged }) => acknowledged !== null);

/** How serious something is: what marks and colours follow. */
export type Tone = "error" | "warning" | "good";

const TONES: Readonly<Record<Effect, Tone>> = {
  outage: "error",
  "clients-move": "warning",
  "redundancy-lost": "warning",
  unknown: "warning",
  none: "good",
};

/** How serious an effect on clients is. */
export const toneOf = (effect: Effect): Tone => TONES[effect];

/** What the change does to clients, to be read before any rule. */
export interface ClientEffect {
  readonly tone: Tone;
  /** Such as `Outage: some clients get no service`. */
  readonly sentence: string;
}

/** The change's effect on clients; null where there is no change or no service that it could be for. */
export function clientEffect({
  changes,
  services,
}: Pick<Review, "changes" | "services">): ClientEffect | null {
  if (changes === null || (services.length === 0 && changes.disruptive.length === 0)) return null;
  const { effect, disruptive } = changes;
  const isAccepted =
    disruptive.some((one) => one.effect === effect) &&
    disruptive.every((one) => one.effect !== effect || one.acknowledged !== null);
  // What is left once the accepted ones are set apart decides the mark.
  const open = isAccepted ? worstOf(disruptions(changes).map((one) => one.effect)) : effect;
  return { tone: TONES[open], sentence: `${EFFECTS[effect].sentence}${isAccepted ? " (accepted)" : ""}` };
}

/** The worse of what the change does and what the rules find. */
export function overallTone({ errors, warnings }: Verdict, effect: ClientEffect | null): Tone {
  const ofRules = errors.length > 0 ? "error" : warnings.length > 0 ? "warning" : "good";
  const order: readonly Tone[] = ["error", "warning", "good"];
  return order.find((tone) => tone === ofRules || tone === effect?.tone) ?? "good";
}

/** Whether a plan destroys anything: a replacement does, too. */
export function containsDestroy({ replace, delete: deleted }: Changes): boolean {
  return replace + deleted > 0;
}

/** Such as `2 to create, 1 to replace`; what Terraform does to its state alone, and what was changed outside it, too. */
export function changesLine(changes: Changes): string {
  const parts = (["create", "update", "replace", "delete", "import", "move", "forget"] as const)
    .filter((action) => changes[action] > 0)
    .map((action) => `${changes[action]} to ${action}`);
  if (changes.drift.length > 0) parts.push(`${changes.drift.length} changed outside Terraform`);
  return parts.length === 0 ? "no changes" : parts.join(", ");
}

/** A number with its noun: `1 error`, `2 errors`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/** A number with its thousands apart, the same in every locale. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** No time of a plan that works is longer. */
const LONGEST_SECONDS = 10 ** 10;

/** A time: `55 s`, and from two minutes on `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds > LONGEST_SECONDS) return "more than 300 years";
  if (seconds < 120) return `${seconds} s`;
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? "" : ` ${rest} s`}`;
}

/** Who serves new clients, as a list of names; with each one's part where it is not the whole. */
export function servedBy<Name>(state: State, name: (node: string) => Name): (Name | string)[] {
  if (state.servedBy.length === 0) return ["no node"];
  return state.servedBy.flatMap(({ node, share }, i) => [
    ...(i === 0 ? [] : [", "]),
    name(node),
    ...(share >= 1 ? [] : [` ${percent(share)}`]),
  ]);
}
