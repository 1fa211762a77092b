import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { applianceInTwoClusters, applianceNotInCluster, applianceWithoutCluster } from "../validation/errors";
import { formatProblem, throwIfInvalid } from "../validation/problem";
import { useProvider } from "../provider";
import type { SemsCluster } from "../sems-cluster";
import type { SemsNode } from "../sems-node";
import { type ApplianceInterface, type SemsApplianceProps, checkAppliance } from "./appliance-props";

/**
 * A SEMS server on EC2, for those whose server may run there: Broadcom's support for it is not established. Two network
 * interfaces, encrypted disks that outlive the server, metadata by IMDSv2 alone, and protection from termination.
 *
 * Hand `clusterNode` to the cluster, then the cluster to `join`, which gives the interfaces its security groups.
 *
 * @throws InvalidPropsError with everything that is wrong with the props
 */
export class SemsAppliance extends Construct {
  /** The node, with the addresses of its two interfaces: for `nodes` of the cluster. */
  public readonly clusterNode: SemsNode;
  /** Replication and administration: the server's primary interface. */
  public readonly interface1: NetworkInterface;
  /** Clients. */
  public readonly interface2: NetworkInterface;
  /** The server. */
  public readonly instance: Instance;
  #cluster: SemsCluster | undefined;

  public constructor(scope: Construct, id: string, props: SemsApplianceProps) {
    super(scope, id);
    throwIfInvalid(this.node.path, checkAppliance(props));
    const { name, availabilityZone, securityGroupIds = [] } = props;
    this.interface1 = this.addInterface("Interface1", props.interface1, name, () => [
      ...(this.#cluster === undefined ? [] : [this.#cluster.replication.securityGroup.id]),
      ...securityGroupIds,
    ]);
    this.interface2 = this.addInterface("Interface2", props.interface2, name, () => [
      ...(this.#cluster?.clientAccess ?? []).map(({ securityGroups }) => securityGroups.interface2.id),
      ...securityGroupIds,
    ]);
    this.instance = this.addInstance(props);
    this.clusterNode = {
      name,
      interface1: {
        fqdn: props.interface1.fqdn,
        address: props.interface1.address ?? this.interface1.privateIp,
      },
      interface2: { address: props.interface2.address ?? this.interface2.privateIp, availabilityZone },
      maintenance: props.maintenance,
    };
    // AWS would give interfaces without a group the VPC's default one.
    this.node.addValidation({
      validate: () => (this.#cluster === undefined ? [formatProblem(applianceWithoutCluster(name))] : []),
    });
    useProvider(this, props.provider);
  }

  /**
   * Gives the interfaces the cluster's security groups.
   *
   * @throws InvalidPropsError unless the cluster has this node, and is the only one
   */
  public join(cluster: SemsCluster): void {
    const { name } = this.clusterNode;
    throwIfInvalid(this.node.path, [
      ...(cluster.nodes.includes(this.clusterNode) ? [] : [applianceNotInCluster(name)]),
      ...(this.#cluster === undefined ? [] : [applianceInTwoClusters(name)]),
    ]);
    this.#cluster = cluster;
  }

  private addInterface(
    id: string,
    { subnetId, address }: ApplianceInterface,
    name: string,
    securityGroups: () => string[],
  ): NetworkInterface {
    return new NetworkInterface(this, id, {
      subnetId,
      ...(address === undefined ? {} : { privateIps: [address] }),
      // Known once the appliance has joined its cluster, which needs the interfaces' addresses first.
      securityGroups: Lazy.listValue({ produce: securityGroups }),
      tags: { Name: `${name} ${id}` },
    });
  }

  private addInstance(props: SemsApplianceProps): Instance {
    const { dataVolumes = [] } = props;
    const disk = {
      encrypted: true,
      deleteOnTermination: false,
      ...(props.kmsKeyId === undefined ? {} : { kmsKeyId: props.kmsKeyId }),
    };
    return new Instance(this, "Resource", {
      ami: props.amiId,
      instanceType: props.instanceType,
      availabilityZone: props.availabilityZone,
      // AWS-NLB-2: the primary interface is Interface 1.
      networkInterface: [
        { deviceIndex: 0, networkInterfaceId: this.interface1.id },
        { deviceIndex: 1, networkInterfaceId: this.interface2.id },
      ],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      disableApiTermination: props.terminationProtection ?? true,
      rootBlockDevice: {
        ...disk,
        ...(props.rootVolumeGib === undefined ? {} : { volumeSize: props.rootVolumeGib }),
      },
      ...(dataVolumes.length === 0
        ? {}
        : {
            ebsBlockDevice: dataVolumes.map(({ deviceName, sizeGib }) => ({
              ...disk,
              deviceName,
              volumeSize: sizeGib,
            })),
          }),
      tags: { Name: props.name },
      lifecycle: { ignoreChanges: ["ami"] },
    });
  }
}
