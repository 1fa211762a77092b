import type { Problem } from "./validation/problem";
import type { DeepPartial } from "./tokens";
import { checkAwsId, checkFqdn } from "./validation/values";

/** A Route 53 hosted zone. */
export interface HostedZone {
  /** Id, such as Z0123456789ABCDEFGHIJ. */
  readonly id: string;
  /** Domain name, such as example.com. */
  readonly name: string;
}

/** Checks the form of a hosted zone's id and name. */
export function checkHostedZone(path: string, zone: DeepPartial<HostedZone> | undefined): Problem[] {
  return [
    ...checkAwsId(`${path}.id`, zone?.id, "Z"),
    ...checkFqdn(`${path}.name`, zone?.name?.replace(/\.$/, "")),
  ];
}
