import { reviewedIn } from "../../facts/reviewed";
import { subjectOf } from "../../facts/subject";
import { sourceAddressNeedsTheVpc } from "../../rules/source-address-needs-the-vpc";
import { graphOf } from "../../terraform/document";
import { changing } from "../support/document";
import { behindTheLoadBalancer } from "../support/faults";
import { objectionsOf } from "../support/findings";
import { plain } from "../support/mended";
import { KEYS, nameOf, ScenarioDocument } from "../support/scenario-document";

/** Two nodes of the data center, or of the VPC. */
function pair(availability_zone: string | undefined, preserve_client_ip: boolean): unknown {
  const document = new ScenarioDocument();
  for (const n of [1, 2]) {
    const name = `nlb${n}`;
    document.balancer({ name, zones: [[]] }).group(`${name}_443`, { preserve_client_ip });
    document.target(`${name}_443`, n, availability_zone === undefined ? {} : { availability_zone });
    document.failover(KEYS, n === 1 ? "PRIMARY" : "SECONDARY", { name: nameOf(name), evaluates: true });
  }
  return document.json;
}

describe("AWS-NLB-7", () => {
  test("objects to preserved client addresses for targets outside the VPC", () => {
    expect(objectionsOf("AWS-NLB-7", pair("all", true))).toEqual([
      expect.stringMatching(
        /^warning aws_lb_target_group\.nlb1_443: preserve_client_ip is true, and aws_lb_target_group_attach/,
      ),
      expect.stringMatching(/^warning aws_lb_target_group\.nlb2_443/),
    ]);
  });

  test("lets targets in the VPC pass, and those outside whose clients' addresses are not kept", () => {
    expect(objectionsOf("AWS-NLB-7", pair(undefined, true))).toEqual([]);
    expect(objectionsOf("AWS-NLB-7", pair("all", false))).toEqual([]);
  });

  test("leaves mail to SEMS-LB-8, which says more of it, where SEMS serves the clients", () => {
    const document = changing(
      changing(behindTheLoadBalancer(25)(plain), "aws_lb_target_group.port_25", { preserve_client_ip: true }),
      "aws_lb_target_group_attachment.port_25_sems2",
      { target_id: "192.168.1.10", availability_zone: "all" },
    );
    const found = (isSems: boolean): string[] => {
      const subject = subjectOf(reviewedIn(graphOf(document, "document")), { isSems });
      return sourceAddressNeedsTheVpc.violations(subject).map(({ address }) => address);
    };
    expect([true, false].map(found)).toEqual([[], ["aws_lb_target_group.port_25"]]);
  });
});
