import type { Resource } from "../../terraform/resource-graph";

/** The region that an alarm is in: by its ARN, else by the zone that it counts in; undefined where neither is known. */
export function regionOf(alarm: Resource): string | undefined {
  const ofArn = alarm.known("arn")?.split(":")[3];
  if (ofArn !== undefined && ofArn !== "") return ofArn;
  const zone = alarm.entries("dimensions").get("AvailabilityZone");
  return typeof zone === "string" ? /^[a-z]{2}(?:-[a-z]+)+-\d+(?=[a-z]|-)/.exec(zone)?.[0] : undefined;
}

/** The region in which a check looks for its alarm, where that is another than the alarm's; undefined where it fits. */
export function otherRegionOf(check: Resource, alarm: Resource): string | undefined {
  const [looked, region] = [check.known("cloudwatch_alarm_region"), regionOf(alarm)];
  return looked === undefined || region === undefined || looked === region ? undefined : looked;
}
