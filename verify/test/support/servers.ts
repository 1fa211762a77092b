import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createSecureContext, createServer as createTlsServer, TLSSocket, type TlsOptions } from "node:tls";
import { Worker } from "node:worker_threads";
import type { Issued } from "./certificates";

/** A server on the loopback interface. */
export interface Running {
  readonly port: number;
  stop(): void;
}

/** What a server does with a connection. */
export type Behavior = (socket: Socket) => void;

/** Listens; the port is a free one unless it is given. */
export async function listen(address: string, behavior: Behavior | Server, port = 0): Promise<Running> {
  const server = typeof behavior === "function" ? createServer(behavior) : behavior;
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
  });
  server.on("tlsClientError", () => undefined);
  server.listen(port, address);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

const credentials = ({ chainPem, keyPem }: Issued, more: TlsOptions = {}): TlsOptions => ({
  cert: chainPem,
  key: keyPem,
  ...more,
});

/** Speaks TLS from the first octet on. */
export const tlsServer = (issued: Issued, more: TlsOptions = {}): Server =>
  createTlsServer(credentials(issued, more), (socket) => {
    socket.on("error", () => undefined);
  });

/** Goes on with TLS on a connection that has begun without. */
function upgrade(socket: Socket, issued: Issued): void {
  socket.removeAllListeners("data");
  const secureContext = createSecureContext(credentials(issued));
  new TLSSocket(socket, { isServer: true, secureContext }).on("error", () => undefined);
}

/** A mail server, with STARTTLS where it has a certificate. */
export const smtpServer =
  (
    issued: Issued | undefined,
    { greeting = "220-keys\r\n220 ready\r\n", startTls = "220 go ahead\r\n" } = {},
  ): Behavior =>
  (socket) => {
    socket.write(greeting);
    socket.on("data", (chunk) => {
      const line = chunk.toString("latin1");
      if (line.startsWith("EHLO")) {
        // In two pieces, as a network may deliver it.
        socket.write("250-keys\r\n250-SIZE 1");
        setImmediate(() =>
          socket.write(issued === undefined ? "000\r\n250 HELP\r\n" : "000\r\n250 STARTTLS\r\n"),
        );
      } else if (line.startsWith("STARTTLS")) {
        socket.write(startTls);
        if (issued !== undefined && startTls.startsWith("220")) upgrade(socket, issued);
      }
    });
  };

/** A directory server, with StartTLS where it has a certificate. */
export const ldapServer =
  (issued: Issued | undefined): Behavior =>
  (socket) => {
    socket.once("data", (request: Buffer) => {
      const isStartTls = request.includes("1.3.6.1.4.1.1466.20037");
      const code = issued !== undefined && isStartTls ? "00" : "02";
      socket.write(Buffer.from(`300c02010178070a01${code}04000400`, "hex"));
      if (code === "00" && issued !== undefined) upgrade(socket, issued);
    });
  };

/** Takes connections and says nothing. */
export const silentServer: Behavior = () => undefined;

/** Says something at once, whatever it is asked. */
export const sayingServer =
  (words: string | Buffer): Behavior =>
  (socket) => {
    socket.end(words);
  };

/**
 * A port that swallows connections, as a node does that has vanished: its queue is full, and nothing takes from it. What
 * is listening is a thread that does nothing else any more.
 */
export async function blackHole(address: string, port = 0): Promise<Running> {
  const script = `
    const { parentPort } = require("node:worker_threads");
    const server = require("node:net").createServer();
    server.listen({ port: ${port}, host: "${address}", backlog: 1 }, () => {
      parentPort.postMessage(server.address().port);
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
    });`;
  const worker = new Worker(script, { eval: true });
  const [bound]: [number] = (await once(worker, "message")) as [number];
  const { connect } = await import("node:net");
  const queue: Socket[] = [];
  // The kernel may hold more than it was asked to.
  for (let waiting = 0; waiting < 2 && queue.length < 64;) {
    const socket = connect({ host: address, port: bound });
    socket.on("error", () => undefined);
    queue.push(socket);
    const connected = await Promise.race([
      once(socket, "connect").then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 100, false)),
    ]);
    if (!connected) waiting += 1;
  }
  return {
    port: bound,
    stop: () => {
      for (const socket of queue) socket.destroy();
      void worker.terminate();
    },
  };
}
