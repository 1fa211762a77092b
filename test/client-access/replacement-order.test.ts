import fc from "fast-check";
import { ClientAccess, type ClientAccessProps } from "../../lib";
import { newStack, subnet, zone } from "../support/cluster";
import { ALL, KINDS, layoutOf, layoutProps, type Kind } from "../support/layouts";
import { blocksOf, createdBeforeDestroyed } from "../support/replacement-order";
import { Template } from "../support/template";

const synthesize = (props: ClientAccessProps): Template => {
  const stack = newStack();
  new ClientAccess(stack, "Access", props);
  return new Template(stack);
};

/** What AWS has only once: its addresses, or the group, address and port that it is identified by. */
function cannotBeCreatedBeforeDestroyed([address, block]: readonly [
  string,
  Readonly<Record<string, unknown>>,
]): boolean {
  return (
    address.startsWith("aws_lb_target_group_attachment.") ||
    /^aws_vpc_security_group_\w+_rule\./.test(address) ||
    (address.startsWith("aws_lb.") && /"(allocation_id|private_ipv4_address)"/.test(JSON.stringify(block)))
  );
}

/** Fixed addresses for some of a client access's subnets; zonal internal ones have theirs. */
function withAddresses(
  { topology, scheme }: Kind,
  props: ClientAccessProps,
  some: readonly number[],
): ClientAccessProps {
  if (topology === "zonal" && scheme === "internal") return props;
  const ownZone = (n: number): boolean =>
    topology === "zonal" ||
    props.nodes.filter(({ interface2 }) => interface2.availabilityZone === zone(n)).length === 1;
  const fixed = (n: number) =>
    scheme === "internal" ? { privateAddress: `10.0.${n}.5` } : { allocationId: `eipalloc-0000000${n}` };
  return {
    ...props,
    subnets: ALL.map((n) => (some.includes(n) && ownZone(n) ? { ...subnet(n), ...fixed(n) } : subnet(n))),
  };
}

/** The ways to find an endpoint's health, where the kind of client access has a choice. */
const healthOf = ({ topology, scheme }: Kind): fc.Arbitrary<Partial<ClientAccessProps>> =>
  topology === "zonal" && scheme === "internet-facing"
    ? fc.constantFrom<Partial<ClientAccessProps>>(
        {},
        { endpointHealth: { by: "cloudwatch-alarm" } },
        { failbackDelaySeconds: 60 },
      )
    : fc.constant({});

describe("Nothing that AWS has only once is created before the old one is destroyed", () => {
  test.each(KINDS)("$method, $topology, $scheme", (kind) => {
    fc.assert(
      fc.property(layoutOf(kind), fc.subarray([...ALL]), healthOf(kind), (layout, some, health) => {
        const props = { ...withAddresses(kind, layoutProps(kind, layout), some), ...health };
        const replaced = createdBeforeDestroyed(blocksOf(synthesize(props).json));
        expect([...replaced].filter(cannotBeCreatedBeforeDestroyed).map(([address]) => address)).toEqual([]);
        expect(replaced.size).toBeGreaterThan(0);
      }),
      { numRuns: 4 },
    );
  });

  test("the check follows references and depends_on, however far", () => {
    const reference = (address: string) => `\${${address}.id}`;
    const json = {
      resource: {
        aws_route53_record: {
          a: {
            lifecycle: { create_before_destroy: true },
            health_check_id: reference("aws_route53_health_check.b"),
          },
        },
        aws_route53_health_check: { b: { depends_on: ["aws_cloudwatch_metric_alarm.c"] } },
        aws_cloudwatch_metric_alarm: { c: { alarm_name: `x ${reference("data.aws_lb.d")}` } },
        aws_lb: { e: {}, f: {} },
      },
      data: { aws_lb: { d: { arn: reference("aws_lb.e") } } },
    };
    expect([...createdBeforeDestroyed(blocksOf(json)).keys()]).toEqual([
      "aws_route53_record.a",
      "aws_route53_health_check.b",
      "aws_cloudwatch_metric_alarm.c",
      "data.aws_lb.d",
      "aws_lb.e",
    ]);
  });
});
