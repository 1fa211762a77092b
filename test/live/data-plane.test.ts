import { LoadBalancingMethod } from "../../lib";
import { DataPlane } from "./data-plane";
import { described } from "./support/document";
import { VirtualClock } from "./virtual-clock";

let plane: DataPlane | undefined;

afterEach(() => {
  plane?.stop();
  plane = undefined;
});

/** A running data plane whose probes have settled, and a client of its first name. */
async function started(...args: Parameters<typeof described>) {
  const clock = new VirtualClock();
  plane = await DataPlane.start(described(...args), { clock, checkers: 3 });
  const [name] = plane.description.names;
  if (name === undefined) throw new Error("no name");
  const client = plane.client(name, 443);
  client.start(100);
  await clock.pass(120);
  return { plane, clock, client, name };
}

const FIRST = "10.0.1.10";

test("a client reaches the next node when the first is down, and the first when it is back", async () => {
  const { plane, clock, client } = await started(2);
  expect(client.servedBy).toBe("sems1");

  await plane.setNode(FIRST, "down");
  await clock.pass(70);
  expect(client.servedBy).toBe("sems2");
  expect(client.outages).toHaveLength(1);

  await plane.setNode(FIRST, "serving");
  await clock.pass(100);
  client.reconnect();
  await clock.pass(10);
  expect(client.servedBy).toBe("sems1");
});

test.each(["black-holed", "down", "zone"] as const)(
  "a client of a node that is %s is served again within the computed time, by Route 53's checkers",
  async (fault) => {
    const { plane, clock, client } = await started(3);
    const start = clock.now();

    if (fault === "zone") await plane.setZone("us-east-1a", true);
    else await plane.setNode(FIRST, fault);
    await clock.pass(120);

    expect(client.servedBy).toBe("sems2");
    const { to } = client.outages[0] ?? { to: Infinity };
    expect(to - start).toBeGreaterThan(20);
    expect(to - start).toBeLessThan(55 + 10);
  },
);

test.each(["tls-broken", "http-broken", "locked"] as const)(
  "a node that is %s keeps its clients where checks only connect, and loses them where they ask",
  async (fault) => {
    const connecting = await started(2);
    await connecting.plane.setNode(FIRST, fault);
    connecting.client.reconnect();
    await connecting.clock.pass(120);
    expect(connecting.client.servedBy).toBe(undefined);
    connecting.plane.stop();

    const asking = await started(2, {
      endpointHealth: { by: "route53-checkers", protocol: "HTTPS", path: "/", port: 443 },
    });
    await asking.plane.setNode(FIRST, fault);
    await asking.clock.pass(110);
    // A session from before may go on.
    asking.client.reconnect();
    await asking.clock.pass(10);
    expect(asking.client.servedBy).toBe("sems2");
  },
);

test("alarms of a load balancer's metric move clients, later", async () => {
  const { plane, clock, client } = await started(2, { endpointHealth: { by: "cloudwatch-alarm" } });
  const start = clock.now();
  await plane.setNode(FIRST, "down");
  await clock.pass(210);

  expect(client.servedBy).toBe("sems2");
  expect((client.outages[0]?.to ?? 0) - start).toBeGreaterThan(80);
});

test("aliases to a load balancer for each node move clients by the health of its targets", async () => {
  const { plane, clock, client } = await started(2, { topology: "per-node" });
  await plane.setNode(FIRST, "black-holed");
  await clock.pass(130);

  expect(client.servedBy).toBe("sems2");
});

test("clients of weights keep their node, and are on all nodes", async () => {
  const { plane, clock, name } = await started(3, {
    method: LoadBalancingMethod.weighted(),
    topology: "per-node",
  });
  const clients = Array.from({ length: 120 }, () => plane.client(name, 443));
  for (const client of clients) client.start(1);
  await clock.pass(10);
  const first = clients.map(({ servedBy }) => servedBy);
  for (const client of clients) client.reconnect();
  await clock.pass(10);

  expect(clients.map(({ servedBy }) => servedBy)).toEqual(first);
  expect(new Set(first)).toEqual(new Set(["sems1", "sems2", "sems3"]));
});

test("connections are made with the certificate of the client's name, and nothing is left when it ends", async () => {
  const { plane, client } = await started(2);
  expect(client.servedBy).toBe("sems1");

  plane.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(plane.openSockets).toBe(0);
});
