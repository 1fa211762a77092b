import { connect, type Socket } from "node:net";
import { types } from "node:util";
import { withDeadline } from "./deadline";

/** Opens a TCP connection. Its errors after that are heard, so that none ends the process. */
export function openConnection(address: string, port: number, timeoutMs: number): Promise<Socket> {
  return withDeadline(
    timeoutMs,
    (signal) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: address, port });
        const abort = (): void => {
          socket.destroy();
        };
        signal.addEventListener("abort", abort);
        socket.on("error", reject);
        socket.once("connect", () => {
          signal.removeEventListener("abort", abort);
          resolve(socket);
        });
      }),
  );
}

/** What a server may say before a conversation has come anywhere. */
const MOST_OCTETS = 65_536;

/**
 * Says something, if there is something to say, and listens until the answer is whole.
 *
 * @param parse what the octets say; undefined while they are not all there
 */
export function converse<T>(
  socket: Socket,
  say: string | Buffer | undefined,
  parse: (received: Buffer) => T | undefined,
  timeoutMs: number,
): Promise<T> {
  return withDeadline(
    timeoutMs,
    (signal) =>
      new Promise((resolve, reject) => {
        let received = Buffer.alloc(0);
        const fail = (error: Error): void => {
          socket.destroy();
          reject(error);
        };
        const listen = (chunk: Buffer): void => {
          received = Buffer.concat([received, chunk]);
          try {
            const answer = parse(received);
            if (answer !== undefined) resolve(answer);
            else if (received.length > MOST_OCTETS) fail(new Error("an answer without end"));
          } catch (error) {
            fail(types.isNativeError(error) ? error : new Error(String(error)));
          }
        };
        const close = (): void => {
          reject(new Error("connection closed before an answer"));
        };
        socket.on("data", listen).on("close", close).on("error", reject);
        // Heard out, or too late: what comes next is somebody else's to hear.
        signal.addEventListener("abort", () => {
          socket.off("data", listen).off("close", close).off("error", reject).pause();
        });
        if (socket.destroyed) close();
        else if (say !== undefined) socket.write(say);
        socket.resume();
      }),
  );
}
