import { Eip } from "@cdktf/provider-aws/lib/eip";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Annotations, Aspects, TerraformResource, TerraformStack, type IAspect } from "cdktf";
import type { IConstruct } from "constructs";
import { regionOf } from "./provider";
import { expressionOf, isResolved } from "./tokens";

/*
 * AWS's default quotas of an account, a Region or a hosted zone, which client accesses share. A stack is counted as a
 * whole, with what its author added; what else is in the account, only AWS knows.
 */

/** A quota, and what is counted against it. */
interface SharedQuota {
  readonly what: string;
  readonly quota: number;
  readonly per: "account" | "Region" | "hosted zone";
  readonly isCounted: (resource: TerraformResource) => boolean;
  readonly remedy: string;
}

const QUOTAS: readonly SharedQuota[] = [
  {
    // EC2 guide, quotas.
    what: "Elastic IPs",
    quota: 5,
    per: "Region",
    isCounted: (resource) => resource instanceof Eip,
    remedy: "use fewer subnets",
  },
  {
    // NLB guide, quotas.
    what: "Network Load Balancers",
    quota: 50,
    per: "Region",
    isCounted: (resource) => resource instanceof Lb && resource.loadBalancerTypeInput === "network",
    remedy: 'set topology to "zonal", which has one load balancer for all nodes',
  },
  {
    // NLB guide, quotas.
    what: "Target groups",
    quota: 3000,
    per: "Region",
    isCounted: (resource) => resource instanceof LbTargetGroup,
    remedy: "use fewer services",
  },
  {
    // Route 53 guide, quotas.
    what: "Health checks of Route 53",
    quota: 200,
    per: "account",
    isCounted: (resource) => resource instanceof Route53HealthCheck,
    remedy: "set endpointHealth.port to probe one port",
  },
  {
    // Route 53 guide, quotas.
    what: "Records",
    quota: 10_000,
    per: "hosted zone",
    isCounted: (resource) => resource instanceof Route53Record,
    remedy: "use another hosted zone for a part of the clusters",
  },
];

/** Warns, at synthesis, of what the stack of a client access has more of than AWS allows by default. */
export function warnOfStackQuotas(access: IConstruct): void {
  const stack = TerraformStack.of(access);
  const aspects = Aspects.of(stack);
  const counted = aspects.all.find((aspect) => aspect instanceof StackQuotas);
  if (counted instanceof StackQuotas) counted.add(access);
  else aspects.add(new StackQuotas(stack, access));
}

/** Counts when the stack is synthesized, which is when it is complete. */
class StackQuotas implements IAspect {
  readonly #accesses: IConstruct[];
  /** A stack may be synthesized more than once. */
  readonly #warnings = new Set<string>();

  public constructor(
    private readonly stack: TerraformStack,
    access: IConstruct,
  ) {
    this.#accesses = [access];
  }

  public add(access: IConstruct): void {
    this.#accesses.push(access);
  }

  public visit(node: IConstruct): void {
    if (node !== this.stack) return;
    const resources = node.node
      .findAll()
      .filter((child): child is TerraformResource => child instanceof TerraformResource);
    for (const warning of QUOTAS.flatMap((quota) => this.excesses(quota, resources))) {
      if (!this.#warnings.has(warning)) Annotations.of(node).addWarning(warning);
      this.#warnings.add(warning);
    }
  }

  private excesses(shared: SharedQuota, resources: readonly TerraformResource[]): string[] {
    const { what, quota, per, isCounted, remedy } = shared;
    const byPlace = groupBy(resources.filter(isCounted), (resource) => this.placeOf(per, resource));
    return [...byPlace].flatMap(([place, counted]) =>
      counted.length <= quota
        ? []
        : [
            `${what}${place === "" ? "" : ` in ${place}`}: ${counted.length} (${this.sumOf(counted)}), where AWS allows ` +
              `${quota} per ${per} by default. Deploying stops at the quota: ${remedy}, or raise it.`,
          ],
    );
  }

  /** What has the quota; empty where there is one. Providers of one stack are taken for one account. */
  private placeOf(per: SharedQuota["per"], resource: TerraformResource): string {
    if (per === "account") return "";
    if (per === "hosted zone") {
      return resource instanceof Route53Record ? expressionOf(this.stack, resource.zoneIdInput ?? "") : "";
    }
    const region = regionOf(resource, resource.provider);
    return isResolved(region) ? region : (resource.provider?.alias ?? "");
  }

  /** The sum by client access, and what the stack has beside them. */
  private sumOf(counted: readonly TerraformResource[]): string {
    const byAccess = groupBy(counted, ({ node: { scopes } }) =>
      this.#accesses.find((access) => scopes.includes(access)),
    );
    return [...this.#accesses, undefined]
      .flatMap((access) => {
        const count = byAccess.get(access)?.length ?? 0;
        return count === 0 ? [] : [`${count} of ${access?.node.path ?? "other resources"}`];
      })
      .join(" + ");
  }
}

/** Members by key, in the order of the first of each. */
function groupBy<K, T>(members: readonly T[], keyOf: (member: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return groups;
}
