import type { Problem } from "./validation/problem";
import type { Loose } from "./known";
import { checkAwsId, checkFqdn } from "./validation/values";

/** A Route 53 hosted zone. */
export interface HostedZone {
  /** Id, such as Z0123456789ABCDEFGHIJ. */
  readonly id: string;
  /** Domain name, such as example.com. */
  readonly name: string;
}

/** Checks the form of a hosted zone's id and name. */
export function checkHostedZone(where: string, zone: Loose<HostedZone> | undefined): Problem[] {
  return [
    ...checkAwsId(`${where}.id`, zone?.id, "Z"),
    ...checkFqdn(`${where}.name`, zone?.name?.replace(/\.$/, "")),
  ];
}
