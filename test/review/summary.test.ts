import { summarize } from "../../lib/review/summary";
import type { TerraformDocument } from "../../lib/review/terraform-document";

const row = (n: number, zone: string) => ({
  node: `sems${n}`,
  interface1_address: `10.0.1${n}.10`,
  interface2_address: `10.0.${n}.10`,
  availability_zone: zone,
});

/** The outputs of a way in: sems2 before sems1. */
const access = (name: string, addresses: readonly string[] = ["198.51.100.1", "198.51.100.2"]) => ({
  [`${name}_serving_order`]: { value: [row(2, "us-east-1b"), row(1, "us-east-1a")] },
  [`${name}_static_addresses`]: {
    value: ["us-east-1a", "us-east-1b"].map((zone, i) => ({
      availability_zone: zone,
      address: addresses[i],
    })),
  },
  [`${name}_worst_case_failover_seconds`]: { value: 55 },
});

const summary = (output: TerraformDocument["output"] = {}, resource: TerraformDocument["resource"] = {}) =>
  summarize({ name: "keys", document: { output, resource } }).split("\n");

const fqdn = { client_fqdn: { value: "keys.example.com" } };

describe("the summary of a stack", () => {
  test("tells the nodes in the order in which they serve, and where clients reach them", () => {
    expect(summary({ ...fqdn, ...access("clients") })).toEqual([
      "keys: keys.example.com",
      "",
      "clients: the first healthy node takes all clients, the next within 55 s",
      "   node   Interface 1  Interface 2  zone        clients connect to",
      "1  sems2  10.0.12.10   10.0.2.10    us-east-1b  198.51.100.2",
      "2  sems1  10.0.11.10   10.0.1.10    us-east-1a  198.51.100.1",
    ]);
  });

  test("tells each way in by itself", () => {
    const lines = summary({ ...fqdn, ...access("clients"), ...access("partners") });
    expect(lines.filter((line) => line.includes(": the first healthy"))).toEqual([
      "clients: the first healthy node takes all clients, the next within 55 s",
      "partners: the first healthy node takes all clients, the next within 55 s",
    ]);
  });

  test("follows references to what resources are given, one after another", () => {
    const resource = {
      aws_route53_zone: { zone: { name: "example.com" } },
      aws_network_interface: { one: { private_ips: ["${aws_eip.one.private_ip}"] } },
      aws_eip: { one: { private_ip: "10.0.1.10" } },
    };
    const addresses = ["${aws_network_interface.one.private_ip}", "198.51.100.2"];
    const client_fqdn = { value: "keys.${aws_route53_zone.zone.name}" };
    const lines = summary({ client_fqdn, ...access("clients", addresses) }, resource);
    expect(lines[0]).toBe("keys: keys.example.com");
    expect(lines.at(-1)).toMatch(/us-east-1a {2}10\.0\.1\.10$/);
  });

  test.each(["${aws_eip.one.public_ip}", "${aws_eip.none.public_ip}"])(
    "says that %s is known after deployment",
    (reference) => {
      const resource = { aws_eip: { one: { domain: "vpc" } } };
      const lines = summary({ ...fqdn, ...access("clients", [reference, ""]) }, resource);
      expect(lines.at(-1)).toMatch(/us-east-1a {2}\(known after deployment\)$/);
    },
  );

  test("leaves a node's address out where its zone has none", () => {
    const { clients_static_addresses, ...others } = access("clients");
    expect(summary({ ...fqdn, ...others }).at(-1)).toMatch(/us-east-1a$/);
  });

  test.each([
    ["nothing", {}],
    ["other things", { bucket: { value: "b" } }],
    ["a name but no order", fqdn],
    ["an order but no name", access("clients")],
  ])("says that there is no cluster in a stack that puts out %s", (_case, outputs) => {
    expect(summary(outputs)).toEqual(["keys: no SEMS cluster among its outputs"]);
  });
});
