import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { subnet, upTo } from "../support/cluster";
import { nameOf as wayName, NETWORK, propsOf, refusalOf, WAYS } from "../support/ways";
import { DataPlane } from "./data-plane";
import { everyState, judge, oneByOne } from "./judge/judge";
import { reviewReport, type ComputedService } from "./judge/review-report";
import { documentOf } from "./support/document";
import { describeDocument } from "./terraform/describe";
import { VirtualClock } from "./virtual-clock";

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-judge-"));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A data plane of a client access, and what the review computes for it. */
async function both(nodes: number, changes: Partial<ClientAccessProps>, work: Work): Promise<void> {
  const document = documentOf(nodes, changes);
  const file = path.join(folder, "cdk.tf.json");
  fs.writeFileSync(file, JSON.stringify(document));
  const [computed] = await reviewReport(file);
  const plane = await DataPlane.start(describeDocument(document), { clock: new VirtualClock(), checkers: 3 });
  try {
    if (computed === undefined) throw new Error("the review has no service");
    await work(plane, computed);
  } finally {
    plane.stop();
  }
}
type Work = (plane: DataPlane, computed: ComputedService) => Promise<void>;

const nameOf = ({ description: { names } }: DataPlane) => {
  const [name] = names;
  if (name === undefined) throw new Error("no name");
  return name;
};

const internal = (nodes: number): Partial<ClientAccessProps> => ({
  scheme: "internal",
  subnets: upTo(nodes).map((n) => ({ ...subnet(n), privateAddress: `10.0.${n}.5` })),
});

test.each<[string, number, Partial<ClientAccessProps>, "every state" | "a sample"]>([
  ["fail-over, zonal", 2, {}, "every state"],
  ["an ordered list, zonal", 3, {}, "every state"],
  ["an ordered list, zonal and internal", 3, internal(3), "every state"],
  ["an ordered list, per-node", 3, { topology: "per-node" }, "every state"],
  ["weights, per-node", 3, { topology: "per-node", method: LoadBalancingMethod.weighted() }, "every state"],
  ["manual, zonal", 2, { method: LoadBalancingMethod.manual("sems2") }, "every state"],
  ["an ordered list with delayed failback", 2, { failbackDelaySeconds: 60 }, "every state"],
  ["an ordered list of four, zonal", 4, {}, "a sample"],
  ["an ordered list of six, per-node", 6, { topology: "per-node" }, "a sample"],
])(
  "%s (%i nodes): the node that serves, and the time until it does, are what the review computes",
  async (_, nodes, changes, how) => {
    await both(nodes, changes, async (plane, computed) => {
      const names = computed.nodes.map(({ name }) => name);
      const walk = how === "every state" ? everyState(names) : oneByOne(names);
      const { states, zones, failovers, disagreements } = await judge(plane, nameOf(plane), computed, walk);

      expect(disagreements).toEqual([]);
      expect(states).toBe(walk.length);
      expect(zones).toBe(nodes);
      if (computed.failover !== null) expect(failovers).toBeGreaterThan(0);
    });
  },
);

/** `npm run drill:all` judges every way to direct clients, which takes a while. */
const EVERY = process.env["SEMS_WAYS"] === "all" ? WAYS.filter((way) => refusalOf(way) === undefined) : [];

for (const way of EVERY) {
  test(`${wayName(way)}: the node that serves, and the time until it does, are what the review computes`, async () => {
    const { nodes, ...props } = propsOf(way, NETWORK);
    await both(nodes.length, { ...props, nodes }, async (plane, computed) => {
      const walk = everyState(computed.nodes.map(({ name }) => name));
      expect((await judge(plane, nameOf(plane), computed, walk)).disagreements).toEqual([]);
    });
  });
}

test.each([30, 60])(
  "failback waits %i s after the node is back, and no longer than computed",
  async (delay) => {
    await both(2, { failbackDelaySeconds: delay }, async (plane, computed) => {
      const { clock } = plane;
      const name = nameOf(plane);
      const answer = async () => (await plane.resolve(name)).addresses[0];
      await clock.pass(300);
      const first = await answer();
      await plane.setNode("10.0.1.10", "down");
      await clock.pass(400);
      expect(await answer()).not.toBe(first);

      await plane.setNode("10.0.1.10", "serving");
      let waited = 0;
      for (; (await answer()) !== first && waited < 1000; waited++) await clock.pass(1);

      // The first successful probe may be due at once.
      expect(waited).toBeGreaterThanOrEqual(delay - 10);
      expect(waited).toBeLessThanOrEqual(computed.failover?.failback.worstCaseSeconds ?? 0);
    });
  },
);

test("over 10,000 connections, no source is moved between healthy nodes, and open sessions stay in a failover", async () => {
  const changes = {
    topology: "per-node" as const,
    method: LoadBalancingMethod.weighted(),
    services: [ClientService.HTTP, ClientService.HTTPS],
  };
  await both(3, changes, async (plane) => {
    const name = nameOf(plane);
    await plane.clock.pass(60);
    const seen = new Map<string, Set<string | undefined>>();
    const connections = { 80: 0, 443: 0 };
    for (let round = 0; round < 250; round++) {
      // One round in ten is with TLS, which changes nothing for a load balancer and takes most of the time.
      const port = round % 10 === 0 ? 443 : 80;
      const visits = upTo(40).map(async (source) => {
        const node = await plane.visit(name, port, source);
        connections[port]++;
        // Each listener keeps a source by itself.
        const key = `${source} ${port}`;
        seen.set(key, (seen.get(key) ?? new Set()).add(node));
      });
      await Promise.all([...visits, plane.clock.pass(2)]);
    }
    expect(connections).toEqual({ 80: 9_000, 443: 1_000 });
    expect(seen.size).toBe(2 * 40);
    expect([...seen.values()].filter((nodes) => nodes.size !== 1 || nodes.has(undefined))).toEqual([]);
    expect(new Set([...seen.values()].flatMap((nodes) => [...nodes])).size).toBeGreaterThan(1);

    // WHEN one node fails and comes back, THEN sessions with the others go on with the node that they have.
    const clients = upTo(60).map((source) => plane.client(name, 80, undefined, source));
    for (const client of clients) client.start(1);
    await plane.clock.pass(20);
    const on = clients.map(({ servedBy }) => servedBy);
    await plane.setNode("10.0.3.10", "down");
    await plane.clock.pass(200);
    await plane.setNode("10.0.3.10", "serving");
    await plane.clock.pass(200);
    const moved = clients.filter(({ visits }, i) => on[i] !== "sems3" && visits.length > 1);
    expect(on.filter((node) => node !== "sems3").length).toBeGreaterThan(30);
    expect(moved).toEqual([]);
  });
});
