import * as net from "node:net";
import * as packet from "dns-packet";
import type { HostedZone } from "../description";
import { Loopback } from "../loopback";
import { described } from "../support/document";
import { VirtualClock } from "../virtual-clock";
import { Answers } from "./answer";
import { DnsServer } from "./dns-server";
import { resolve } from "./resolver";

const { zones, checks } = described(3);
const [zone] = zones;
const unhealthy = new Set<string>();

describe("A hosted zone", () => {
  const clock = new VirtualClock();
  let loopback: Loopback;
  let server: DnsServer;
  const at = { host: "", port: 5353 };

  beforeAll(async () => {
    loopback = await Loopback.reserve();
    at.host = loopback.of("name server");
    if (zone === undefined) throw new Error("no hosted zone");
    server = new DnsServer(zone, answersOf(zone), (address) => loopback.of(address));
    await server.listen(at.host, at.port);
  });
  afterAll(() => {
    server.close();
    loopback.release();
  });
  beforeEach(() => {
    unhealthy.clear();
  });

  const answersOf = (described: HostedZone) =>
    new Answers(described, { check: (id) => !unhealthy.has(id), loadBalancer: () => undefined });
  const endpoint = (n: number): string => {
    const check = checks[n - 1];
    return loopback.of(check?.kind === "endpoint" ? check.address : "");
  };

  test.each([
    ["nothing", [], 1],
    ["the first", [1], 2],
    ["the first two", [1, 2], 3],
    ["the second", [2], 1],
    ["all", [1, 2, 3], 1],
  ])("with %s unhealthy, a query over UDP reaches the first healthy endpoint", async (_, down, expected) => {
    for (const n of down) unhealthy.add(checks[n - 1]?.id ?? "");

    expect(await resolve(clock, at, "KEYS.example.com")).toEqual({
      addresses: [endpoint(expected)],
      ttl: 10,
    });
  });

  test("a query over TCP gets the same answer, marked as authoritative", async () => {
    const socket = net.connect(at.port, at.host);
    socket.write(
      packet.streamEncode({ type: "query", id: 7, questions: [{ type: "A", name: "keys.example.com" }] }),
    );
    const answer = await new Promise<packet.DecodedPacket>((resolve) => {
      socket.once("data", (data) => {
        resolve(packet.decode(data.subarray(2)));
      });
    });
    socket.destroy();

    expect(answer).toMatchObject({
      id: 7,
      flag_aa: true,
      answers: [{ type: "A", ttl: 10, data: endpoint(1) }],
    });
  });

  test.each([
    ["no.example.com", "A", "NXDOMAIN", 0],
    ["keys.example.com", "MX", "NOERROR", 0],
    ["example.com", "SOA", "NOERROR", 1],
    ["example.com", "NS", "NOERROR", 1],
    ["example.org", "A", "REFUSED", 0],
  ] as const)("%s %s is answered with %s", async (name, type, rcode, answers) => {
    const socket = net.connect(at.port, at.host);
    socket.write(packet.streamEncode({ type: "query", id: 8, questions: [{ type, name }] }));
    const answer = await new Promise<Buffer>((resolve) => socket.once("data", resolve));
    socket.destroy();

    expect(packet.streamDecode(answer)).toMatchObject({ rcode, answers: { length: answers } });
  });
});

describe("Answers", () => {
  const record = (name: string, changes: Partial<HostedZone["records"][number]>) => ({
    name,
    type: "A" as const,
    policy: { kind: "simple" as const },
    healthCheck: undefined,
    answer: { kind: "values" as const, values: [name], ttl: 5 },
    ...changes,
  });
  const weighted = (value: string, weight: number, healthCheck: string) =>
    record("w", {
      policy: { kind: "weighted", weight },
      healthCheck,
      answer: { kind: "values", values: [value], ttl: 5 },
    });
  const chosen = (records: HostedZone["records"], down: readonly string[]): Set<string> => {
    const answers = new Answers(
      { id: "z", name: "", records },
      { check: (id) => !down.includes(id), loadBalancer: () => undefined },
    );
    return new Set(Array.from({ length: 60 }, () => answers.addresses("w")?.values[0] ?? ""));
  };

  test("weighted records answer by weight, and 0 counts when all others are unhealthy", () => {
    const records = [weighted("a", 1, "1"), weighted("b", 1, "2"), weighted("c", 0, "3")];

    expect(chosen(records, [])).toEqual(new Set(["a", "b"]));
    expect(chosen(records, ["1"])).toEqual(new Set(["b"]));
    expect(chosen(records, ["1", "2"])).toEqual(new Set(["c"]));
    expect(chosen(records, ["1", "2", "3"])).toEqual(new Set(["a", "b"]));
  });

  test("an alias that does not evaluate its target's health is healthy whatever its target", () => {
    const alias = (evaluatesHealth: boolean) =>
      record("w", {
        policy: { kind: "failover", role: "PRIMARY" },
        answer: { kind: "alias", target: "t", evaluatesHealth },
      });
    const rest = [
      record("t", { healthCheck: "1" }),
      record("w", {
        policy: { kind: "failover", role: "SECONDARY" },
        answer: { kind: "values", values: ["second"], ttl: 5 },
      }),
    ];

    expect(chosen([alias(true), ...rest], ["1"])).toEqual(new Set(["second"]));
    expect(chosen([alias(false), ...rest], ["1"])).toEqual(new Set(["t"]));
  });

  test("records that refer to each other have no answer, and are asked to an end", () => {
    const circle = [record("w", { answer: { kind: "alias", target: "w", evaluatesHealth: true } })];
    expect(chosen(circle, [])).toEqual(new Set([""]));
  });
});
