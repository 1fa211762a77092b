import { basename } from "node:path";
import type { ReadDocument } from "./document";
import type { Dependencies } from "./plan/dependencies";
import { DocumentLinks } from "./document-links";
import { Relocation } from "./relocation";
import { Graph } from "./resource-graph";
import type { FoundResource, Value } from "./value";

/**
 * Joins documents that refer to each other, each group to one: teams keep DNS, networks and clusters apart. Documents that
 * nothing connects stay apart. In a joined document, addresses begin with the name of the document that they are from.
 */
export function joined(documents: readonly ReadDocument[]): ReadDocument[] {
  if (documents.length < 2) return [...documents];
  const links = new DocumentLinks(documents.map(({ graph }) => graph));
  const labels = labelsOf(documents.map(({ name }) => name));
  return links.groups().map((group): ReadDocument => {
    const [first] = group;
    const members = group.flatMap((i) => documents[i] ?? []);
    const single = first === undefined ? undefined : documents[first];
    if (group.length === 1 && single !== undefined) return single;
    const name = group.map((i) => labels[i] ?? "").join(" + ");
    const prefixOf = (i: number): string => `${labels[i] ?? ""}:`;
    const plans = members.filter(({ kind }) => kind === "plan");
    const isDeployed = members.some(({ kind, before }) => kind !== "plan" || before !== undefined);
    return {
      name,
      kind: plans.length > 0 ? "plan" : (members[0]?.kind ?? "configuration"),
      graph: graphOf(name, group, prefixOf, links, (i) => documents[i]?.graph),
      before:
        plans.length > 0 && isDeployed
          ? graphOf(name, group, prefixOf, links, (i) => {
              const document = documents[i];
              return document?.kind === "plan" ? document.before : document?.graph;
            })
          : undefined,
      dependencies: dependenciesOf(group, documents, prefixOf),
      ...driftOf(group, documents, prefixOf, (graphAt) => graphOf(name, group, prefixOf, links, graphAt)),
      changes: group.flatMap((i) =>
        (documents[i]?.changes ?? []).map(({ address, previousAddress, ...change }) => ({
          ...change,
          address: prefixOf(i) + address,
          ...(previousAddress === undefined ? {} : { previousAddress: prefixOf(i) + previousAddress }),
        })),
      ),
      incomplete: members.find(({ incomplete }) => incomplete !== undefined)?.incomplete,
      privateKeys: group.flatMap((i) => (documents[i]?.privateKeys ?? []).map((key) => prefixOf(i) + key)),
    };
  });
}

/** The dependencies within each of the documents: no plan orders another one's steps. */
function dependenciesOf(
  group: readonly number[],
  documents: readonly ReadDocument[],
  prefixOf: (i: number) => string,
): Dependencies {
  const within = (address: string, side: keyof Dependencies): ReadonlySet<string> => {
    const i = group.find((member) => address.startsWith(prefixOf(member)));
    if (i === undefined) return new Set();
    const own = documents[i]?.dependencies?.[side](address.slice(prefixOf(i).length)) ?? [];
    return new Set(Array.from(own, (other) => prefixOf(i) + other));
  };
  return {
    deployed: (address) => within(address, "deployed"),
    planned: (address) => within(address, "planned"),
  };
}

/** What was changed outside Terraform, in any of the documents; nothing where that is none. */
function driftOf(
  group: readonly number[],
  documents: readonly ReadDocument[],
  prefixOf: (i: number) => string,
  join: (graphAt: (i: number) => Graph | undefined) => Graph,
): Pick<ReadDocument, "drift" | "lastApplied"> {
  const drift = group.flatMap((i) =>
    (documents[i]?.drift ?? []).map((one) => ({ ...one, address: prefixOf(i) + one.address })),
  );
  if (drift.length === 0) return {};
  const lastApplied = join((i) => {
    const { lastApplied: own, before, kind, graph } = documents[i] ?? {};
    return own ?? (kind === "plan" ? before : graph);
  });
  return { drift, lastApplied };
}

/** One graph of several, each with its own prefix. */
function graphOf(
  name: string,
  group: readonly number[],
  prefixOf: (i: number) => string,
  links: DocumentLinks,
  graphAt: (i: number) => Graph | undefined,
): Graph {
  const resources: FoundResource[] = [];
  const outputs = new Map<string, Value>();
  for (const i of group) {
    const graph = graphAt(i);
    if (graph === undefined) continue;
    const relocation = new Relocation(i, prefixOf, links, graphAt);
    // A data source that another document manages, or reads as well, is that one.
    for (const found of graph.sources)
      if (links.sameAs(i, found.address) === undefined) resources.push(relocation.resource(found));
    for (const [output, value] of graph.outputs)
      outputs.set(outputs.has(output) ? prefixOf(i) + output : output, relocation.value(value));
  }
  return new Graph(name, resources, outputs);
}

/** Short names of the documents, each once. */
function labelsOf(names: readonly string[]): string[] {
  const short = names.map((name) => basename(name));
  return names.map((name, i) => {
    const label = short[i] ?? name;
    if (short.filter((other) => other === label).length === 1) return label;
    return names.indexOf(name) === names.lastIndexOf(name) ? name : `${name}#${i + 1}`;
  });
}
