import { HABITS } from "../clients/sed-client";
import type { DataPlane } from "../data-plane";
import type { ClientName } from "../description";
import type { ComputedService } from "./review-report";

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
  readonly failovers: number;
  readonly disagreements: readonly string[];
}

/**
 * Walks states of health, one node at a time, and holds what clients meet against what the review computed: who serves, and
 * how long a client whose node failed had none.
 */
export async function judge(
  plane: DataPlane,
  name: ClientName,
  computed: ComputedService,
  walk: readonly (readonly string[])[],
): Promise<Judgement> {
  const { clock } = plane;
  const disagreements: string[] = [];
  const client = plane.client(name, computed.port);
  const wait = Math.max(
    computed.failover?.worstCaseSeconds ?? 0,
    computed.failover?.failback.worstCaseSeconds ?? 0,
  );
  client.start(60);
  await clock.pass(wait + MARGIN_SECONDS);
  let before: readonly string[] = [];
  let failovers = 0;
  for (const down of walk) {
    const start = clock.now();
    const served = client.servedBy;
    for (const { name: node, address } of computed.nodes) {
      if (down.includes(node) !== before.includes(node)) {
        await plane.setNode(address, down.includes(node) ? "down" : "serving");
      }
    }
    await clock.pass(wait + MARGIN_SECONDS);
    // A session that goes on is not routed again.
    client.reconnect();
    await clock.pass(OWN_SECONDS);
    const state = computed.states.find((each) => sameNodes(each.down, down));
    if (state === undefined) throw new Error(`the review has no state with ${down.join(", ")} down`);
    disagreements.push(...(await compare(plane, name, computed.port, state)));
    const failed = served !== undefined && down.includes(served) && !before.includes(served);
    if (failed && state.lost === 0 && computed.failover !== null) {
      failovers++;
      const end = client.failingSince === undefined ? (client.outages.at(-1)?.to ?? start) : Infinity;
      const limit = computed.failover.worstCaseSeconds + OWN_SECONDS;
      if (end - start > limit)
        disagreements.push(`${served} down: ${end - start} s without a server, not ${limit}`);
    }
    before = down;
  }
  return { states: walk.length, failovers, disagreements };
}

const sameNodes = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((node) => b.includes(node));

async function compare(
  plane: DataPlane,
  name: ClientName,
  port: number,
  { down, servedBy, lost }: ComputedService["states"][number],
): Promise<string[]> {
  const visits = servedBy.length + (lost > 0 ? 1 : 0) > 1 ? 300 : 6;
  // From sources that have not been here before.
  const first = (down.length + 1) * 1000;
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
    return [`with ${down.join(", ") || "nothing"} down, ${who}: measured ${measured}, computed ${share}`];
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
