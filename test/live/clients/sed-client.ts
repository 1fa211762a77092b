import type { Clock } from "../clock";
import type { Resolved } from "../route53/resolver";
import { Session, type Expected } from "./session";
import type { Wire } from "../wire";

/** How a client behaves, in seconds: neither is AWS's, so a measured time without a server holds them as well. */
export const HABITS = {
  /** Between two requests of a session. */
  poll: 5,
  /** Until it takes a server that does not answer for gone. */
  timeout: 4,
  /** After a failure. */
  retry: 1,
};

/** What a client asks of the data plane. */
export interface ClientNetwork {
  readonly clock: Clock;
  readonly wire: Wire;
  readonly resolve: () => Promise<Resolved>;
  readonly port: number;
  readonly from: string;
  readonly tls: Expected | undefined;
}

/** A time in which a client had no server. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/**
 * A client that behaves like SED: it is bound to a name, keeps the name's answer as long as the TTL allows, keeps a session,
 * and connects again when that ends.
 */
export class SedClient {
  /** Times without a server that are over. */
  public readonly outages: Outage[] = [];
  /** The nodes that served it, each once for each time that it came to it, with the second. */
  public readonly visits: { readonly node: string; readonly at: number }[] = [];

  private session: Session | undefined;
  private cached: { readonly answer: Resolved; readonly until: number } | undefined;
  private failing: number | undefined;
  private cancel?: () => void;
  private stopped = false;

  public constructor(
    private readonly network: ClientNetwork,
    private readonly changed: (node: string | undefined) => void = () => undefined,
  ) {}

  /** The node that served it last; undefined while it has none. */
  public get servedBy(): string | undefined {
    return this.failing === undefined ? this.visits.at(-1)?.node : undefined;
  }

  /** Since when it has no server. */
  public get failingSince(): number | undefined {
    return this.failing;
  }

  public start(delay: number): void {
    this.next(delay);
  }

  public stop(): void {
    this.stopped = true;
    this.cancel?.();
    this.session?.end();
  }

  /** Ends its session, as a person does who logs off: the next request makes a new one. */
  public reconnect(): void {
    this.session?.end();
  }

  private next(seconds: number): void {
    this.cancel?.();
    if (this.stopped) return;
    this.cancel = this.network.clock.after(seconds, () => {
      void this.ask();
    });
  }

  private async ask(): Promise<void> {
    const started = this.network.clock.now();
    const session = await this.currentSession();
    const node = await session?.ask();
    if (this.stopped) {
      session?.end();
      return;
    }
    if (node === undefined) this.fail(started);
    else this.succeed(node);
    this.next(node === undefined ? HABITS.retry : HABITS.poll);
  }

  private async currentSession(): Promise<Session | undefined> {
    if (this.session !== undefined && !this.session.isOver) return this.session;
    const { wire, clock, port, from, tls } = this.network;
    const [host] = (await this.answer()).addresses;
    if (host === undefined) return undefined;
    const destination = { host, port, from, tls, timeoutSeconds: HABITS.timeout };
    const session = await Session.open(wire, clock, destination);
    this.session = session;
    session?.onEnd(() => {
      // Of a session that was reset, the client hears at once.
      if (this.session === session && this.failing === undefined) this.next(0);
    });
    return session;
  }

  private async answer(): Promise<Resolved> {
    const { clock, resolve } = this.network;
    if (this.cached !== undefined && clock.now() < this.cached.until) return this.cached.answer;
    const answer = await resolve();
    this.cached = { answer, until: clock.now() + answer.ttl };
    return answer;
  }

  private fail(at: number): void {
    this.session = undefined;
    if (this.failing !== undefined) return;
    this.failing = at;
    this.changed(undefined);
  }

  private succeed(node: string): void {
    const now = this.network.clock.now();
    const came = this.failing !== undefined || this.visits.at(-1)?.node !== node;
    if (this.failing !== undefined) this.outages.push({ from: this.failing, to: now });
    this.failing = undefined;
    if (!came) return;
    this.visits.push({ node, at: now });
    this.changed(node);
  }
}
