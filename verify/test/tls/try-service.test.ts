import { createSocket } from "node:dgram";
import { once } from "node:events";
import { tryTcpPort, trySnmpPort } from "../../closed-ports";
import type { Outcome } from "../../model";
import { hexadecimal, serialDigits } from "../../tls/handshake";
import { tryService } from "../../tls/try-service";
import {
  hostCertificate,
  issue,
  rootAuthority,
  type CertificateProps,
  type Issued,
} from "../support/certificates";
import {
  blackHole,
  ldapServer,
  listen,
  sayingServer,
  silentServer,
  smtpServer,
  tlsServer,
  type Running,
} from "../support/servers";
import { trusting } from "../support/trusting";

const NAME = "keys.example.com";
const HOST = "127.0.0.1";
const running: Running[] = [];

let root: Issued;
let host: Issued;

beforeAll(async () => {
  root = await rootAuthority();
  host = await hostCertificate(root, NAME);
});

afterEach(() => {
  for (const server of running.splice(0)) server.stop();
});

async function started(server: Promise<Running>): Promise<Running> {
  running.push(await server);
  return server;
}

async function outcomeOf(
  service: string,
  behavior: Parameters<typeof listen>[1],
  { authorities = [root.pem], timeoutMs = 2000 } = {},
): Promise<Outcome> {
  const { port } = await started(listen(HOST, behavior));
  const options = { name: NAME, secureContext: trusting(...authorities), timeoutMs };
  return tryService(HOST, { name: service, port }, options);
}

const presented = async (props: Partial<CertificateProps>, issuer = root, authorities?: string[]) => {
  const certificate = await hostCertificate(issuer, NAME, props);
  const outcome = await outcomeOf("https", tlsServer(certificate), { authorities });
  if (outcome.kind !== "tls") throw new Error(outcome.detail);
  return outcome.presented;
};

describe("A service that is tried", () => {
  test.each<[string, () => Parameters<typeof listen>[1]]>([
    ["https", () => tlsServer(host)],
    ["ldaps", () => tlsServer(host)],
    ["smtps", () => tlsServer(host)],
    ["smtp", () => smtpServer(host)],
    ["submission", () => smtpServer(host)],
    ["ldap", () => ldapServer(host)],
    ["a service of one's own", () => tlsServer(host)],
  ])("shows its certificate: %s", async (service, server) => {
    expect(await outcomeOf(service, server())).toEqual({
      kind: "tls",
      presented: {
        protocol: "TLSv1.3",
        commonNames: [NAME],
        alternativeNames: `DNS:${NAME}`,
        matchesName: true,
        issuer: "CN=SEMS test root",
        serialNumber: expect.stringMatching(/^1[\da-f]{3}$/),
        fingerprint256: Buffer.from(await host.certificate.getThumbprint("SHA-256")).toString("hex"),
        validFrom: expect.any(Date),
        validTo: expect.any(Date),
        untrusted: undefined,
      },
    });
  });

  test("is asked for the name that clients use", async () => {
    const names: string[] = [];
    const other = await hostCertificate(root, "other.example.com");
    const server = tlsServer(other, {
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    await outcomeOf("https", server);
    expect(names).toEqual([NAME]);
  });

  test.each<[string, string, () => Parameters<typeof listen>[1], string]>([
    ["mail without STARTTLS", "smtp", () => smtpServer(undefined), "SMTP without STARTTLS"],
    [
      "mail that refuses STARTTLS",
      "submission",
      () => smtpServer(host, { startTls: "454 not now\r\n" }),
      "SMTP reply 454 to STARTTLS",
    ],
    ["a directory without StartTLS", "ldap", () => ldapServer(undefined), "LDAP without StartTLS (result 2)"],
    [
      "a page without TLS",
      "http",
      () => sayingServer("HTTP/1.1 301 Moved\r\n\r\n"),
      "HTTP without TLS (status 301)",
    ],
    [
      "something of one's own without TLS",
      "portal",
      () => sayingServer("hello\r\n"),
      "accepts connections; no TLS handshake (ERR_SSL_WRONG_VERSION_NUMBER)",
    ],
  ])("shows none: %s", async (_case, service, server, detail) => {
    expect(await outcomeOf(service, server())).toEqual({ kind: "plain", detail });
  });

  test.each<[string, string, Parameters<typeof listen>[1], string]>([
    ["no TLS", "https", sayingServer("SSH-2.0-x\r\n"), "ERR_SSL_WRONG_VERSION_NUMBER"],
    ["an end at once", "https", (socket) => socket.destroy(), "ECONNRESET"],
    ["no mail", "smtp", sayingServer("SSH-2.0-x\r\n"), "no SMTP"],
    ["mail that is not ready", "smtp", sayingServer("554 no\r\n"), "SMTP greeting 554"],
    ["no directory", "ldap", sayingServer("SSH-2.0-x\r\n"), "no LDAP"],
    ["a directory's message of endless length", "ldap", sayingServer(Buffer.from("3080", "hex")), "no LDAP"],
    [
      "half a message",
      "ldap",
      sayingServer(Buffer.from("300c0201", "hex")),
      "connection closed before an answer",
    ],
    ["no page", "http", sayingServer("SSH-2.0-x\r\n"), "no HTTP"],
    ["a line without end", "http", sayingServer("H".repeat(100_000)), "an answer without end"],
  ])("fails with %s", async (_case, service, server, detail) => {
    expect(await outcomeOf(service, server)).toEqual({ kind: "failed", detail });
  });

  test.each(["https", "smtp", "ldap", "http"])("fails when its time is over: %s", async (service) => {
    expect(await outcomeOf(service, silentServer, { timeoutMs: 1000 })).toEqual({
      kind: "failed",
      detail: "no answer within 1 s",
    });
  });

  test("is unreachable where nothing listens, and where connections vanish", async () => {
    const gone = await listen(HOST, silentServer);
    gone.stop();
    const options = { name: NAME, secureContext: trusting(), timeoutMs: 100 };
    expect(await tryService(HOST, { name: "https", port: gone.port }, options)).toEqual({
      kind: "unreachable",
      detail: "ECONNREFUSED",
    });
    const hole = await started(blackHole(HOST));
    expect(await tryService(HOST, { name: "https", port: hole.port }, options)).toEqual({
      kind: "unreachable",
      detail: "no answer within 0.1 s",
    });
  });
});

describe("A certificate that is presented", () => {
  test("has its names", async () => {
    expect(
      await presented({ subject: "CN=one.example.com, CN=two.example.com", alternativeNames: [] }),
    ).toMatchObject({
      commonNames: ["one.example.com", "two.example.com"],
      alternativeNames: "",
      matchesName: false,
    });
    expect(await presented({ alternativeNames: ["*.example.com", "x.test"] })).toMatchObject({
      alternativeNames: "DNS:*.example.com, DNS:x.test",
      matchesName: true,
    });
  });

  test("is not matched by its common name only", async () => {
    expect(await presented({ alternativeNames: ["other.example.com"] })).toMatchObject({
      commonNames: [NAME],
      matchesName: false,
    });
  });

  test("is trusted where the chain ends in a trusted root", async () => {
    const intermediate = await issue({ subject: "CN=Intermediate", issuer: root, isAuthority: true });
    expect(await presented({}, intermediate)).toMatchObject({ untrusted: undefined });
    expect(await presented({ withoutChain: true }, intermediate)).toMatchObject({
      untrusted: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    });
    expect(await presented({}, root, [])).toMatchObject({ untrusted: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  });

  test("is not trusted by itself", async () => {
    const own = await issue({ subject: `CN=${NAME}`, alternativeNames: [NAME] });
    const outcome = await outcomeOf("https", tlsServer(own));
    expect(outcome).toMatchObject({ presented: { untrusted: "DEPTH_ZERO_SELF_SIGNED_CERT" } });
  });

  test("has its validity, and is looked at after that, too", async () => {
    const { validFrom, validTo, untrusted } = await presented({ validFrom: -9, validTo: -2 });
    const days = (date: Date) => Math.round((date.getTime() - Date.now()) / 86_400_000);
    expect([days(validFrom), days(validTo), untrusted]).toEqual([-9, -2, "CERT_HAS_EXPIRED"]);
  });

  test("is seen where a server speaks an old version of TLS", async () => {
    const server = tlsServer(host, {
      maxVersion: "TLSv1.1",
      minVersion: "TLSv1",
      ciphers: "DEFAULT:@SECLEVEL=0",
    });
    expect(await outcomeOf("https", server)).toMatchObject({ presented: { protocol: "TLSv1.1" } });
  });
});

test("fingerprints and serial numbers are compared by their digits", () => {
  expect(hexadecimal("0A:1b 2C")).toBe("0a1b2c");
  expect(serialDigits("00:0A:1b")).toBe("a1b");
});

describe("A port that must be closed", () => {
  test("is open, closed or silent", async () => {
    const open = await started(listen(HOST, silentServer));
    const hole = await started(blackHole(HOST));
    const gone = await listen(HOST, silentServer);
    gone.stop();
    const states = [open, gone, hole].map(async ({ port }) => (await tryTcpPort(HOST, port, 100)).state);
    expect(await Promise.all(states)).toEqual(["open", "closed", "silent"]);
  });

  test("is open over UDP where an agent answers SNMP's question for its engine", async () => {
    const agent = createSocket("udp4");
    const asked: string[] = [];
    agent.on("message", (message, { port, address }) => {
      asked.push(message.toString("hex"));
      agent.send("report", port, address);
    });
    agent.bind(0, HOST);
    await once(agent, "listening");
    const { port } = agent.address();
    expect(await trySnmpPort(HOST, port, 2000)).toEqual({ port, transport: "udp", state: "open" });
    // A message of version 3, whose length is the one that it says.
    expect(asked).toEqual([expect.stringMatching(/^3038020103.{106}$/)]);
    agent.removeAllListeners("message");
    expect((await trySnmpPort(HOST, port, 60)).state).toBe("silent");
    agent.close();
    expect((await trySnmpPort(HOST, port, 2000)).state).toBe("closed");
  });
});
