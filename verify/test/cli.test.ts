import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { programArguments } from "../../test/support/program";
import { FQDN, LoopbackCluster, makeAuthorities, type Authorities } from "./support/loopback-cluster";
import { outputsOf, optionsFor } from "./support/command-line";
import { a } from "./support/dns-server";

let folder: string;
let authorities: Authorities;
let cluster: LoopbackCluster;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sems-verify-"));
  authorities = await makeAuthorities();
  writeFileSync(join(folder, "root.pem"), authorities.root.pem);
  writeFileSync(join(folder, "client.pem"), authorities.shared.pem);
});

beforeEach(async () => {
  cluster = await LoopbackCluster.start(authorities);
  writeFileSync(join(folder, "outputs.json"), JSON.stringify(outputs()));
});

afterEach(() => {
  cluster.stop();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const outputs = () => outputsOf(cluster);

const here = (): string[] => optionsFor(cluster, "root.pem");

const start = (args: readonly string[]) =>
  spawn(process.execPath, [...programArguments("verify/cli.ts"), ...args], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
  });

async function run(args: readonly string[], input = "") {
  const child = start(args);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.end(input);
  const [status]: [number | null] = (await once(child, "close")) as [number | null];
  return { status, stdout, stderr };
}

describe("sems-verify", () => {
  test("looks at a healthy cluster, and ends with status 0", async () => {
    const { status, stdout, stderr } = await run(["outputs.json", ...here(), "--certificate", "client.pem"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^keys\.example\.com by clients$/m);
    expect(stdout).toMatch(/^0 errors, 0 warnings/m);
  });

  test("reads standard input, and ends with status 1 where something is wrong", async () => {
    cluster.failNode(2);
    const { status, stdout } = await run(["-", ...here()], JSON.stringify(outputs()));
    expect(status).toBe(1);
    expect(stdout).toContain("VERIFY-NODE-1  sems2 https");
  });

  test.each([
    ["--fail-on", "never", 0],
    ["--fail-on", "warning", 1],
    ["--acknowledge", "VERIFY-NODE-1@sems2 https=it is being built", 0],
    ["--acknowledge-file", "accepted.txt", 0],
    ["--serial", "00:ab", 1],
  ])("with %s %s, ends with status %i", async (option, value, expected) => {
    cluster.failNode(2);
    writeFileSync(join(folder, "accepted.txt"), "# for now\nVERIFY-NODE-1=it is being built\n");
    expect((await run(["outputs.json", ...here(), option, value])).status).toBe(expected);
  });

  test.each([
    ["markdown", /^<!-- sems-verify -->/],
    ["json", /^\{\n {2}"version": 1,/],
    ["html", /^<!doctype html>/],
  ])("writes %s to a file", async (format, beginning) => {
    const result = await run(["outputs.json", ...here(), "--format", format, "--output", "report"]);
    expect(result).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(join(folder, "report"), "utf8")).toMatch(beginning);
  });

  test("warns of a certificate's end by the days that it is given", async () => {
    const { stdout } = await run(["outputs.json", ...here(), "--expiry-days", "300"]);
    expect(stdout).toMatch(/^WARNING {2}VERIFY-CERT-1 {2}sems1 https, sems2 https$/m);
  });

  test("looks at Interface 1 where it is asked to", async () => {
    const { endpoints } = cluster.access;
    const { clients_access: access } = outputs();
    const value = {
      ...access.value,
      endpoints: endpoints.map(({ node, address }) => ({
        node,
        address,
        interface1_fqdn: `${node}.example.com`,
        interface1_address: address,
      })),
    };
    const { stdout } = await run(
      ["-", ...here(), "--replication"],
      JSON.stringify({ clients_access: { value } }),
    );
    expect(stdout).toMatch(/^- Interface 1 of sems1 \(127\.0\.0\.11\): /m);
  });

  test("prints changes only while it watches, and ends when it is interrupted, with the status of the last look", async () => {
    const child = start(["outputs.json", ...here(), "--watch", "0.2"]);
    let stdout = "";
    const printed = async (words: string) => {
      while (!stdout.includes(words)) await once(child.stdout, "data");
    };
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    await printed("sems2 https: TLSv1.3");
    cluster.failNode(1);
    await printed("sems1 https: NO: connection refused (was TLSv1.3");
    cluster.authoritative.zone = { records: [a(FQDN, "127.0.0.12")] };
    cluster.resolver.zone = { records: [a(FQDN, "127.0.0.12")] };
    await printed("sems2 (127.0.0.12) (was sems1 (127.0.0.11)");
    await printed("error SEMS-LB-2 keys.example.com: no longer");
    child.kill("SIGINT");
    const [status]: [number | null] = (await once(child, "close")) as [number | null];
    expect(status).toBe(1);
    const lines = stdout.trimEnd().split("\n");
    expect(new Set(lines).size).toBe(lines.length);
  });

  test.each<[string, string[], RegExp]>([
    ["a file that is not there", ["nowhere.json"], /^sems-verify: nowhere\.json: .+\n$/],
    ["input that is none", ["root.pem"], /^sems-verify: root\.pem: not JSON; expected .+\n$/],
    ["no file", [], /^error: missing required argument 'file'\n$/],
    ["an option that it does not know", ["outputs.json", "--bogus"], /^error: unknown option '--bogus'\n$/],
    [
      "a rule that it does not know",
      ["outputs.json", "--acknowledge", "X=y"],
      /^error: .*Known rules: SEMS-/,
    ],
    [
      "a server by name",
      ["outputs.json", "--nameserver", "ns-1"],
      /^error: .*Expected ADDRESS, ADDRESS:PORT/,
    ],
    ["no time", ["outputs.json", "--timeout", "0"], /^error: .*Expected a number above 0/],
    [
      "an address without a node",
      ["outputs.json", "--address", "198.51.100.1"],
      /^error: .*Expected NAME=ADDRESS/,
    ],
    ["a root that is none", ["outputs.json", "--ca", "outputs.json"], /^error: .*no certificate in PEM/],
    ["a root that is not there", ["outputs.json", "--ca", "no.pem"], /^error: .*cannot be read \(ENOENT\)/],
    [
      "a serial number that is none",
      ["outputs.json", "--serial", "xyz"],
      /^error: .*Expected hexadecimal digits/,
    ],
    [
      "a certificate twice",
      ["outputs.json", "--serial", "ab", "--certificate", "client.pem"],
      /^error: option '--certificate <file>' cannot be used with option '--serial <hex>'\n$/,
    ],
    [
      "a report of changes in another format",
      ["outputs.json", "--watch", "5", "--format", "json"],
      /^error: --watch prints changes as text, and goes with neither --format nor --output\n$/,
    ],
    [
      "a client access that there is not",
      ["outputs.json", "--access", "x"],
      /^sems-verify: .*no client access named x; /,
    ],
  ])("ends with status 2 and one line for %s", async (_case, args, line) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});
