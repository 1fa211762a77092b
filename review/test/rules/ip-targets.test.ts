import { ipTargets } from "../../rules/ip-targets";
import { changing } from "../support/document";
import { plain } from "../support/mended";
import { objections } from "./support/objections";

const GROUP = "aws_lb_target_group.https";

test.each([
  ["instance", true, "error", "that is Interface 1, where the cluster replicates"],
  [
    "instance",
    false,
    "warning",
    "If clients are to reach another address of an instance, set target_type to ip",
  ],
  ["alb", true, "error", "Application Load Balancer, where the clients' TLS would end"],
  ["alb", false, "warning", "Application Load Balancer: which targets it chooses is not reviewed"],
] as const)("targets of type %s, where SEMS serves: %s", (target_type, isSems, level, words) => {
  const document = changing(plain, GROUP, { target_type });
  expect(objections(ipTargets, document, { isSems })).toEqual([
    { address: GROUP, level, message: expect.stringContaining(words) },
  ]);
});

test("without being told, a review takes what serves for SEMS", () => {
  const levels = ["instance", "alb"].map(
    (target_type) => objections(ipTargets, changing(plain, GROUP, { target_type }))[0]?.level,
  );
  expect(levels).toEqual(["error", "error"]);
});

test("addresses are what targets should be", () => {
  expect(objections(ipTargets, plain)).toEqual([]);
});
