import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { App } from "cdktf";
import { SandboxStack } from "../../stacks/sandbox-stack";
import type { Verification } from "../../verify/model";
import { DataPlane } from "./data-plane";
import type { Description } from "./description";
import { look } from "./support/look";
import { describeDocument } from "./terraform/describe";
import { VirtualClock } from "./virtual-clock";

const FQDN = "keys.sems-sandbox.test";
const NODES = ["10.42.1.10", "10.42.2.10", "10.42.3.10"] as const;

let folder: string;
let document: unknown;
let plane: DataPlane;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-look-"));
  const app = new App({ outdir: folder });
  new SandboxStack(app, "sandbox");
  app.synth();
  document = JSON.parse(fs.readFileSync(path.join(folder, "stacks/sandbox/cdk.tf.json"), "utf8"));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});
afterEach(() => {
  plane.stop();
});

/** Starts the sandbox on loopback, and lets its first probes pass. */
async function start(change: (description: Description) => Description = (same) => same): Promise<void> {
  plane = await DataPlane.start(change(describeDocument(document)), {
    clock: new VirtualClock(),
    checkers: 3,
  });
  await plane.clock.pass(120);
}

const problems = ({ findings }: Verification): string[] =>
  findings.map(({ level, rule, address }) => `${level} ${rule} ${address}`);

test("a healthy cluster has no findings: the name, every node, both interfaces, closed ports", async () => {
  await start();
  const seen = await look(document, plane);

  expect(problems(seen)).toEqual([]);
  const [access] = seen.accesses;
  expect(access?.dns.map(({ ttl }) => ttl)).toEqual([10, 10]);
  const kinds = access?.observed.map(({ services, replication, closed }) => [
    services.map(({ outcome }) => outcome.kind),
    replication?.outcome.kind,
    closed.filter(({ state }) => state === "open").length,
  ]);
  expect(kinds).toEqual(NODES.map(() => [["tls"], "tls", 0]));
});

test("a failed first node is an error, and so is the name until Route 53 has failed over", async () => {
  await start();
  await plane.setNode(NODES[0], "down");
  const node = "error VERIFY-NODE-1 sems1 https";
  expect(problems(await look(document, plane))).toEqual([`error SEMS-LB-2 ${FQDN}`, node]);

  await plane.clock.pass(120);
  expect(problems(await look(document, plane))).toEqual([node]);

  // WHEN it is back, THEN clients that are still routed to the second are reported, until they return.
  await plane.setNode(NODES[0], "serving");
  expect(problems(await look(document, plane))).toEqual([`error SEMS-LB-2 ${FQDN}`]);
  await plane.clock.pass(120);
  expect(problems(await look(document, plane))).toEqual([]);
});

test("a black-holed node is reported within the timeout of a step", async () => {
  await start();
  await plane.setNode(NODES[0], "black-holed");
  await plane.clock.pass(120);

  expect(problems(await look(document, plane, 3_000))).toContain("error VERIFY-NODE-1 sems1 https");
});

test("a backup that is down, which clients do not notice, is an error", async () => {
  await start();
  await plane.setNode(NODES[2], "down");
  await plane.clock.pass(120);

  const { findings } = await look(document, plane);
  expect(findings.find(({ rule }) => rule === "VERIFY-NODE-1")?.message).toMatch(
    /^sems3 does not answer .* It is a backup: /,
  );
  expect(findings.map(({ address }) => address)).not.toContain(FQDN);
});

test("a node that breaks TLS is an error although every health check that only connects is healthy", async () => {
  await start();
  await plane.setNode(NODES[1], "tls-broken");
  await plane.clock.pass(120);

  expect(problems(await look(document, plane))).toContain("error VERIFY-NODE-1 sems2 https");
});

test.each([
  ["a certificate of another name on Interface 2", "interface2", "old.sems-sandbox.test", "SEMS-CERT-2"],
  ["the old certificate of the shared name on one node", "interface2", FQDN, "SEMS-CERT-2"],
  ["the certificate of another node on Interface 1", "interface1", "sems1.sems-sandbox.test", "SEMS-CERT-1"],
] as const)("%s is an error", async (_, where, name, rule) => {
  await start();
  await plane.install(NODES[1], where, name);

  const { findings } = await look(document, plane);
  expect(new Set(findings.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(findings.map(({ message }) => message).join()).toContain("sems2");
});

test("a port for administration behind the load balancer is an error on every node", async () => {
  await start((description) => ({
    ...description,
    loadBalancers: description.loadBalancers.map((balancer) => ({
      ...balancer,
      listeners: balancer.listeners.flatMap((listener) => [listener, { ...listener, port: 9000 }]),
    })),
  }));

  const found = problems(await look(document, plane));
  expect(found).toEqual(["sems1", "sems2", "sems3"].map((node) => `error SEMS-LB-6 ${node}`));
});
