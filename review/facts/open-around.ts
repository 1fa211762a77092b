import type { OpenResource } from "../aws/open-attributes";
import type { RecordTree } from "../aws/route53/record-targets";
import type { Routing } from "../aws/routing";
import type { Resource } from "../terraform/resource-graph";
import { resourcesBehind } from "./resources-behind";

/** What a document leaves open, by the names whose clients it may matter to. */
export class OpenAround {
  private namesOf: ReadonlyMap<Resource, ReadonlySet<RecordTree>> | undefined;

  public constructor(
    private readonly routing: Routing,
    private readonly trees: readonly RecordTree[],
    /** All resources that route clients, or let them in, of which the document leaves open how. */
    public readonly all: readonly OpenResource[],
  ) {}

  /** Whether what is open may be part of what happens at a resource: what may belong to anything may be, everywhere. */
  public concerns(address: string): boolean {
    if (this.all.length === 0) return false;
    if (this.all.some(({ isOfAnything }) => isOfAnything)) return true;
    const resource = this.routing.graph.at(address);
    const names = resource === undefined ? undefined : this.read().get(resource);
    // A resource that belongs to no name may rest on whatever is in the document.
    return names === undefined || this.all.some((open) => this.isOf(names, open.resource));
  }

  private isOf(names: ReadonlySet<RecordTree>, open: Resource): boolean {
    const owners = OWNERS.flatMap(([argument, type]) => open.link(argument, type) ?? []);
    return [open, ...owners].some((resource) =>
      [...(this.read().get(resource) ?? [])].some((name) => names.has(name)),
    );
  }

  private read(): ReadonlyMap<Resource, ReadonlySet<RecordTree>> {
    this.namesOf ??= this.namesByResource();
    return this.namesOf;
  }

  private namesByResource(): Map<Resource, Set<RecordTree>> {
    const { securityGroups } = this.routing;
    const names = new Map<Resource, Set<RecordTree>>();
    const add = (resource: Resource, tree: RecordTree): void => {
      names.set(resource, (names.get(resource) ?? new Set()).add(tree));
    };
    for (const tree of this.trees) {
      for (const resource of resourcesBehind(this.routing, tree)) add(resource, tree);
      for (const { groups } of tree.balancers)
        for (const { holder } of groups.flatMap(({ targets }) => targets))
          if (holder !== undefined) add(holder, tree);
    }
    for (const group of securityGroups.all) {
      for (const attached of securityGroups.attachedTo(group))
        for (const tree of names.get(attached) ?? []) add(group, tree);
    }
    return names;
  }
}

/** Arguments by which a resource names what it belongs to. */
const OWNERS = [
  ["load_balancer_arn", "aws_lb"],
  ["target_group_arn", "aws_lb_target_group"],
  ["security_group_id", "aws_security_group"],
  ["security_group_id", "aws_default_security_group"],
] as const;
