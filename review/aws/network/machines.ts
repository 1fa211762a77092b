import type { Graph, Resource } from "../../terraform/resource-graph";
import { keyOf, type Text } from "../../terraform/value";
import { NetworkInterfaces } from "./network-interfaces";

const HOLDERS = [
  "aws_instance",
  "data.aws_instance",
  "aws_network_interface",
  "data.aws_network_interface",
] as const;

/** Tells machines apart, whichever of their addresses, interfaces or ids is written. */
export class Machines {
  private readonly interfaces: NetworkInterfaces;

  public constructor(private readonly graph: Graph) {
    this.interfaces = new NetworkInterfaces(graph);
  }

  /** The interface, or the instance, that an address or an id names. */
  public holderOf(address: Text): Resource | undefined {
    const holder = this.interfaces.holderOf(address);
    if (holder !== undefined) return holder;
    for (const type of HOLDERS) {
      const named = this.graph.named(address, type);
      if (named !== undefined) return named;
    }
    return undefined;
  }

  /** Key of the machine that has an address or an id: equal keys are one machine. */
  public keyOf(address: Text, holder = this.holderOf(address)): string {
    return holder === undefined ? keyOf(address) : (this.interfaces.instanceOf(holder) ?? holder).address;
  }
}
