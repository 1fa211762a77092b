import { reviewDocuments } from "../../review";
import { fromConfiguration } from "../../terraform/configuration";
import { lacking } from "../support/lacking";
import { MENDED } from "../support/mended";
import { configurationOf } from "../support/review";

const right = MENDED["that declares what is meant"];

const findings = (document: unknown) =>
  reviewDocuments("right.json", [configurationOf(fromConfiguration(document, "right.json"))], new Map(), {
    isSems: true,
  }).findings.filter(({ rule }) => rule === "SEMS-INTENT-1");

test("Records of a declared name are no error while the addresses of its load balancer are open", () => {
  expect(findings(right)).toEqual([]);
  const lack = { address: "aws_lb.keys", type: "aws_lb", path: ["subnet_mapping"], how: "unknown" } as const;
  expect(findings(lacking(right, [lack]))).toMatchObject([
    {
      level: "warning",
      message: expect.stringContaining(
        "leaves the subnet_mapping of aws_lb.keys open: review a plan or the state.",
      ),
    },
  ]);
});

test("Nodes are no error while it is open which name their load balancer declares", () => {
  const lack = {
    address: "aws_lb.keys",
    type: "aws_lb",
    path: ["tags", "sems:client-fqdn"],
    how: "unknown",
  } as const;
  expect(findings(lacking(right, [lack]))).toEqual([]);
});
