import type { Construct } from "constructs";
import { SemsCluster, type SemsClusterProps } from "../lib";
import { SemsStack, type SemsStackProps } from "./sems-stack";

/** Props of `ClusterStack`. */
export interface ClusterStackProps extends SemsStackProps {
  readonly cluster: SemsClusterProps;
}

/** One cluster in a network, with zones and certificate authorities that exist. */
export class ClusterStack extends SemsStack {
  public readonly cluster: SemsCluster;

  public constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    this.cluster = new SemsCluster(this, "Cluster", props.cluster);
    this.addCluster(this.cluster);
  }
}
