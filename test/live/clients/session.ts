import * as http from "node:http";
import * as tls from "node:tls";
import type { Duplex } from "node:stream";
import type { Clock } from "../clock";
import { connect, within } from "../connect";
import type { Attempt, Wire } from "../wire";

/** How a client connects. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  /** The client's own address. */
  readonly from: string;
  /** Undefined without TLS. */
  readonly tls: Expected | undefined;
  readonly timeoutSeconds: number;
}

/** The name that the certificate must be for, and the authorities that may have issued it. */
export interface Expected {
  readonly name: string;
  readonly trust: tls.SecureContext;
}

/** Statuses that give a client what it asked for. */
const isServed = (status = 0): boolean => status >= 200 && status < 400;

/** A connection to a node that is kept for one request after another. */
export class Session {
  private readonly agent: http.Agent;
  private over = false;

  private constructor(
    private readonly clock: Clock,
    private readonly attempt: Attempt,
    stream: Duplex,
    private readonly timeoutSeconds: number,
  ) {
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.agent.createConnection = () => stream;
    attempt.socket.once("close", () => {
      this.over = true;
    });
  }

  public get isOver(): boolean {
    return this.over;
  }

  /** Connects, and checks the certificate; undefined where that fails or takes too long. */
  public static async open(wire: Wire, clock: Clock, destination: Destination): Promise<Session | undefined> {
    const { timeoutSeconds } = destination;
    const connected = await connect(wire, clock, destination, timeoutSeconds);
    if (typeof connected === "string") return undefined;
    const stream =
      destination.tls === undefined
        ? connected.socket
        : await within(clock, timeoutSeconds, secure(clock, connected, destination.tls), undefined);
    if (stream === undefined || stream === "silent") {
      connected.socket.destroy();
      return undefined;
    }
    return new Session(clock, connected, stream, timeoutSeconds);
  }

  /** Calls once the connection has ended. */
  public onEnd(callback: () => void): void {
    this.attempt.socket.once("close", callback);
  }

  /** Asks for policy: the node that answers, or undefined where none does in time. */
  public async ask(): Promise<string | undefined> {
    const answer = await within(this.clock, this.timeoutSeconds, this.request(), undefined);
    if (answer === undefined) this.end();
    return answer;
  }

  public end(): void {
    this.agent.destroy();
    this.attempt.socket.destroy();
  }

  private request(): Promise<string | undefined> {
    return answerOf(this.clock, this.attempt, (resolve) => {
      http
        .get({ agent: this.agent, path: "/", host: "sems" })
        .once("error", () => {
          resolve(undefined);
        })
        .once("response", (response) => {
          let body = "";
          response
            .setEncoding("utf8")
            .on("data", (data: string) => (body += data))
            .once("error", () => {
              resolve(undefined);
            })
            .once("end", () => {
              resolve(isServed(response.statusCode) ? body : undefined);
            });
        });
    });
  }
}

function secure(
  clock: Clock,
  attempt: Attempt,
  { name, trust }: Expected,
): Promise<Duplex | "silent" | undefined> {
  return answerOf<Duplex>(clock, attempt, (resolve) => {
    const stream = tls.connect({ socket: attempt.socket, secureContext: trust, servername: name }, () => {
      resolve(stream);
    });
    stream.on("error", () => {
      resolve(undefined);
    });
  });
}

/** Holds the clock until the other side has answered, has ended the connection, or answers no more. */
function answerOf<T>(
  clock: Clock,
  attempt: Attempt,
  ask: (resolve: (answer: T | "silent" | undefined) => void) => void,
): Promise<T | "silent" | undefined> {
  const release = clock.hold();
  const { socket } = attempt;
  let tidy = release;
  const answer = new Promise<T | "silent" | undefined>((resolve) => {
    const onClose = (): void => {
      resolve(undefined);
    };
    const off = attempt.onSilence(() => {
      resolve("silent");
    });
    socket.once("close", onClose);
    tidy = () => {
      off();
      socket.off("close", onClose);
      release();
    };
    ask(resolve);
  });
  return answer.finally(tidy);
}
