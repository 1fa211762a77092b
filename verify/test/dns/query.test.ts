import { createServer } from "node:net";
import * as packet from "dns-packet";
import { TimedOutError } from "../../deadline";
import { authoritativeServers } from "../../dns/find-servers";
import { askServer, DnsFailure, type DnsQuestion } from "../../dns/query";
import { dnsServerOf, serverLabel } from "../../dns/server";
import { a, LoopbackDns, type Zone } from "../support/dns-server";

const NAME = "keys.example.com";
const QUESTION: DnsQuestion = { name: NAME, type: "A" };
const OPTIONS = { recursive: true, timeoutMs: 2000 };

let server: LoopbackDns;

beforeEach(async () => {
  server = await LoopbackDns.start([a(NAME, "198.51.100.1")]);
});

afterEach(() => {
  server.stop();
});

const ask = (zone: Partial<Zone> = {}, question = QUESTION, timeoutMs = OPTIONS.timeoutMs) => {
  server.zone = { ...server.zone, ...zone };
  return askServer(server, question, { ...OPTIONS, timeoutMs });
};

describe("A question to a DNS server", () => {
  test("is answered with addresses and the time that they may be cached", async () => {
    expect(await ask()).toEqual({ values: ["198.51.100.1"], ttl: 10, alias: undefined });
  });

  test("compares names without regard to case", async () => {
    expect(await ask({}, { name: "KEYS.Example.com", type: "A" })).toMatchObject({
      values: ["198.51.100.1"],
    });
  });

  test("is repeated where a message gets lost", async () => {
    expect(await ask({ loses: 2 })).toMatchObject({ values: ["198.51.100.1"] });
    expect(server.questions).toEqual([`udp A ${NAME}`]);
  });

  test("is asked over TCP where the answer does not fit", async () => {
    expect(await ask({ truncates: true })).toMatchObject({ values: ["198.51.100.1"] });
    expect(server.questions).toEqual([`udp A ${NAME}`, `tcp A ${NAME}`]);
  });

  test("follows aliases within the answer, with the shortest time on the way", async () => {
    const records = [
      { type: "CNAME", name: NAME, data: "nlb.example.net", ttl: 5 } as const,
      a("nlb.example.net", "198.51.100.7", 60),
    ];
    expect(await ask({ records })).toEqual({ values: ["198.51.100.7"], ttl: 5, alias: undefined });
  });

  test("names the alias of which the answer does not give the target", async () => {
    const records = [{ type: "CNAME", name: NAME, data: "nlb.example.net", ttl: 5 } as const];
    expect(await ask({ records })).toEqual({ values: [], ttl: undefined, alias: "nlb.example.net" });
  });

  test("has no values where the name does not exist", async () => {
    expect(await ask({ records: [] })).toEqual({ values: [], ttl: undefined, alias: undefined });
  });

  test.each(["SERVFAIL", "REFUSED"] as const)("fails with the server's own word %s", async (failure) => {
    await expect(ask({ failure })).rejects.toThrow(new DnsFailure(failure));
  });

  test.each<[string, (query: packet.DecodedPacket) => Buffer]>([
    [
      "another id",
      (query) =>
        packet.encode({
          ...query,
          type: "response",
          id: ((query.id ?? 0) + 1) % 0x10000,
          answers: [a(NAME, "6.6.6.6")],
        }),
    ],
    [
      "another question",
      (query) =>
        packet.encode({
          ...query,
          type: "response",
          questions: [{ type: "A", name: "other.example.com" }],
          answers: [a("other.example.com", "6.6.6.6")],
        }),
    ],
    ["a question", (query) => packet.encode(query)],
    ["octets that are no message", () => Buffer.from([1, 2, 3])],
  ])("takes no answer with %s", async (_case, before) => {
    expect(await ask({ before })).toMatchObject({ values: ["198.51.100.1"] });
  });

  test("ends when its time is over, as the server says nothing", async () => {
    await expect(ask({ loses: 99 }, QUESTION, 50)).rejects.toThrow(TimedOutError);
  });

  test("fails where the connection is closed before the answer is whole", async () => {
    await expect(ask({ truncates: true, overTcp: Buffer.from([0]) }, QUESTION, 200)).rejects.toThrow(
      "connection closed before an answer",
    );
  });

  test.each<[string, Buffer]>([
    ["no message", Buffer.from([0, 3, 1, 2, 3])],
    ["a name that refers to itself", Buffer.from([0, 14, 0, 0, 128, 0, 0, 1, 0, 0, 0, 0, 0, 0, 192, 12])],
  ])("fails over TCP at %s", async (_case, overTcp) => {
    await expect(ask({ truncates: true, overTcp })).rejects.toThrow(DnsFailure);
  });

  test("fails at once where nothing listens", async () => {
    const free = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => free.once("listening", resolve));
    const { port } = free.address() as { port: number };
    await new Promise((resolve) => free.close(resolve));
    await expect(askServer({ address: "127.0.0.1", port }, QUESTION, OPTIONS)).rejects.toThrow(
      "ECONNREFUSED",
    );
  });
});

describe("The authoritative servers of a name", () => {
  const ns = (name: string, data: string) => ({ type: "NS", name, data, ttl: 60 }) as const;

  const found = async (zone: string | undefined, records: packet.Answer[]) => {
    server.zone = { records };
    return authoritativeServers(server, NAME, zone, { timeoutMs: 2000, port: 5353 });
  };

  test("are those of the zone", async () => {
    const records = [
      ns("example.com", "ns-1.example.net"),
      ns("example.com", "ns-2.example.net"),
      a("ns-1.example.net", "198.51.100.53"),
      a("ns-2.example.net", "198.51.100.54"),
    ];
    expect(await found("example.com", records)).toEqual([
      { name: "ns-1.example.net", address: "198.51.100.53", port: 5353 },
      { name: "ns-2.example.net", address: "198.51.100.54", port: 5353 },
    ]);
  });

  test("are those of the closest zone above, where the zone is not known", async () => {
    const records = [
      ns("example.com", "far.example.net"),
      ns("keys.example.com", "near.example.net"),
      a("near.example.net", "198.51.100.53"),
      a("far.example.net", "198.51.100.54"),
    ];
    expect(await found(undefined, records)).toMatchObject([{ name: "near.example.net" }]);
    expect(server.questions).not.toContain("udp NS com");
  });

  test.each<[string, packet.Answer[], string]>([
    ["no zone has name servers", [], "example.com has no name servers"],
    ["name servers have no address", [ns("example.com", "ns-1.example.net")], "have no address"],
  ])("are not found where %s", async (_case, records, message) => {
    await expect(found(undefined, records)).rejects.toThrow(message);
  });
});

test.each([
  ["198.51.100.53", "198.51.100.53"],
  ["198.51.100.53:5353", "198.51.100.53:5353"],
  ["2001:db8::53", "2001:db8::53"],
  ["[2001:db8::53]:5353", "[2001:db8::53]:5353"],
])("the server %s is shown as %s", (text, label) => {
  const server = dnsServerOf(text);
  expect(server && serverLabel(server)).toBe(label);
});

test.each(["ns-1.example.net", "198.51.100.53:", "198.51.100.53:0", "198.51.100.53:65536", "[x]:53", ""])(
  "%j is no server",
  (text) => {
    expect(dnsServerOf(text)).toBeUndefined();
  },
);
