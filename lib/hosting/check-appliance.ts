import { sharedInterfaceAddress } from "../validation/errors";
import { isKnown } from "../known";
import type { Problem } from "../validation/problem";
import { checkZoneName } from "../sems-node";
import {
  checkAwsId,
  checkFqdn,
  checkIpv4,
  checkLabel,
  checkMembers,
  checkRange,
  checkUnique,
} from "../validation/values";
import type { SemsApplianceProps } from "./appliance-props";

/** Range of EBS, GiB. */
const VOLUME = { min: 1, max: 65_536 };

/** Checks the props of an appliance. */
export function checkAppliance(props: SemsApplianceProps): Problem[] {
  const { interface1, interface2, dataVolumes = [] } = props;
  return [
    ...checkLabel("name", props.name),
    ...checkAwsId("amiId", props.amiId, "ami-"),
    ...checkZoneName("availabilityZone", props.availabilityZone),
    ...checkFqdn("interface1.fqdn", interface1.fqdn),
    ...checkAwsId("interface1.subnetId", interface1.subnetId, "subnet-"),
    ...checkIpv4("interface1.address", interface1.address),
    ...checkAwsId("interface2.subnetId", interface2.subnetId, "subnet-"),
    ...checkIpv4("interface2.address", interface2.address),
    ...(isKnown(interface2.address) && interface2.address === interface1.address
      ? [sharedInterfaceAddress("interface2.address", interface2.address, "interface1.address")]
      : []),
    ...checkMembers("securityGroupIds", props.securityGroupIds, (where, id) => checkAwsId(where, id, "sg-")),
    ...checkRange("rootVolumeGib", props.rootVolumeGib, VOLUME, "GiB"),
    ...dataVolumes.flatMap(({ sizeGib }, i) =>
      checkRange(`dataVolumes[${i}].sizeGib`, sizeGib, VOLUME, "GiB"),
    ),
    ...checkUnique(
      dataVolumes.map(({ deviceName }, i) => ({ where: `dataVolumes[${i}].deviceName`, value: deviceName })),
    ),
  ];
}
