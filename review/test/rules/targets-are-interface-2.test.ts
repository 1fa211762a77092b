import { targetsAreInterface2 } from "../../rules/targets-are-interface-2";
import { adding, addressesOf, changing, without, type Document } from "../support/document";
import { instanceTargets, interface1AsTarget } from "../support/faults";
import { handWritten, handWrittenNodes } from "../support/hand-written";
import { objections, places } from "./support/objections";
import { record, serving } from "./support/outputs";

const TARGET = "aws_lb_target_group_attachment.https_sems1";

/** The stack of somebody whose nodes are not in EC2: targets are addresses. */
function withoutMachines(): Document {
  const document = handWritten();
  const machines = addressesOf(document, /^aws_(instance|network_interface)\./);
  const addressed = handWrittenNodes(3).reduce(
    (changed, { name, outside }) =>
      ["https", "ldaps"].reduce(
        (again, service) =>
          changing(again, `aws_lb_target_group_attachment.${service}_${name}`, { target_id: outside }),
        changed,
      ),
    document,
  );
  return without(addressed, ...machines);
}

test("leaves addresses of Interface 2 alone", () => {
  expect(objections(targetsAreInterface2, handWritten())).toEqual([]);
  expect(objections(targetsAreInterface2, serving(withoutMachines(), handWrittenNodes(3)))).toEqual([]);
});

test("objects to a target that is a node's primary network interface", () => {
  expect(objections(targetsAreInterface2, interface1AsTarget(handWritten()))).toEqual([
    { address: TARGET, level: "error", message: expect.stringMatching(/10\.0\.11\.10.*aws_instance\.sems1/) },
  ]);
});

test("objects to a target that is the primary address of an instance", () => {
  const document = changing(handWritten(), TARGET, { target_id: "${aws_instance.sems1.private_ip}" });
  expect(objections(targetsAreInterface2, document)).toEqual([
    {
      address: TARGET,
      level: "error",
      message: expect.stringContaining("routed to aws_instance.sems1.private_ip, which is an Interface 1"),
    },
  ]);
});

test("knows the primary network interface by its attachment", () => {
  const apart = changing(handWritten(), "aws_instance.sems1", { network_interface: undefined });
  const attached = (side: string, device: number) => ({
    [`aws_network_interface_attachment.${side}`]: {
      instance_id: "${aws_instance.sems1.id}",
      network_interface_id: `\${aws_network_interface.sems1_${side}.id}`,
      device_index: device,
    },
  });
  const document = adding(apart, { ...attached("inside", 1), ...attached("outside", 0) });
  expect(places(targetsAreInterface2, document)).toEqual([
    [TARGET, "error"],
    ["aws_lb_target_group_attachment.ldaps_sems1", "error"],
  ]);
});

test("objects to a target that an output calls Interface 1", () => {
  const document = changing(withoutMachines(), TARGET, { target_id: "10.0.11.10" });
  const [found] = objections(targetsAreInterface2, serving(document, handWrittenNodes(3)));
  expect(found?.address).toBe(TARGET);
  expect(found?.message).toContain("output.clients_serving_order calls it Interface 1 of sems1");
});

test("objects to a target that a rule lets in to replicate", () => {
  const document = adding(changing(withoutMachines(), TARGET, { target_id: "10.0.11.10" }), {
    "aws_vpc_security_group_ingress_rule.sems1": {
      security_group_id: "${aws_security_group.inside.id}",
      cidr_ipv4: "10.0.11.10/32",
      ip_protocol: "tcp",
      from_port: 444,
      to_port: 444,
    },
  });
  const [found] = objections(targetsAreInterface2, document);
  expect(found?.address).toBe(TARGET);
  expect(found?.message).toContain("aws_vpc_security_group_ingress_rule.sems1 lets it in to replicate");
});

test("objects to a failover record that points straight to an Interface 1", () => {
  const document = changing(
    serving(handWritten(), handWrittenNodes(3)),
    "aws_route53_record.tier2_secondary",
    {
      records: ["10.0.13.10"],
      health_check_id: undefined,
    },
  );
  expect(places(targetsAreInterface2, document)).toEqual([["aws_route53_record.tier2_secondary", "error"]]);
});

test("objects to a record of another name that points there, where an alias leads clients to it", () => {
  const document = changing(
    serving(handWritten(), handWrittenNodes(3)),
    "aws_route53_record.tier2_secondary",
    {
      alias: {
        name: "sems3.example.com",
        zone_id: "${aws_route53_zone.example.zone_id}",
        evaluate_target_health: true,
      },
      records: undefined,
      ttl: undefined,
      health_check_id: undefined,
    },
  );
  const named = adding(document, {
    "aws_route53_record.sems3": record("sems3.example.com", "10.0.13.10"),
  });
  expect(places(targetsAreInterface2, named)).toEqual([["aws_route53_record.sems3", "error"]]);
});

test("leaves instance targets to AWS-NLB-2", () => {
  expect(objections(targetsAreInterface2, instanceTargets(handWritten()))).toEqual([]);
});

test("has no say on an address of which nothing says what it is", () => {
  const document = changing(withoutMachines(), TARGET, { target_id: "10.0.1.77" });
  expect(objections(targetsAreInterface2, document)).toEqual([]);
});
