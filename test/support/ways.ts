import { ClientService, LoadBalancingMethod, type ClientAccessProps, type SemsNode } from "../../lib";
import { hostedZone, subnet, upTo } from "./cluster";

/** KB 156803's methods, in its order of preference. */
export const METHODS = ["fail-over", "ordered-list", "weighted", "manual"] as const;
export const TOPOLOGIES = ["zonal", "per-node"] as const;
export const SCHEMES = ["internet-facing", "internal"] as const;
/** Where the nodes are, and whether they take mail. */
export const PLACEMENTS = ["a zone each", "sharing a zone", "outside the VPC", "with mail"] as const;

/** One of the ways to direct clients: a cell of the table in docs/traffic-distribution.md. */
export interface Way {
  readonly method: (typeof METHODS)[number];
  readonly topology: (typeof TOPOLOGIES)[number];
  readonly scheme: (typeof SCHEMES)[number];
  readonly placement: (typeof PLACEMENTS)[number];
}

/** All of them. */
export const WAYS: readonly Way[] = METHODS.flatMap((method) =>
  TOPOLOGIES.flatMap((topology) =>
    SCHEMES.flatMap((scheme) => PLACEMENTS.map((placement) => ({ method, topology, scheme, placement }))),
  ),
);

/** A way's name in a resource address or a domain name. */
export const nameOf = ({ method, topology, scheme, placement }: Way): string =>
  [method, topology, scheme, placement].join("-").replaceAll(" ", "-").toLowerCase();

/** Why a way is refused, in the words of that table; undefined for one that works. */
export function refusalOf({ method, topology, placement }: Way): string | undefined {
  if (topology === "zonal" && placement === "sharing a zone") return "AWS-NLB-4";
  return method === "weighted" && placement === "with mail" ? "SEMS-LB-8" : undefined;
}

/** The network of all ways: what exists before them. */
export interface Network {
  readonly vpcId: string;
  readonly hostedZone: { readonly id: string; readonly name: string };
  /** Three of them; `10.42.N.0/24` in zone number N, from 1 on. */
  readonly subnets: readonly { readonly id: string; readonly availabilityZone: string }[];
}

/** A network that does not exist: for what is never deployed. */
export const NETWORK: Network = {
  vpcId: "vpc-1",
  hostedZone,
  subnets: upTo(3).map(subnet),
};

/** The number of nodes that a method is tried with. */
const nodesOf = ({ method }: Way): number => (method === "fail-over" ? 2 : 3);

/**
 * A client access that directs clients in a way.
 *
 * @param number keeps the addresses of one way apart from those of another
 */
export function propsOf(way: Way, network: Network, number = 1): ClientAccessProps {
  const { scheme, topology, placement } = way;
  const needsAddresses = scheme === "internal" && topology === "zonal";
  return {
    clientFqdn: `${nameOf(way)}.${network.hostedZone.name}`,
    vpcId: network.vpcId,
    hostedZone: network.hostedZone,
    nodes: upTo(nodesOf(way)).map((n) => nodeOf(way, network, n, number)),
    scheme,
    topology,
    method: methodOf(way),
    subnets: network.subnets.map((subnet, i) =>
      needsAddresses ? { ...subnet, privateAddress: `10.42.${i + 1}.${100 + number}` } : subnet,
    ),
    deletionProtection: false,
    ...(placement === "with mail"
      ? { services: [ClientService.HTTPS, ClientService.SMTP], preserveClientIp: way.method !== "weighted" }
      : {}),
  };
}

function nodeOf({ placement }: Way, network: Network, n: number, number: number): SemsNode {
  // Two nodes in the first zone.
  const zone = placement === "sharing a zone" && n === 2 ? 1 : n;
  const outsideVpc = placement === "outside the VPC";
  const address = (host: number) =>
    outsideVpc ? `192.168.${n}.${host + number}` : `10.42.${n}.${host + number}`;
  return {
    name: `sems${n}`,
    interface1: { fqdn: `sems${n}.${network.hostedZone.name}`, address: address(10) },
    interface2: {
      address: address(150),
      availabilityZone: network.subnets[zone - 1]?.availabilityZone ?? "",
      outsideVpc,
    },
  };
}

function methodOf({ method }: Way): LoadBalancingMethod {
  switch (method) {
    case "fail-over":
      return LoadBalancingMethod.failOver();
    case "ordered-list":
      return LoadBalancingMethod.orderedList();
    case "weighted":
      return LoadBalancingMethod.weighted();
    case "manual":
      return LoadBalancingMethod.manual("sems2");
  }
}
