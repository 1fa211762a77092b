import type { FaultCase } from "./fault-case";
import * as faults from "./faults";
import { plain } from "./mended";
import * as more from "./more-faults";

const https = ["aws_lb_target_group.https"];
const balancer = ["aws_lb.keys"];

/** Mistakes in the load balancer, and in what is open to whom. */
export const LOAD_BALANCER_FAULTS: readonly FaultCase[] = [
  {
    what: "two nodes in one zone",
    document: faults.twoNodesInOneZone(plain),
    rule: "AWS-NLB-4",
    at: ["aws_lb.keys", "aws_lb.keys"],
    says: /address in us-east-1a reaches 10\.0\.1\.10 and 10\.0\.1\.11 .*spread over them/,
    also: ["SEMS-LB-1", "SEMS-LB-2"],
  },
  {
    what: "cross-zone balancing",
    document: faults.crossZoneOn(plain),
    rule: "AWS-NLB-4",
    at: balancer,
    says: /address of each zone reaches the nodes of all zones/,
    also: ["SEMS-LB-1", "SEMS-LB-2"],
  },
  {
    what: "cross-zone balancing of one target group",
    document: faults.crossZoneOnAtTheGroup(plain),
    rule: "AWS-NLB-4",
    at: https,
    says: /Set load_balancing_cross_zone_enabled to false/,
    also: ["SEMS-LB-1", "SEMS-LB-2"],
  },
  {
    what: "weights of Route 53 for fail-over",
    document: faults.weightsOfRoute53(plain),
    rule: "SEMS-LB-3",
    at: ["aws_route53_record.first"],
    says: /by weight \(100, 1\), .* 99 % to 10\.0\.1\.10 and 1 % to 10\.0\.2\.10/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a backup target group of weight 1",
    document: faults.staticWeights(100, 1)(plain),
    rule: "SEMS-LB-3",
    at: ["aws_lb_listener.https"],
    says: /static weights, .* no failover.* with 10\.0\.1\.10 down, 99 % of the clients reach nothing/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "a backup target group of weight 0",
    document: faults.staticWeights(100, 0)(plain),
    rule: "SEMS-LB-3",
    at: ["aws_lb_listener.https"],
    says: /with 10\.0\.1\.10 down, 100 % of the clients reach nothing/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "an empty target group",
    document: faults.emptyGroup(plain),
    rule: "AWS-NLB-6",
    at: ["aws_lb_target_group.ldaps"],
    says: /nothing answers on port 636, and Route 53 considers all of aws_lb\.keys unhealthy/,
    also: ["SEMS-LB-2"],
  },
  {
    what: "instances for targets",
    document: faults.instanceTargets(plain),
    rule: "AWS-NLB-2",
    at: https,
    says: /primary network interface: that is Interface 1/,
  },
  {
    what: "Interface 1 for a target",
    document: faults.interface1AsTarget(plain),
    rule: "SEMS-LB-5",
    at: ["aws_lb_target_group_attachment.https_sems1"],
    says: /10\.0\.11\.10, which is an Interface 1/,
    also: ["AWS-SEC-3"],
  },
  {
    what: "persistence by cookie",
    document: faults.cookieStickiness(plain),
    rule: "SEMS-LB-4",
    at: https,
    says: /lb_cookie.* breaks the enrollment of clients/,
  },
  {
    what: "a choice of node without persistence",
    document: more.choiceWithoutStickiness(plain),
    rule: "SEMS-LB-4",
    at: https,
    says: /Each new connection of a client may go to another one of 3 nodes/,
    also: ["SEMS-LB-1", "SEMS-LB-2", "AWS-NLB-4"],
  },
  {
    what: "TLS that ends at the load balancer",
    document: faults.tlsListener(plain),
    rule: "SEMS-CERT-3",
    at: ["aws_lb_listener.https"],
    says: /TLS of the clients on port 443 ends at the load balancer/,
  },
  {
    what: "TLS from the load balancer to the nodes",
    document: faults.tlsGroup(plain),
    rule: "SEMS-CERT-3",
    at: https,
    says: /no client's TLS ends on a node/,
  },
  {
    what: "persistence on a TLS target group",
    document: faults.stickyTlsGroup(plain),
    rule: "AWS-NLB-5",
    at: https,
    says: /AWS refuses stickiness on a target group of protocol TLS/,
    also: ["SEMS-CERT-3"],
  },
  {
    what: "replication behind the load balancer",
    document: faults.behindTheLoadBalancer(444)(plain),
    rule: "SEMS-LB-6",
    at: ["aws_lb_listener.port_444"],
    says: /exposes port 444 \(replication\)/,
    // Nothing checks the port that is added.
    also: ["SEMS-LB-2", "AWS-SEC-3"],
  },
  {
    what: "the administration console behind a client's port",
    document: faults.adminPortAsTarget(plain),
    rule: "SEMS-LB-6",
    at: ["aws_lb_target_group_attachment.https_sems1"],
    says: /routed to port 9000 \(administration console\)/,
    also: ["AWS-SEC-3"],
  },
  {
    what: "mail from the load balancer's own address",
    document: more.mailWithoutSource(plain),
    rule: "SEMS-LB-8",
    at: ["aws_lb_target_group.port_25"],
    says: /cannot tell outbound from inbound mail/,
    // Nothing checks the port that is added.
    also: ["SEMS-LB-2", "AWS-SEC-3"],
  },
  {
    what: "an administration console that is open to the internet",
    document: faults.publicConsole(plain),
    rule: "AWS-SEC-2",
    at: ["aws_security_group_rule.console"],
    says: /open to the internet/,
  },
  {
    what: "a load balancer without a security group",
    document: more.noSecurityGroup(plain),
    rule: "AWS-NLB-1",
    at: balancer,
    says: /everyone reaches its listeners, and it cannot get a first group later/,
    also: ["AWS-SEC-3"],
  },
  {
    what: "a health check without its protocol",
    document: more.unwrittenHealthCheck(plain),
    rule: "AWS-NLB-3",
    at: https,
    says: /the provider makes that HTTP, .* every node counts as unhealthy/,
  },
];
