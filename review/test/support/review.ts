import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "../../terraform/resource-graph";
import { readDocuments, type ReadDocument } from "../../terraform/document";
import type { Review } from "../../report-model";
import { reviewDocuments } from "../../review";

/** A document that is a configuration, read already. */
export const configurationOf = (graph: Graph): ReadDocument => ({
  name: graph.name,
  kind: "configuration",
  graph,
  before: undefined,
  changes: [],
  incomplete: undefined,
  privateKeys: [],
});

/** The review of Terraform JSON, through a file, as people have it. */
export function reviewOf(json: unknown): Review {
  const folder = mkdtempSync(join(tmpdir(), "sems-review-"));
  try {
    const file = join(folder, "terraform.json");
    writeFileSync(file, JSON.stringify(json));
    return reviewDocuments(file, readDocuments(file), new Map(), { isSems: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What clients meet: the same for a configuration, its plan and its state. */
export const servingNodes = ({ services }: Review) =>
  services.map(({ clientFqdn, port, declared, nodes, states, zones, failover }) => ({
    clientFqdn,
    port,
    declared,
    nodes,
    states,
    zones,
    failover,
  }));
