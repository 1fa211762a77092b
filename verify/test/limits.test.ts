import { createSecureContext, TLSSocket } from "node:tls";
import type { Socket } from "node:net";
import { withDeadline } from "../deadline";
import {
  LoopbackCluster,
  makeAuthorities,
  type Authorities,
  type NodeProps,
} from "./support/loopback-cluster";

let authorities: Authorities;
let cluster: LoopbackCluster | undefined;

beforeAll(async () => {
  authorities = await makeAuthorities();
});

afterEach(() => cluster?.stop());

const SERVICES = ["https", "ldaps", "smtps"] as const;

/** Answers no connection before so many are there at once. */
function barrier(connections: number): (socket: Socket) => void {
  const { chainPem: cert, keyPem: key } = authorities.shared;
  const waiting: Socket[] = [];
  return (socket) => {
    waiting.push(socket);
    if (waiting.length < connections) return;
    for (const one of waiting) {
      new TLSSocket(one, { isServer: true, secureContext: createSecureContext({ cert, key }) }).on(
        "error",
        () => undefined,
      );
    }
  };
}

const nodes = (number: number, listener: NonNullable<NodeProps["listeners"]>[string]): NodeProps[] =>
  Array.from({ length: number }, () => ({
    listeners: Object.fromEntries(SERVICES.map((service) => [service, listener])),
  }));

/** Ends after so many time-outs, one after the other. */
async function timeOuts(number: number, milliseconds: number): Promise<string> {
  for (let i = 0; i < number; i++) {
    await withDeadline(milliseconds, () => new Promise(() => undefined)).catch(() => undefined);
  }
  return "late";
}

describe("A look at a cluster", () => {
  test("uses all services of all nodes at once: none is answered before all have been asked", async () => {
    cluster = await LoopbackCluster.start(authorities, {
      nodes: nodes(6, barrier(6 * SERVICES.length)),
      services: SERVICES,
    });
    const { findings } = await cluster.verify();
    expect(findings).toEqual([]);
  });

  test("with a node that swallows connections, waits for that node no longer than for one step", async () => {
    const timeoutMs = 2000;
    cluster = await LoopbackCluster.start(authorities, {
      nodes: [...nodes(5, barrier(5 * SERVICES.length)), ...nodes(1, "black hole")],
      services: SERVICES,
    });
    const verification = cluster.verify({ timeoutMs });
    // Two in a row would be one step after the other.
    expect(await Promise.race([verification, timeOuts(2, timeoutMs)])).not.toBe("late");
    const { findings } = await verification;
    expect(findings.map(({ rule, address }) => `${rule} ${address}`)).toEqual(["VERIFY-NODE-1 sems6"]);
    expect(findings[0]?.message).toContain("https no answer within 2 s; ldaps no answer within 2 s");
  });

  test("ends where nothing answers at all, not even DNS", async () => {
    cluster = await LoopbackCluster.start(authorities, { nodes: nodes(2, "black hole"), services: SERVICES });
    cluster.authoritative.zone = { records: [], loses: 99 };
    cluster.resolver.zone = { records: [], loses: 99 };
    const { findings } = await cluster.verify({ timeoutMs: 200, replication: true, replicationPort: 1 });
    expect(findings.map(({ rule }) => rule)).toEqual(["VERIFY-DNS-1", "VERIFY-NODE-1"]);
  });
});
