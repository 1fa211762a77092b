import type { Routing } from "../aws/routing";
import { servicesIn, type ClientService } from "../aws/services";
import type { Graph } from "../terraform/resource-graph";
import { Interface1 } from "./interface1";
import { SecurityGroupRoles } from "./security-group-roles";

/** A document with what serves clients in it, and what it specifies of the nodes: as deployed, or as it will be. */
export interface Reviewed {
  readonly graph: Graph;
  readonly routing: Routing;
  /** Empty where nothing in the document serves clients of a cluster: then most rules have no say. */
  readonly services: readonly ClientService[];
  readonly interface1: Interface1;
  readonly securityGroupRoles: SecurityGroupRoles;
}

/** Finds what serves clients in a document. */
export function reviewedIn(graph: Graph): Reviewed {
  const { routing, services } = servicesIn(graph);
  const interface1 = new Interface1(routing, services);
  return {
    graph,
    routing,
    services,
    interface1,
    securityGroupRoles: new SecurityGroupRoles(routing.securityGroups, interface1),
  };
}
