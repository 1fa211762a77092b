import { watchedFacts, ChangeLog } from "../watch";
import { hostCertificate } from "./support/certificates";
import { FQDN, LoopbackCluster, makeAuthorities, type Authorities } from "./support/loopback-cluster";
import { a } from "./support/dns-server";

const NOON = Date.UTC(2026, 0, 1, 12);

describe("The log of changes", () => {
  test("prints everything at first, then what has changed and how long it was otherwise", () => {
    const log = new ChangeLog();
    expect(
      log.next(
        new Map([
          ["sems1 https", "TLSv1.3"],
          ["x", "y"],
        ]),
        NOON,
      ),
    ).toEqual(["12:00:00  sems1 https: TLSv1.3", "12:00:00  x: y"]);
    expect(
      log.next(
        new Map([
          ["sems1 https", "TLSv1.3"],
          ["x", "y"],
        ]),
        NOON + 5000,
      ),
    ).toEqual([]);
    expect(log.next(new Map([["sems1 https", "NO: connection refused"]]), NOON + 20_000)).toEqual([
      "12:00:20  sems1 https: NO: connection refused (was TLSv1.3 for 20 s)",
      "12:00:20  x: no longer, after 20 s",
    ]);
    expect(log.next(new Map([["sems1 https", "TLSv1.3"]]), NOON + 62_000)).toEqual([
      "12:01:02  sems1 https: TLSv1.3 (was NO: connection refused for 42 s)",
    ]);
  });

  test("prints each change on a line that steers no terminal", () => {
    const lines = new ChangeLog().next(new Map([["sems1", "\u001b[31m\n\u202ex"]]), NOON);
    expect(lines).toEqual(["12:00:00  sems1: \\u{1b}[31m \\u{202e}x"]);
  });
});

describe("In a failover drill", () => {
  let authorities: Authorities;
  let cluster: LoopbackCluster;

  beforeAll(async () => {
    authorities = await makeAuthorities();
  });

  afterEach(() => {
    cluster.stop();
  });

  test("shows the node that goes, the name that follows, and the return", async () => {
    cluster = await LoopbackCluster.start(authorities);
    const log = new ChangeLog();
    const look = async (seconds: number) =>
      log.next(watchedFacts(await cluster.verify()), NOON + seconds * 1000).map((line) => line.slice(10));
    const answerWith = (address: string) => {
      cluster.authoritative.zone = { records: [a(FQDN, address)] };
      cluster.resolver.zone = { records: [a(FQDN, address)] };
    };
    expect(await look(0)).toHaveLength(4);
    expect(await look(5)).toEqual([]);
    cluster.failNode(1);
    expect(await look(10)).toEqual([
      expect.stringMatching(
        /^sems1 https: NO: connection refused \(was TLSv1\.3, certificate \w+ for 10 s\)$/,
      ),
      expect.stringMatching(
        /^error SEMS-LB-2 keys\.example\.com: .*resolves to sems1, which does not answer/,
      ),
      expect.stringMatching(/^error VERIFY-NODE-1 sems1 https: /),
    ]);
    answerWith("127.0.0.12");
    expect(await look(50)).toEqual([
      expect.stringMatching(
        /\(authoritative\): sems2 \(127\.0\.0\.12\) \(was sems1 \(127\.0\.0\.11\) for 50 s\)$/,
      ),
      expect.stringMatching(/\(resolver\): sems2 \(127\.0\.0\.12\)/),
      "error SEMS-LB-2 keys.example.com: no longer, after 40 s",
    ]);
  });

  test("shows a certificate that is exchanged", async () => {
    cluster = await LoopbackCluster.start(authorities);
    const log = new ChangeLog();
    log.next(watchedFacts(await cluster.verify()), NOON);
    const certificate = await hostCertificate(authorities.root, FQDN);
    cluster.stop();
    cluster = await LoopbackCluster.start({ ...authorities, shared: certificate });
    const changed = log.next(watchedFacts(await cluster.verify()), NOON + 1000).join("\n");
    expect(changed).toContain(
      `sems2 https: TLSv1.3, certificate ${certificate.serialNumber.replace(/^0+/, "")} (was`,
    );
  });
});
