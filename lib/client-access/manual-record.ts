import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { HostedZone } from "../hosted-zone";
import type { Destination, RecordAnswer } from "./endpoint";

/** Props of `ManualRecord`. */
export interface ManualRecordProps {
  /** The name that clients ask for. */
  readonly fqdn: string;
  /** The zone that holds the name. */
  readonly hostedZone: HostedZone;
  /** Where all clients go. */
  readonly destination: Destination;
}

/**
 * One plain record that leads to one node, whatever its health: to lead elsewhere is one update in place.
 *
 * It has the resource address of the failover records' first one, which Route 53 can exchange for it in one step: a plain
 * record and failover records of one name cannot stand side by side.
 */
export class ManualRecord extends Construct {
  /** The record. */
  public readonly records: readonly Route53Record[];

  public constructor(scope: Construct, id: string, { fqdn, hostedZone, destination }: ManualRecordProps) {
    super(scope, id);
    const record = new Route53Record(new Construct(this, "Tier1"), "Primary", {
      zoneId: hostedZone.id,
      name: fqdn,
      type: "A",
      ...withoutHealthCheck(destination.answer),
      dependsOn: destination.dependsOn && [...destination.dependsOn],
      lifecycle: { createBeforeDestroy: true },
    });
    this.records = [record];
  }
}

/** A plain record has no other one to fall to. */
const withoutHealthCheck = ({ healthCheckId, ...answer }: RecordAnswer): RecordAnswer => answer;
