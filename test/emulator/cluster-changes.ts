import type { ClientAccessProps } from "../../lib";
import { propsOf, type Network, type Way } from "../support/ways";

/** What changes may use: the network of a scheme, and an Elastic IP that exists. */
export interface Surroundings {
  readonly networkOf: (scheme: Way["scheme"]) => Network;
  readonly allocationId: string;
}

/** A client access before and after one change. */
export interface ClusterChange {
  readonly name: string;
  /** Whether it replaces a load balancer: that takes the provider minutes. */
  readonly replacesLoadBalancer: boolean;
  /** @param number distinguishes the addresses of one change from those of another */
  readonly before: (around: Surroundings, number: number) => ClientAccessProps;
  readonly after: (around: Surroundings, number: number) => ClientAccessProps;
}

const access =
  (
    way: Partial<Way>,
    changes: (props: ClientAccessProps, around: Surroundings) => Partial<ClientAccessProps>,
  ) =>
  (around: Surroundings, number: number): ClientAccessProps => {
    const whole: Way = {
      method: "fail-over",
      topology: "per-node",
      scheme: "internal",
      placement: "a zone each",
      ...way,
    };
    const props = propsOf(whole, around.networkOf(whole.scheme), number);
    return { ...props, ...changes(props, around), clientFqdn: `change${number}.${props.hostedZone.name}` };
  };

const same = (): Partial<ClientAccessProps> => ({});
const withoutLastSubnet = ({ subnets }: ClientAccessProps) => ({ subnets: subnets.slice(0, 2) });

/** The first node, inside the VPC or outside. */
const firstNode =
  (outsideVpc: boolean) =>
  ({ nodes }: ClientAccessProps) => ({
    nodes: nodes.map((node, i) =>
      i > 0 ? node : { ...node, interface2: { ...node.interface2, outsideVpc } },
    ),
  });

const inOneStep = (
  name: string,
  replacesLoadBalancer: boolean,
  before: ClusterChange["before"],
  after: ClusterChange["after"],
): ClusterChange => ({ name, replacesLoadBalancer, before, after });

/** Changes of a deployed client access that Terraform applies in one go. */
export const CLUSTER_CHANGES: readonly ClusterChange[] = [
  inOneStep(
    "a node is no longer outside the VPC",
    false,
    access({}, firstNode(true)),
    access({}, firstNode(false)),
  ),
  inOneStep(
    "the order of the nodes",
    false,
    access({}, same),
    access({}, ({ nodes }) => ({ nodes: [...nodes].reverse() })),
  ),
  inOneStep(
    "a subnet removed, with alarms",
    true,
    access({ topology: "zonal" }, same),
    access({ topology: "zonal" }, withoutLastSubnet),
  ),
  inOneStep("another scheme", true, access({}, same), access({ scheme: "internet-facing" }, same)),
  inOneStep(
    "an Elastic IP given later",
    true,
    access({ scheme: "internet-facing" }, same),
    access({ scheme: "internet-facing" }, ({ subnets }, { allocationId }) => ({
      subnets: subnets.map((subnet, i) => (i === 0 ? { ...subnet, allocationId } : subnet)),
    })),
  ),
];
