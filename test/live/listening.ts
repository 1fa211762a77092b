import { once } from "node:events";
import type { Server } from "node:net";

/** Starts a server on an address; rejects where it cannot listen there. */
export async function listening(server: Server, host: string, port: number): Promise<void> {
  server.listen({ host, port, backlog: 1024 });
  await once(server, "listening");
}
