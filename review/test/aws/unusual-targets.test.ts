import { servicesIn } from "../../aws/services";
import { KEYS, nameOf, ref, ScenarioDocument } from "../support/scenario-document";

describe("what a row rests on", () => {
  test("a routing control, which a person sets, is an assumption", () => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] });
    const health_check_id = document.check(1, { type: "RECOVERY_CONTROL", routing_control_arn: "arn:aws:x" });
    document.failover(KEYS, "PRIMARY", { zone: 1 }, { health_check_id });
    document.failover(KEYS, "SECONDARY", { zone: 2 }, { health_check_id: document.check(2) });

    expect(document.reach()).toEqual({ 1: 1 });
    expect([...document.traffic().assumptions]).toEqual(["routing-control"]);
  });
});

describe("an Application Load Balancer as a target", () => {
  test("is one node in all of its own zones: it serves until the last of them is down", () => {
    const document = new ScenarioDocument().balancer({ zones: [[], []] });
    document.add("aws_lb", "alb", {
      load_balancer_type: "application",
      subnets: [ref("aws_subnet.nlb_1", "id"), ref("aws_subnet.nlb_2", "id")],
    });
    document.group("nlb_443", { target_type: "alb" });
    document.add("aws_lb_target_group_attachment", "alb", {
      target_group_arn: ref("aws_lb_target_group.nlb_443", "arn"),
      target_id: ref("aws_lb.alb", "arn"),
    });
    document.failover(KEYS, "PRIMARY", { name: nameOf(), evaluates: true });
    document.failover(KEYS, "SECONDARY", { values: ["198.51.100.9"] });

    const [service] = servicesIn(document.graph()).services;
    expect(service?.nodes.map(({ name }) => name)).toEqual(["aws_lb.alb"]);
    expect(document.reach({ zonesDown: [1] })).toEqual({ "aws_lb.alb": 1 });
    expect(document.reach({ down: ["aws_lb.alb"] })).toEqual({ elsewhere: 1 });
  });
});

describe("the port of a listener", () => {
  test.each([
    ["is not known", "${var.port}"],
    ["is a number that no port has", 1e49],
  ])("is that of its target group where it %s", (_what, port) => {
    const document = new ScenarioDocument().balancer({ zones: [[1], [2]] }).ordered([1, 2]);
    document.json.resource["aws_lb_listener"] = {
      nlb_443: { ...document.json.resource["aws_lb_listener"]?.["nlb_443"], port },
    };

    expect(servicesIn(document.graph()).services.map((service) => service.port)).toEqual([443]);
  });
});
