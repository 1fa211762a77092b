import * as http from "node:http";
import * as tls from "node:tls";
import type { Socket } from "node:net";
import type { Clock } from "./clock";
import { connect, within } from "./connect";
import type { Attempt, Wire } from "./wire";

/** What a health check asks for. */
export interface ProbeRequest {
  readonly protocol: "TCP" | "HTTP" | "HTTPS";
  readonly address: string;
  readonly port: number;
  readonly path: string;
  /** Status codes that are a success. */
  readonly codes: readonly (readonly [from: number, to: number])[];
  readonly connectSeconds: number;
  readonly answerSeconds: number;
}

/** Tries once; resolves to whether it was a success. */
export type Probe = (request: ProbeRequest) => Promise<boolean>;

/** Probes that really connect. */
export function prober(
  wire: Wire,
  clock: Clock,
  place: { readonly of: (address: string) => string; readonly port: (port: number) => number },
): Probe {
  return async ({ protocol, address, port, path, codes, connectSeconds, answerSeconds }) => {
    const to = { host: place.of(address), port: place.port(port) };
    const connected = await connect(wire, clock, to, connectSeconds);
    if (typeof connected === "string") return false;
    try {
      if (protocol === "TCP") return true;
      const code = await within(
        clock,
        answerSeconds,
        statusOf(clock, connected, protocol === "HTTPS", path),
        undefined,
      );
      return typeof code === "number" && codes.some(([from, to]) => from <= code && code <= to);
    } finally {
      connected.socket.destroy();
    }
  };
}

/** The status of a GET; "silent" where the other side stops to answer, undefined where it does not speak HTTP. */
function statusOf(
  clock: Clock,
  attempt: Attempt,
  secure: boolean,
  path: string,
): Promise<number | "silent" | undefined> {
  const release = clock.hold();
  const answered = new Promise<number | "silent" | undefined>((resolve) => {
    attempt.onSilence(() => {
      resolve("silent");
    });
    attempt.socket.once("close", () => {
      resolve(undefined);
    });
    const fail = (): void => {
      resolve(undefined);
    };
    http
      .get({ path, createConnection: () => (secure ? secured(attempt.socket, fail) : attempt.socket) })
      .once("error", fail)
      .once("response", (response) => {
        response.resume();
        resolve(response.statusCode);
      });
  });
  return answered.finally(release);
}

/** Made once: a context takes as long as the rest of a probe. */
const ANY_CERTIFICATE = tls.createSecureContext();

/** Neither Route 53 nor a load balancer looks at the certificate. */
function secured(socket: Socket, onError: () => void): tls.TLSSocket {
  return tls
    .connect({ socket, secureContext: ANY_CERTIFICATE, rejectUnauthorized: false })
    .on("error", onError);
}
