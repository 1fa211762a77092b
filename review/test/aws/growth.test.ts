import { diagramOf } from "../../aws/client-path";
import { servicesIn } from "../../aws/services";
import { AT_MOST_LINEAR, growthOf } from "../support/count-steps";
import { KEYS, nameOf, ref, ScenarioDocument, zoneOf } from "../support/scenario-document";

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

/** The search for services in a document of a size. */
const routing = (documentOf: (size: number) => ScenarioDocument) => (size: number) => {
  const graph = documentOf(size).graph();
  return () => servicesIn(graph).services;
};

/** Checks that the work of routing grows no faster than the document, up to a document of this size. */
function expectLinear(documentOf: (size: number) => ScenarioDocument, size: number): void {
  expect(growthOf(routing(documentOf), [size / 2, size])).toBeLessThan(AT_MOST_LINEAR);
}

const serviceCount = (document: ScenarioDocument): number => servicesIn(document.graph()).services.length;

describe("Routing grows no faster than the document", () => {
  test("in the ports of six nodes", () => {
    const nodes = upTo(6);
    const onPorts = (count: number) =>
      new ScenarioDocument()
        .balancer({ zones: nodes.map((n) => [n]), ports: [443, 636, 389, 80, 465, 25].slice(0, count) })
        .ordered(nodes);
    expect(serviceCount(onPorts(6))).toBe(6);
    expectLinear(onPorts, 6);
  });

  test("in a chain of names, which ends nowhere", () => {
    const chainOf = (length: number) => {
      const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
      for (const i of upTo(length))
        document.record(`n${i}.example.com`, { name: `n${i + 1}.example.com`, evaluates: true });
      const last = `n${length + 1}.example.com`;
      document.failover(last, "PRIMARY", { zone: 1 }, { health_check_id: document.check(1) });
      document.failover(last, "SECONDARY", { zone: 2 });
      return document;
    };
    const document = chainOf(20_000);
    expect(serviceCount(document)).toBe(1);
    expect(document.reach({ name: "n1.example.com" })).toEqual({ nowhere: 1 });
    expect(document.reach({ name: "n19950.example.com", down: [1] })).toEqual({ 2: 1 });
    expectLinear(chainOf, 1000);
  }, 60_000);

  test("in levels of records, each of two records and checked by name: 2^60 paths", () => {
    const levels = (depth: number) => {
      const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
      for (const level of upTo(depth)) {
        for (const weight of [1, 2]) {
          const fqdn = `n${level + 1}.example.com`;
          const health_check_id = document.check(1, { fqdn });
          document.weighted(
            `n${level}.example.com`,
            weight,
            { name: fqdn, evaluates: true },
            { health_check_id },
          );
        }
      }
      document.record(`n${depth + 1}.example.com`, { zone: 1 });
      return document;
    };
    expect(serviceCount(levels(60))).toBe(1);
    expectLinear(levels, 60);
  });

  test("in records, rules and targets", () => {
    const many = (count: number) => {
      const document = new ScenarioDocument().balancer({
        zones: [[1], [2]],
        args: { security_groups: ["${aws_security_group.g.id}"] },
      });
      document.add("aws_security_group", "g", {});
      for (const i of upTo(count)) {
        document.add("aws_vpc_security_group_ingress_rule", `r${i}`, {
          security_group_id: ref("aws_security_group.g", "id"),
          cidr_ipv4: `10.${i >> 8}.${i & 255}.0/24`,
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
        });
        document.add("aws_subnet", `s${i}`, {
          cidr_block: `10.${i >> 8}.${i & 255}.0/24`,
          availability_zone: zoneOf((i % 2) + 1),
        });
        document.add("aws_lb_target_group_attachment", `t${i}`, {
          target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
          target_id: `10.${i >> 8}.${i & 255}.7`,
        });
        document.record(`a${i}.example.com`, { name: nameOf() });
        document.record(`c${i}.example.com`, { values: [`a${i}.example.com`] }, { type: "CNAME" });
      }
      return document.ordered([1, 2]);
    };
    expect(serviceCount(many(500))).toBe(1);
    expectLinear(many, 500);
  }, 60_000);

  test("in load balancers with associated addresses", () => {
    const many = (count: number) => {
      const document = new ScenarioDocument();
      for (const i of upTo(count)) {
        const name = `lb${i}`;
        const fqdn = `${name}.example.com`;
        document.balancer({ name, zones: [[1], [2]] });
        document.add("aws_eip_association", name, {
          allocation_id: ref(`aws_eip.${name}_1`, "id"),
          instance_id: "i-1",
        });
        const health_check_id = document.check(1, {}, name);
        document.failover(fqdn, "PRIMARY", { zone: 1, of: name }, { health_check_id });
        document.failover(fqdn, "SECONDARY", { zone: 2, of: name });
      }
      return document;
    };
    expect(serviceCount(many(100))).toBe(100);
    expectLinear(many, 100);
  }, 60_000);

  test("in the names that a diagram draws", () => {
    const drawing = (names: number) => {
      const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
      for (const i of upTo(names)) {
        document.weighted(KEYS, 1, { name: `n${i}.example.com` });
        document.record(`n${i}.example.com`, { zone: 1 });
      }
      const [service] = servicesIn(document.graph()).services;
      if (service === undefined) throw new Error("No service");
      return () => diagramOf(service);
    };
    expect(growthOf(drawing, [250, 500])).toBeLessThan(AT_MOST_LINEAR);
  }, 60_000);
});
