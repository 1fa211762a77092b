import { diagramOf } from "../../aws/client-path";
import { servicesIn } from "../../aws/services";
import { KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

/** Processor time, in milliseconds: other work on the machine does not count. */
function timeOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const services = (world: ScenarioDocument) => {
  const graph = world.graph();
  const found: { count: number; milliseconds: number } = { count: 0, milliseconds: 0 };
  found.milliseconds = timeOf(() => {
    found.count = servicesIn(graph).services.length;
  });
  return found;
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe("Routing takes no longer than it must", () => {
  test("for six nodes on five ports", () => {
    const nodes = upTo(6);
    const ports = [443, 636, 389, 80, 465];
    const world = new ScenarioDocument().balancer({ zones: nodes.map((n) => [n]), ports }).ordered(nodes);
    const { count, milliseconds } = services(world);
    expect(count).toBe(5);
    expect(milliseconds).toBeLessThan(1000);
  });

  test("for a chain of 100,000 names, which ends nowhere", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    for (const i of upTo(100_000))
      world.record(`n${i}.example.com`, { name: `n${i + 1}.example.com`, evaluates: true });
    world.failover("n100001.example.com", "PRIMARY", { zone: 1 }, { health_check_id: world.check(1) });
    world.failover("n100001.example.com", "SECONDARY", { zone: 2 });
    const { count, milliseconds } = services(world);
    expect(count).toBe(1);
    expect(world.reach({ name: "n1.example.com" })).toEqual({ nowhere: 1 });
    expect(world.reach({ name: "n99950.example.com", dead: [1] })).toEqual({ 2: 1 });
    expect(milliseconds).toBeLessThan(10_000);
  }, 60_000);

  test("for 2^60 ways through 60 levels of records, checked by name on each", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    const depth = 60;
    for (const level of upTo(depth)) {
      for (const weight of [1, 2]) {
        const fqdn = `n${level + 1}.example.com`;
        const health_check_id = world.check(1, { fqdn });
        world.weighted(`n${level}.example.com`, weight, { name: fqdn, evaluates: true }, { health_check_id });
      }
    }
    world.record(`n${depth + 1}.example.com`, { zone: 1 });
    const { count, milliseconds } = services(world);
    expect(count).toBe(1);
    expect(milliseconds).toBeLessThan(3000);
  });

  test("for many records, rules and targets", () => {
    const world = new ScenarioDocument().balancer({
      zones: [[1], [2]],
      args: { security_groups: ["${aws_security_group.g.id}"] },
    });
    world.add("aws_security_group", "g", {});
    for (const i of upTo(5000)) {
      world.add("aws_vpc_security_group_ingress_rule", `r${i}`, {
        security_group_id: ref("aws_security_group.g", "id"),
        cidr_ipv4: `10.${i >> 8}.${i & 255}.0/24`,
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      });
      world.add("aws_subnet", `s${i}`, {
        cidr_block: `10.${i >> 8}.${i & 255}.0/24`,
        availability_zone: zoneOf((i % 2) + 1),
      });
      world.add("aws_lb_target_group_attachment", `t${i}`, {
        target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
        target_id: `10.${i >> 8}.${i & 255}.7`,
      });
      world.record(`a${i}.example.com`, { name: nameOf() });
      world.record(`c${i}.example.com`, { values: [`a${i}.example.com`] }, { type: "CNAME" });
    }
    world.ordered([1, 2]);
    const { count, milliseconds } = services(world);
    expect(count).toBe(1);
    expect(milliseconds).toBeLessThan(5000);
  }, 60_000);

  test("for many load balancers with associated addresses", () => {
    const world = new ScenarioDocument();
    for (const i of upTo(1000)) {
      const name = `lb${i}`;
      world.balancer({ name, zones: [[1], [2]] });
      world.add("aws_eip_association", name, {
        allocation_id: ref(`aws_eip.${name}_1`, "id"),
        instance_id: "i-1",
      });
      world.failover(
        `${name}.example.com`,
        "PRIMARY",
        { zone: 1, of: name },
        {
          health_check_id: world.check(1, {}, name),
        },
      );
      world.failover(`${name}.example.com`, "SECONDARY", { zone: 2, of: name });
    }
    const { count, milliseconds } = services(world);
    expect(count).toBe(1000);
    expect(milliseconds).toBeLessThan(5000);
  }, 60_000);

  test("to draw a tree of thousands of names", () => {
    const world = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    for (const i of upTo(5000)) {
      world.weighted(KEYS, 1, { name: `n${i}.example.com` });
      world.record(`n${i}.example.com`, { zone: 1 });
    }
    const [service] = servicesIn(world.graph()).services;
    if (service === undefined) throw new Error("No service");
    expect(timeOf(() => diagramOf(service))).toBeLessThan(3000);
  }, 60_000);
});
