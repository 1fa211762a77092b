import * as net from "node:net";
import type { Clock } from "./clock";
import { listening } from "./listening";

/** What becomes of a connection: made, refused by a reset, or without an answer. */
export type Verdict = "established" | "refused" | "silent";

/** A connection as the listening side sees it, before anything is answered. */
export interface Arrival {
  readonly socket: net.Socket;
  readonly source: string;
  readonly sourcePort: number;
  /** Answers the handshake. */
  readonly establish: () => void;
  /** Answers with a reset. */
  readonly refuse: () => void;
  /** Answers nothing, now and later: the packets of this connection are dropped. */
  readonly ignore: () => void;
}

/** A connection as the connecting side sees it. */
export interface Attempt {
  readonly socket: net.Socket;
  readonly verdict: Promise<Verdict>;
  /** Calls when the other side stops to answer, at once where it has; the returned function calls it off. */
  readonly onSilence: (callback: () => void) => () => void;
}

interface Line {
  verdict?: Verdict;
  readonly waiting: ((verdict: Verdict) => void)[];
  readonly silenced: Set<() => void>;
}

/**
 * TCP between the parts of one data plane. The sockets are real. The kernel, however, completes the handshake of a
 * listening socket before the program hears of it, while behind a pass-through load balancer a client's handshake depends on
 * the target. So the listening side gives a verdict on each connection, and the connecting side waits for it.
 */
export class Wire {
  private readonly lines = new Map<string, Line>();
  private readonly servers = new Set<net.Server>();
  private readonly sockets = new Set<net.Socket>();

  public constructor(private readonly clock: Clock) {}

  /** How many sockets are open, listening ones included: 0 once everything has ended. */
  public get openSockets(): number {
    return this.servers.size + this.sockets.size;
  }

  /** Listens; the returned function stops it, and leaves connections as they are. */
  public async listen(
    host: string,
    port: number,
    onArrival: (arrival: Arrival) => void,
  ): Promise<() => void> {
    const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.track(socket);
      onArrival(this.arrival(socket));
    });
    await listening(server, host, port);
    this.servers.add(server);
    return () => {
      server.close();
      this.servers.delete(server);
    };
  }

  /** Begins to connect, with no time limit. */
  public open(host: string, port: number, localAddress?: string): Attempt {
    const release = this.clock.hold();
    const socket = net.connect({ host, port, noDelay: true, ...(localAddress && { localAddress }) });
    this.track(socket);
    let line: Line | undefined;
    const verdict = new Promise<Verdict>((resolve) => {
      socket.once("connect", () => {
        line = this.line(keyOf(socket.localAddress, socket.localPort, host, port), socket);
        if (line.verdict === undefined) line.waiting.push(resolve);
        else resolve(line.verdict);
      });
      socket.once("close", () => {
        resolve("refused");
      });
    });
    void verdict.then(release);
    return {
      socket,
      verdict,
      onSilence: (callback) => {
        if (line?.verdict === "silent") callback();
        line?.silenced.add(callback);
        return () => line?.silenced.delete(callback);
      },
    };
  }

  /** Closes everything. */
  public close(): void {
    for (const server of this.servers) server.close();
    this.servers.clear();
    for (const socket of this.sockets) socket.destroy();
  }

  private arrival(socket: net.Socket): Arrival {
    const { remoteAddress = "", remotePort = 0, localAddress, localPort } = socket;
    const line = this.line(keyOf(remoteAddress, remotePort, localAddress, localPort), socket);
    const say = (verdict: Verdict): void => {
      line.verdict = verdict;
      for (const resolve of line.waiting.splice(0)) resolve(verdict);
    };
    return {
      socket,
      source: remoteAddress,
      sourcePort: remotePort,
      establish: () => {
        say("established");
      },
      refuse: () => {
        say("refused");
        socket.resetAndDestroy();
      },
      ignore: () => {
        socket.pause();
        say("silent");
        for (const callback of line.silenced) callback();
      },
    };
  }

  private line(key: string, socket: net.Socket): Line {
    const line = this.lines.get(key) ?? { waiting: [], silenced: new Set() };
    this.lines.set(key, line);
    socket.once("close", () => {
      for (const resolve of line.waiting.splice(0)) resolve("refused");
      this.lines.delete(key);
    });
    return line;
  }

  private track(socket: net.Socket): void {
    this.sockets.add(socket);
    // Resets are what this is about; "close" follows, and who uses the socket listens to that.
    socket.on("error", () => undefined);
    socket.once("close", () => this.sockets.delete(socket));
  }
}

const keyOf = (source = "", sourcePort = 0, target = "", targetPort = 0): string =>
  `${source}:${sourcePort}>${target}:${targetPort}`;
