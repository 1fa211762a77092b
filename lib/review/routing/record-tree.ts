import type { Resource } from "../graph/graph";
import { keyOf, type Text } from "../graph/value";
import type { LoadBalancer } from "./load-balancer";
import type { RecordEntry, RecordSet } from "./record-set";
import { cnameOf, type Routing } from "./routing";

/** A record of a tree, and what it leads to. */
export interface Branch {
  readonly set: RecordSet;
  readonly entry: RecordEntry;
  readonly leads: readonly Lead[];
}

/** What one value of a record, or its alias, leads to. */
export type Lead =
  | { readonly kind: "set"; readonly set: RecordSet }
  | {
      readonly kind: "balancer";
      readonly balancer: LoadBalancer;
      readonly zone?: string;
      readonly value: Text;
    }
  | { readonly kind: "node"; readonly node: string; readonly value: Text }
  | { readonly kind: "beyond"; readonly value: Text };

/** All that a name may lead to, in any world. */
export interface RecordTree {
  readonly root: RecordSet;
  /** The root first, each set once. */
  readonly sets: readonly RecordSet[];
  readonly branches: readonly Branch[];
  readonly balancers: readonly LoadBalancer[];
}

/** Follows all records of a set, dead or alive. */
export function recordTree(routing: Routing, root: RecordSet): RecordTree {
  const sets = new Set([root]);
  const branches: Branch[] = [];
  for (const set of sets) {
    for (const entry of set.entries) {
      const leads = leadsOf(routing, set, entry);
      branches.push({ set, entry, leads });
      for (const lead of leads) if (lead.kind === "set") sets.add(lead.set);
    }
  }
  const balancers = branches.flatMap(({ leads }) =>
    leads.flatMap((lead) => (lead.kind === "balancer" ? [lead.balancer] : [])),
  );
  return { root, sets: [...sets], branches, balancers: [...new Set(balancers)] };
}

function leadsOf(routing: Routing, set: RecordSet, entry: RecordEntry): Lead[] {
  const { resource } = entry;
  const name = aliasOf(resource) ?? cnameOf(set, resource);
  if (name === undefined) return resource.texts("records").map((value) => leadOfAddress(routing, value));
  const holder = routing.addresses.balancerNamed(name);
  if (holder?.kind === "balancer") {
    const zone = holder.zone === undefined ? {} : { zone: holder.zone.name };
    return [{ kind: "balancer", balancer: holder.balancer, value: name, ...zone }];
  }
  const next = routing.next(set, entry);
  return [next === undefined ? { kind: "beyond", value: name } : { kind: "set", set: next }];
}

function leadOfAddress(routing: Routing, value: Text): Lead {
  const holder = routing.addresses.holderOf(value);
  if (holder?.kind === "zone") {
    return { kind: "balancer", balancer: holder.balancer, zone: holder.zone.name, value };
  }
  return holder?.kind === "node" ? { kind: "node", node: holder.node, value } : { kind: "beyond", value };
}

/** The name that a record is an alias for. */
export const aliasOf = (record: Resource): Text | undefined => record.blocks("alias")[0]?.text("name");

/** Tells sets apart. */
export const setKey = ({ zone, name, type }: RecordSet): string => JSON.stringify([zone.key, name, type]);

/** Tells leads apart. */
export const leadKey = (lead: Lead): string => (lead.kind === "set" ? setKey(lead.set) : keyOf(lead.value));
