import type { Description } from "../description";
import { clientNames } from "./client-names";
import { resourcesOf } from "./document";
import { healthChecks } from "./health-checks";
import { hostedZones } from "./hosted-zones";
import { loadBalancers } from "./load-balancers";
import { nodesOf } from "./nodes";
import { Network } from "./network";

/**
 * Reads what the data plane is built from out of a `cdk.tf.json` or the JSON of a state.
 *
 * @throws for a document that is neither, or that holds what the data plane does not do
 */
export function describeDocument(document: unknown): Description {
  const resources = resourcesOf(document);
  const network = new Network(resources);
  const zones = hostedZones(resources);
  const balancers = loadBalancers(resources, network);
  const nodes = nodesOf(resources, balancers, network, zones);
  return {
    zones,
    checks: healthChecks(resources),
    loadBalancers: balancers,
    nodes,
    names: clientNames(zones, balancers),
  };
}
