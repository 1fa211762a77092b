import { Instance } from "@cdktf/provider-aws/lib/instance";
import { NetworkInterface } from "@cdktf/provider-aws/lib/network-interface";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { applianceWithoutCluster } from "../validation/errors";
import { formatProblem, throwIfInvalid } from "../validation/problem";
import { useProvider } from "../provider";
import { clusterOf, registerApplianceNode, type ClusterSecurityGroups } from "../cluster-membership";
import type { SemsNode } from "../sems-node";
import { type ApplianceInterface, type SemsApplianceProps, checkAppliance } from "./appliance-props";

/**
 * A SEMS server on EC2; whether Broadcom supports this is not established. Two network
 * interfaces, encrypted disks that outlive the server, IMDSv2 only, and protection from termination.
 *
 * Pass `clusterNode` to a cluster's `nodes`: the interfaces then get the security groups of that cluster.
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

  public constructor(scope: Construct, id: string, props: SemsApplianceProps) {
    super(scope, id);
    throwIfInvalid(this.node.path, checkAppliance(props));
    const { name, availabilityZone, securityGroupIds = [] } = props;
    const cluster = (): ClusterSecurityGroups | undefined => clusterOf(this.clusterNode);
    this.interface1 = this.addInterface("Interface1", props.interface1, name, () => {
      const replication = cluster()?.replication.securityGroup.id;
      return [...(replication === undefined ? [] : [replication]), ...securityGroupIds];
    });
    this.interface2 = this.addInterface("Interface2", props.interface2, name, () => [
      ...(cluster()?.clientAccess ?? []).map(({ securityGroups }) => securityGroups.interface2.id),
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
    registerApplianceNode(this.clusterNode);
    // AWS would give interfaces without a group the VPC's default one.
    this.node.addValidation({
      validate: () => (cluster() === undefined ? [formatProblem(applianceWithoutCluster(name))] : []),
    });
    useProvider(this, props.provider);
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
      // Known once a cluster has the node; the cluster needs the interfaces' addresses first.
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
