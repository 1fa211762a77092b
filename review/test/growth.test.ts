import { adding, type Body } from "./support/document";
import { handWritten, handWrittenNodes, tagged } from "./support/hand-written";
import { changesBetween, planBetween } from "./impact/support/plan";
import { reviewOf } from "./support/review";
import { Graph, Resource } from "../terraform/resource-graph";
import { walk, type TraversalStep } from "../terraform/traversal";
import { Unknown } from "../terraform/value";

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));

/** Resources of which nothing changes. */
const CROWDS: Readonly<Record<string, (i: number) => Readonly<Record<string, Body>>>> = {
  certificates: (i) => ({
    [`aws_acm_certificate.c${i}`]: {
      domain_name: `c${i}.example.org`,
      subject_alternative_names: [`d${i}.example.org`],
    },
  }),
  records: (i) => ({
    [`aws_route53_record.r${i}`]: {
      zone_id: "Z1",
      name: `r${i}.example.org`,
      type: "A",
      ttl: 60,
      records: ["10.9.9.9"],
    },
  }),
  "load balancers": (i) => ({
    [`aws_lb.l${i}`]: { name: `l${i}`, load_balancer_type: "network", subnets: [] },
  }),
  "security groups": (i) => ({ [`aws_security_group.g${i}`]: { name: `g${i}`, ingress: [], egress: [] } }),
  "health checks": (i) => ({
    [`aws_route53_health_check.h${i}`]: {
      type: "TCP",
      ip_address: "198.51.100.1",
      port: 443,
      failure_threshold: 3,
    },
  }),
};

/** How often a review reads an attribute, or all resources of a type. */
function stepsOf(work: () => unknown): number {
  const spies = [
    jest.spyOn(Graph.prototype, "all"),
    jest.spyOn(Graph.prototype, "follow"),
    jest.spyOn(Resource.prototype, "known"),
    jest.spyOn(Resource.prototype, "text"),
  ];
  work();
  const steps = spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return steps;
}

const crowd = (of: (i: number) => Readonly<Record<string, Body>>, size: number) =>
  adding(BASE, Object.assign({}, ...Array.from({ length: size }, (_, i) => of(i))) as Record<string, Body>);

describe("the work of a review", () => {
  test.each(Object.entries(CROWDS))("grows as a plan does with %s of which nothing changes", (_what, of) => {
    const [none, some, twice] = [0, 100, 200].map((size) => {
      const document = crowd(of, size);
      return stepsOf(() => reviewOf(planBetween(document, document)));
    });
    const [first, second] = [(some ?? 0) - (none ?? 0), (twice ?? 0) - (none ?? 0)];
    expect(first).toBeGreaterThan(0);
    expect(second).toBeLessThan(2.2 * first);
  });

  test("grows as the number of certificates that change", () => {
    const [some, twice] = [50, 100].map((size) => {
      const document = crowd(CROWDS["certificates"] ?? (() => ({})), size);
      const replaced = Object.fromEntries(
        Array.from({ length: size }, (_, i) => [`aws_acm_certificate.c${i}`, "domain_name"]),
      );
      return stepsOf(() => changesBetween(document, document, { replaced }));
    });
    expect(twice).toBeLessThan(2.2 * (some ?? 0));
  });

  test("follows a long traversal in one step, not in one for each part of it", () => {
    let made = 0;
    const steps: TraversalStep[] = Array.from({ length: 5_000 }, () => ({
      get key() {
        made++;
        return "x";
      },
      bracket: false,
    }));
    const end = walk(new Unknown("aws_lb.a", "aws_lb.a"), steps);
    expect(end).toBeInstanceOf(Unknown);
    expect(end instanceof Unknown ? end.expression : "").toBe(`aws_lb.a${".x".repeat(5_000)}`);
    expect(made).toBeLessThan(3 * steps.length);
  });
});
