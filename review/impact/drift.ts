import { servicesIn, type ClientService } from "../aws/services";
import type { Drift } from "../terraform/plan/drift";
import type { Graph } from "../terraform/resource-graph";
import type { Reviewed } from "../facts/reviewed";
import { listed, percent } from "../wording";
import { NOTHING } from "../aws/scenario";
import { shownServices, type Impact } from "./plan-diff";

/** Resources that were changed outside Terraform, and what was deployed before. */
export interface DriftedDocument {
  readonly drift: readonly Drift[];
  readonly lastApplied: Graph;
}

/** What clients reach now because of changes outside Terraform, beside what the last apply made them reach. */
export function drift(
  { drift: drifted, lastApplied }: DriftedDocument,
  now: Pick<Reviewed, "services">,
): Impact[] {
  const [first] = drifted;
  if (first === undefined) return [];
  const changed = listed(drifted.map((one) => one.address));
  const services = servicesIn(lastApplied).services;
  const moved = new Map<string, ClientService[]>();
  for (const service of services) {
    const today = now.services.find(
      ({ tree, port }) => tree.root.name === service.tree.root.name && port === service.port,
    );
    const [then, here] = [servedBy(service), today === undefined ? NO_NODE : servedBy(today)];
    if (then === here) continue;
    const sentence = `are routed to ${here} now, instead of ${then}`;
    moved.set(sentence, [...(moved.get(sentence) ?? []), service]);
  }
  return [...moved].map(([sentence, own]): Impact => ({
    address: first.address,
    why:
      `Changed outside Terraform since the last apply: ${changed}. Because of it, new clients of ${shownServices(own)} ` +
      `${sentence}.`,
    kind: "drift",
  }));
}

const NO_NODE = "no node";

/** What serves while everything is healthy. */
function servedBy({ nodes, states }: ClientService): string {
  const serving = nodes.flatMap(({ key, name }) => {
    const share = states[0].traffic.shares.get(key) ?? 0;
    return share > NOTHING ? [{ name, share }] : [];
  });
  const [only, another] = serving;
  if (only === undefined) return NO_NODE;
  return another === undefined && only.share > 1 - NOTHING
    ? only.name
    : listed(serving.map(({ name, share }) => `${name} (${percent(share)})`));
}
