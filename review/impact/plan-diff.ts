import type { ResourceChange } from "../terraform/plan/changes";
import { withoutKeys, type Dependencies } from "../terraform/plan/dependencies";
import type { Graph, Resource } from "../terraform/resource-graph";
import type { Disruption, Effect } from "../report-model";
import { ApplyOrder } from "./apply-order";
import type { ImpactKind } from "./kinds";
import type { LoadBalancer } from "../aws/elb/load-balancer";
import type { ClientService } from "../aws/services";
import { reviewedIn, type Reviewed } from "../facts/reviewed";

/** Something that people notice. */
export interface Impact extends Pick<Disruption, "address" | "why" | "action"> {
  readonly kind: ImpactKind;
  /** What it does to clients, where that is not what its kind usually does. */
  readonly effect?: Effect;
}

const NO_DEPENDENCIES: Dependencies = { deployed: () => new Set(), planned: () => new Set() };

/** What a plan does to what is deployed. */
export class PlanDiff {
  public readonly before: Reviewed;
  private applyOrder: ApplyOrder | undefined;
  private readonly byAddressBefore: ReadonlyMap<string, ResourceChange>;

  public constructor(
    public readonly changes: readonly ResourceChange[],
    before: Graph,
    public readonly after: Reviewed,
    private readonly dependencies: Dependencies = NO_DEPENDENCIES,
  ) {
    this.before = reviewedIn(before);
    this.byAddressBefore = new Map(
      changes.map((change) => [change.previousAddress ?? change.address, change] as const),
    );
  }

  /** The order in which Terraform applies the changes. */
  public get order(): ApplyOrder {
    return (this.applyOrder ??= new ApplyOrder(this.changes, this.dependencies));
  }

  /** What is created first and depends on a resource: Terraform then creates that first, too. */
  public createdFirstAbove(address: string): ResourceChange[] {
    const place = withoutKeys(address);
    return this.changes.filter(
      ({ address: own, createsFirst }) =>
        createsFirst && this.dependencies.planned(withoutKeys(own)).has(place),
    );
  }

  /** What happens to a deployed resource; undefined for nothing. */
  public changeOf({ address }: Resource): ResourceChange | undefined {
    const change = this.byAddressBefore.get(address);
    // To be moved to another address is no change.
    return change === undefined || change.action === "none" || change.action === "read" ? undefined : change;
  }

  /** The change that destroys a resource, with or without another in its place. */
  public removalOf(
    resource: Resource,
  ): (ResourceChange & { readonly action: "replace" | "delete" }) | undefined {
    const change = this.changeOf(resource);
    if (change === undefined) return undefined;
    const { action } = change;
    return action === "replace" || action === "delete" ? { ...change, action } : undefined;
  }

  /** The same resource as it will be; undefined where it goes for good. */
  public next(resource: Resource): Resource | undefined {
    const change = this.byAddressBefore.get(resource.address);
    return this.after.graph.at(change?.address ?? resource.address);
  }

  /** The load balancers that clients are routed to now, with the services behind each. */
  public balancers(): ReadonlyMap<LoadBalancer, readonly ClientService[]> {
    const balancers = new Map<LoadBalancer, ClientService[]>();
    for (const service of this.before.services) {
      for (const balancer of service.tree.balancers) {
        const known = balancers.get(balancer);
        if (known === undefined) balancers.set(balancer, [service]);
        else known.push(service);
      }
    }
    return balancers;
  }
}

/** Services for people: `keys.example.com (389, 443)`. */
export function shownServices(services: readonly ClientService[]): string {
  const ports = new Map<string, Set<number>>();
  for (const { clientFqdn, port } of services)
    ports.set(clientFqdn, (ports.get(clientFqdn) ?? new Set()).add(port));
  const names = [...ports].map(([name, own]) => `${name} (${[...own].sort((a, b) => a - b).join(", ")})`);
  return names.join(" and ");
}

/** What forces a replacement, to follow what is replaced. */
export function cause({ replacePaths }: ResourceChange): string {
  const [first] = replacePaths;
  return first === undefined ? "" : ` because of ${first.replace(/\.\d+(?=\.|$)/g, "")}`;
}
