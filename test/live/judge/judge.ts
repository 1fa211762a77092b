import { HABITS, type SedClient } from "../clients/sed-client";
import type { DataPlane } from "../data-plane";
import type { ClientName } from "../description";
import type { ComputedService, ComputedState } from "./review-report";

/** Beyond AWS's part: a client's own time-out, its next try, and its next request of a session. */
const OWN_SECONDS = HABITS.timeout + HABITS.retry + HABITS.poll;

/** Past the computed time, so that answers have changed and old ones have expired. */
const MARGIN_SECONDS = 75;

/** Visits that are made together. */
const AT_ONCE = 50;

/** A difference of shares that chance does not explain: five standard deviations. */
const tolerance = (share: number, visits: number): number => 5 * Math.sqrt((share * (1 - share)) / visits);

/** What was measured against what was computed. */
export interface Judgement {
  readonly states: number;
  readonly zones: number;
  readonly failovers: number;
  readonly disagreements: readonly string[];
}

/**
 * Walks states of health, one node at a time, then lets one zone after the other fail, and compares what clients meet with
 * what the review computed: which nodes serve, and how long a client whose node failed had none.
 */
export async function judge(
  plane: DataPlane,
  name: ClientName,
  computed: ComputedService,
  walk: readonly (readonly string[])[],
): Promise<Judgement> {
  const trial = new Trial(plane, name, computed);
  await trial.begin();
  let before: readonly string[] = [];
  const setNodes = async (down: readonly string[]): Promise<void> => {
    for (const { name: node, address } of computed.nodes) {
      if (down.includes(node) !== before.includes(node)) {
        await plane.setNode(address, down.includes(node) ? "down" : "serving");
      }
    }
    before = down;
  };
  for (const down of walk) {
    const state = computed.states.find((each) => sameNodes(each.down, down));
    if (state === undefined) throw new Error(`the review has no state with ${down.join(", ")} down`);
    const fallen = down.filter((node) => !before.includes(node));
    await trial.take(down.join(", ") || "nothing", state, fallen, () => setNodes(down));
  }
  const back = computed.states.find(({ down }) => down.length === 0);
  if (back === undefined) throw new Error("the review has no state with nothing down");
  for (const zone of computed.zones) {
    await trial.take("nothing", back, [], () => setNodes([]));
    await trial.take(`zone ${zone.zone}`, zone, zone.down, () => plane.setZone(zone.zone, true));
    await plane.setZone(zone.zone, false);
  }
  return {
    states: walk.length,
    zones: computed.zones.length,
    failovers: trial.failovers,
    disagreements: trial.disagreements,
  };
}

/** One client that stays for the whole walk, and what disagreed with the review so far. */
class Trial {
  public failovers = 0;
  public readonly disagreements: string[] = [];

  private readonly client: SedClient;
  private readonly wait: number;
  private taken = 0;

  public constructor(
    private readonly plane: DataPlane,
    private readonly name: ClientName,
    private readonly computed: ComputedService,
  ) {
    this.client = plane.client(name, computed.port);
    const { failover } = computed;
    this.wait =
      Math.max(failover?.worstCaseSeconds ?? 0, failover?.failback.worstCaseSeconds ?? 0) + MARGIN_SECONDS;
  }

  /** Starts the client, once the first probes are through. */
  public async begin(): Promise<void> {
    this.client.start(60);
    await this.plane.clock.pass(this.wait);
  }

  /**
   * Applies a change, waits as long as the review computes, and compares.
   *
   * @param fallen the nodes that the change takes away
   */
  public async take(
    what: string,
    state: ComputedState,
    fallen: readonly string[],
    apply: () => Promise<void>,
  ): Promise<void> {
    const { clock } = this.plane;
    const start = clock.now();
    const served = this.client.servedBy;
    await apply();
    await clock.pass(this.wait);
    // A session that goes on is not routed again.
    this.client.reconnect();
    await clock.pass(OWN_SECONDS);
    this.disagreements.push(
      ...(await compare(this.plane, this.name, this.computed.port, what, state, ++this.taken)),
    );
    if (served !== undefined && fallen.includes(served) && state.lost === 0) this.measure(what, start);
  }

  /** Compares the time without a server, since its node failed, with the computed worst case. */
  private measure(what: string, start: number): void {
    if (this.computed.failover === null) return;
    this.failovers++;
    const end = this.client.failingSince === undefined ? (this.client.outages.at(-1)?.to ?? start) : Infinity;
    const limit = this.computed.failover.worstCaseSeconds + OWN_SECONDS;
    if (end - start > limit)
      this.disagreements.push(`${what} down: ${end - start} s without a server, computed ${limit}`);
  }
}

const sameNodes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((node) => b.includes(node));

async function compare(
  plane: DataPlane,
  name: ClientName,
  port: number,
  what: string,
  { servedBy, lost }: ComputedState,
  round: number,
): Promise<string[]> {
  const visits = servedBy.length + (lost > 0 ? 1 : 0) > 1 ? 300 : 6;
  // From sources that have not been here before: load balancers remember the others.
  const first = round * 400;
  const met: (string | undefined)[] = [];
  while (met.length < visits) {
    const sources = Array.from(
      { length: Math.min(AT_ONCE, visits - met.length) },
      (_, i) => first + met.length + i,
    );
    const some = Promise.all(sources.map((source) => plane.visit(name, port, source)));
    await plane.clock.pass(2 * HABITS.timeout + 1);
    met.push(...(await some));
  }
  const expected = new Map<string | undefined, number>(servedBy.map(({ node, share }) => [node, share]));
  expected.set(undefined, lost);
  return [...new Set([...expected.keys(), ...met])].flatMap((node) => {
    const share = expected.get(node) ?? 0;
    const measured = met.filter((each) => each === node).length / visits;
    if (Math.abs(measured - share) <= tolerance(share, visits)) return [];
    const who = node ?? "no node";
    return [`with ${what} down, ${who}: measured ${measured}, computed ${share}`];
  });
}

/** Every set of nodes, each differing from the one before in one node. */
export function everyState(nodes: readonly string[]): string[][] {
  return Array.from({ length: 2 ** nodes.length }, (_, i) => {
    const code = i ^ (i >> 1);
    return nodes.filter((_, n) => (code >> n) & 1);
  });
}

/** A sample: one node after the other fails, in the order of preference, and they come back in that order. */
export const oneByOne = (nodes: readonly string[]): string[][] => [
  [],
  ...nodes.map((_, n) => nodes.slice(0, n + 1)),
  ...nodes.map((_, n) => nodes.slice(n + 1)),
];
