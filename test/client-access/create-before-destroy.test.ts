import type { ClientAccessProps } from "../../lib";
import { resourcesByAddress } from "../support/access";
import { subnet, upTo } from "../support/cluster";
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

/** Addresses of the resources to which a block refers, in values, depends_on and replace_triggered_by. */
function referencesOf(block: Block, resources: ReadonlyMap<string, Block>): string[] {
  const { "//": _metadata, ...written } = block;
  const words = JSON.stringify(written).match(/\baws_\w+\.[\w-]+/g) ?? [];
  return words.filter((word) => resources.has(word));
}

const isCreatedFirst = ({ lifecycle }: Block): boolean =>
  JSON.stringify(lifecycle ?? {}).includes('"create_before_destroy":true');

/** What Terraform creates before it destroys: resources that say so, and everything that they refer to. */
function createdBeforeDestroyed(resources: ReadonlyMap<string, Block>): Set<string> {
  const found = new Set<string>();
  const visit = (address: string): void => {
    const block = resources.get(address);
    if (block === undefined || found.has(address)) return;
    found.add(address);
    referencesOf(block, resources).forEach(visit);
  };
  for (const [address, block] of resources) if (isCreatedFirst(block)) visit(address);
  return found;
}

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
        const behind = referencesOf(listener, resources);
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
