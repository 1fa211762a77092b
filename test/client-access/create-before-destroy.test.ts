import type { ClientAccessProps } from "../../lib";
import { resourcesByAddress } from "../support/access";
import { subnet, upTo } from "../support/cluster";
import { createdBeforeDestroyed, referencesOf } from "../support/replacement-order";
import type { Block } from "../support/template";
import { NETWORK, propsOf, refusalOf, WAYS, type Way } from "../support/ways";

/** What may put a fixed address, or an alarm on the load balancer, behind a record. */
const VARIANTS: readonly {
  readonly variant: string;
  readonly changes: (way: Way) => Partial<ClientAccessProps>;
}[] = [
  { variant: "as usual", changes: () => ({}) },
  {
    variant: "with alarms",
    changes: ({ topology }) => (topology === "zonal" ? { endpointHealth: { by: "cloudwatch-alarm" } } : {}),
  },
  { variant: "with a failback delay", changes: () => ({ failbackDelaySeconds: 50 }) },
  {
    variant: "with addresses of one's own",
    changes: ({ scheme, topology, placement }) => ({
      subnets: upTo(3).map((n) =>
        // Per node, an address belongs to a zone with one node.
        topology === "per-node" && (n > 1 || placement === "sharing a zone")
          ? subnet(n)
          : {
              ...subnet(n),
              ...(scheme === "internal"
                ? { privateAddress: `10.0.${n}.5` }
                : { allocationId: `eipalloc-${n}` }),
            },
      ),
    }),
  },
];

const cases = WAYS.filter((way) => refusalOf(way) === undefined).flatMap((way) =>
  VARIANTS.map((variant) => ({ ...way, ...variant })),
);

const hasFixedAddress = (block: Block): boolean =>
  /"(allocation_id|private_ipv4_address)":/.test(JSON.stringify(block["subnet_mapping"]));

describe.each(cases)(
  "$method, $topology, $scheme, $placement, $variant",
  ({ changes, variant: _, ...way }) => {
    const resources = resourcesByAddress({ ...propsOf(way, NETWORK), ...changes(way) });
    const createdFirst = createdBeforeDestroyed(resources);
    const ofType = (type: string): [string, Block][] =>
      [...resources].filter(([address]) => address.startsWith(`${type}.`));

    test("creates no second load balancer with the same fixed address", () => {
      const fixed = ofType("aws_lb").filter(([, block]) => hasFixedAddress(block));
      expect(fixed.map(([address]) => address).filter((address) => createdFirst.has(address))).toEqual([]);
    });

    test("registers no target before it deregisters the same one", () => {
      const attachments = ofType("aws_lb_target_group_attachment").map(([address]) => address);
      expect(attachments).not.toHaveLength(0);
      expect(attachments.filter((address) => createdFirst.has(address))).toEqual([]);
    });

    test("replaces the target groups of a load balancer of which a second one is created first", () => {
      const listeners = ofType("aws_lb_listener");
      expect(listeners).not.toHaveLength(0);
      for (const [, listener] of listeners) {
        const behind = referencesOf(listener);
        const [loadBalancer = ""] = behind.filter((address) => address.startsWith("aws_lb."));
        const groups = behind.filter((address) => address.startsWith("aws_lb_target_group."));
        expect(groups).not.toHaveLength(0);
        for (const group of groups) {
          const { lifecycle } = resources.get(group) ?? {};
          const triggers = createdFirst.has(loadBalancer) ? [`${loadBalancer}.arn`] : undefined;
          expect(lifecycle).toEqual({
            create_before_destroy: true,
            ...(triggers === undefined ? {} : { replace_triggered_by: triggers }),
          });
        }
      }
    });
  },
);
