import { HABITS, type SedClient } from "../clients/sed-client";
import { every } from "../clock";
import type { DataPlane } from "../data-plane";
import type { ClientName } from "../description";
import type { ComputedService } from "../judge/review-report";
import type { DrillStep } from "./script";

/** Clients of a drill. */
const CLIENTS = 3;

/** Past the computed time, before the next step. */
const MARGIN_SECONDS = 20;

/** A stretch of a client's time: with a node, or without one. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly node: string | undefined;
}

/** What a step did. */
export interface StepResult {
  readonly title: string;
  readonly at: number;
  /** The longest time from the step until a client that lost its server had one again; undefined where none lost it. */
  readonly measured: number | undefined;
  /** What the review computes for it, the client's own time-outs and retries included; undefined where it computes none. */
  readonly limit: number | undefined;
  readonly served: readonly string[];
}

/** A drill on one name and port. */
export class Drill {
  public readonly results: StepResult[] = [];

  private readonly clients: SedClient[];
  private readonly changes: { at: number; node: string | undefined }[][];

  public constructor(
    private readonly plane: DataPlane,
    private readonly name: ClientName,
    private readonly computed: ComputedService,
    private readonly say: (text: string) => void,
  ) {
    this.changes = Array.from({ length: CLIENTS }, () => []);
    this.clients = this.changes.map((list, i) =>
      plane.client(name, computed.port, (node) => {
        this.changed(i + 1, list, node);
      }),
    );
  }

  /** Starts the clients, once the first probes are through, and looks at the name's answer all the while. */
  public async begin(): Promise<void> {
    const { clock } = this.plane;
    let answered: string | undefined;
    every(clock, 1, 0, () => {
      void this.plane.resolve(this.name).then(({ addresses }) => {
        const answer = addresses.map((address) => this.plane.placeOf(address)).join(" and ") || "nothing";
        if (answered !== undefined && answered !== answer)
          this.say(`${this.name.fqdn} resolves to ${answer}`);
        answered = answer;
      });
    });
    await clock.pass(MARGIN_SECONDS);
    this.clients.forEach((client, i) => {
      client.start(i);
    });
    await clock.pass(MARGIN_SECONDS);
  }

  public async take({ title, apply }: DrillStep): Promise<void> {
    const { clock } = this.plane;
    const at = clock.now();
    this.say(`STEP ${title}`);
    await apply(this.plane);
    const { failover } = this.computed;
    await clock.pass(
      Math.max(failover?.worstCaseSeconds ?? 0, failover?.failback.worstCaseSeconds ?? 0) + MARGIN_SECONDS,
    );
    // A session that still goes on is routed again.
    for (const client of this.clients) client.reconnect();
    await clock.pass(MARGIN_SECONDS);
    this.results.push({
      title,
      at,
      measured: this.longestOutage(at),
      limit:
        failover === null
          ? undefined
          : failover.worstCaseSeconds + HABITS.timeout + HABITS.retry + HABITS.poll,
      served: [...new Set(this.clients.map(({ servedBy }) => servedBy ?? "no node"))],
    });
  }

  /** What each client met, from the start to now. */
  public stretches(): Stretch[][] {
    const end = this.plane.clock.now();
    return this.changes.map((list) =>
      list.map(({ at, node }, i) => ({ from: at, to: list[i + 1]?.at ?? end, node })),
    );
  }

  private changed(
    client: number,
    list: { at: number; node: string | undefined }[],
    node: string | undefined,
  ): void {
    const at = this.plane.clock.now();
    const before = list.at(-1);
    list.push({ at, node });
    const without =
      before !== undefined && before.node === undefined
        ? `, after ${(at - before.at).toFixed(1)} s without a server`
        : "";
    this.say(`client ${client} ${node === undefined ? "has no server" : `is served by ${node}${without}`}`);
  }

  private longestOutage(since: number): number | undefined {
    const ends = this.stretches().flatMap((stretches) =>
      stretches.flatMap(({ node, to, from }) =>
        node === undefined && from >= since && to - from > HABITS.retry ? [to - since] : [],
      ),
    );
    return ends.length === 0 ? undefined : Math.max(...ends);
  }
}
