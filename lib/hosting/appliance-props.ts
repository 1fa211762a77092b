import type { TerraformProvider } from "cdktf";
import { sharedInterfaceAddress } from "../validation/errors";
import { isResolved } from "../tokens";
import { VOLUME_GIB } from "../limits";
import type { Problem } from "../validation/problem";
import { checkZoneName } from "../sems-node";
import {
  checkAwsId,
  checkFqdn,
  checkHostAddress,
  checkLabel,
  checkMembers,
  checkRange,
  checkUnique,
} from "../validation/values";

/** Where an interface of an appliance is. */
export interface ApplianceInterface {
  /** A subnet of the appliance's zone. */
  readonly subnetId: string;
  /**
   * IPv4 address of the subnet. A later change replaces the server.
   * @default - AWS chooses one, which stays as long as the interface
   */
  readonly address?: string;
}

/** A disk in addition to the root disk. */
export interface ApplianceVolume {
  /** The name by which the AMI knows it, such as /dev/sdb. */
  readonly deviceName: string;
  /** Size in GiB. */
  readonly sizeGib: number;
}

/** Props of `SemsAppliance`. */
export interface SemsApplianceProps {
  /** The node's short name. */
  readonly name: string;
  /**
   * Your own AMI of SEMS: no public one exists. Later changes are ignored, as an appliance is updated from within, and a
   * server from another AMI would be a new one.
   */
  readonly amiId: string;
  /** Such as m6i.xlarge. */
  readonly instanceType: string;
  /** The Availability Zone of both subnets. */
  readonly availabilityZone: string;
  /** Replication and administration, with the node's own FQDN. */
  readonly interface1: ApplianceInterface & {
    /** The node's own FQDN, which its Interface 1 certificate names (SEMS-CERT-1). */
    readonly fqdn: string;
  };
  /** Clients. */
  readonly interface2: ApplianceInterface;
  /**
   * Additional security groups for both interfaces, for what else an appliance needs: DNS, NTP, directories, mail.
   * @default - none
   */
  readonly securityGroupIds?: readonly string[];
  /**
   * Size of the root disk in GiB.
   * @default - that of the AMI
   */
  readonly rootVolumeGib?: number;
  /**
   * Disks in addition to the root disk. One of the AMI that is not listed here is encrypted only if the AMI's is.
   * @default - none
   */
  readonly dataVolumes?: readonly ApplianceVolume[];
  /**
   * ARN of the KMS key of the disks, which are always encrypted.
   * @default - the account's key for EBS
   */
  readonly kmsKeyId?: string;
  /**
   * Whether AWS refuses to terminate the server.
   * @default true
   */
  readonly terminationProtection?: boolean;
  /**
   * True while the node is in maintenance.
   * @default false
   */
  readonly maintenance?: boolean;
  /**
   * Provider of every resource; may be an alias.
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}

/** Checks the props of an appliance. */
export function checkAppliance(props: SemsApplianceProps): Problem[] {
  const { interface1, interface2, dataVolumes = [] } = props;
  return [
    ...checkLabel("name", props.name),
    ...checkAwsId("amiId", props.amiId, "ami-"),
    ...checkZoneName("availabilityZone", props.availabilityZone),
    ...checkFqdn("interface1.fqdn", interface1.fqdn),
    ...checkAwsId("interface1.subnetId", interface1.subnetId, "subnet-"),
    ...checkHostAddress("interface1.address", interface1.address),
    ...checkAwsId("interface2.subnetId", interface2.subnetId, "subnet-"),
    ...checkHostAddress("interface2.address", interface2.address),
    ...(isResolved(interface2.address) && interface2.address === interface1.address
      ? [sharedInterfaceAddress("interface2.address", interface2.address, "interface1.address")]
      : []),
    ...checkMembers("securityGroupIds", props.securityGroupIds, (path, id) => checkAwsId(path, id, "sg-")),
    ...checkRange("rootVolumeGib", props.rootVolumeGib, VOLUME_GIB, "GiB"),
    ...dataVolumes.flatMap(({ sizeGib }, i) =>
      checkRange(`dataVolumes[${i}].sizeGib`, sizeGib, VOLUME_GIB, "GiB"),
    ),
    ...checkUnique(
      dataVolumes.map(({ deviceName }, i) => ({ path: `dataVolumes[${i}].deviceName`, value: deviceName })),
    ),
  ];
}
