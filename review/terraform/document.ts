import { changesOf, type ResourceChange } from "./plan/changes";
import { dependenciesOf, type Dependencies } from "./plan/dependencies";
import { driftOf, type Drift } from "./plan/drift";
import { fromConfiguration } from "./configuration";
import { fromPlan } from "./plan/plan";
import { fromState } from "./state";
import type { Graph } from "./resource-graph";
import { kindOf, type DocumentKind } from "./document-kind";
import { type Decoded, sourcesIn } from "./input";
import { UnreadableInputError } from "./unreadable-input";
import { fieldOf, DepthLimit, TooDeepError } from "./value";
import { hasOneProvider } from "./one-provider";
import { privateKeysIn } from "./private-keys";
export { UnreadableInputError } from "./unreadable-input";
export type { ResourceChange } from "./plan/changes";

/** A Terraform document that was read. */
export interface ReadDocument {
  /** The stack's name in a cdktf.out folder; else the file as given, or `standard input`. */
  readonly name: string;
  readonly kind: DocumentKind;
  /** The resources; of a plan, as they will be. */
  readonly graph: Graph;
  /** What is deployed now; undefined for anything but a plan over a state. */
  readonly before: Graph | undefined;
  /** What the last apply left, where it was changed outside Terraform since. */
  readonly lastApplied?: Graph;
  /** What was changed outside Terraform since the last apply. */
  readonly drift?: readonly Drift[];
  /** What the resources of a plan depend on. */
  readonly dependencies?: Dependencies;
  /** Whether one configuration of the AWS provider has everything. */
  readonly hasOneProvider?: boolean;
  /** What a plan does, resource by resource; empty for anything else. */
  readonly changes: readonly ResourceChange[];
  /** Why a plan shows only a part; undefined where it is whole. */
  readonly incomplete: string | undefined;
  /** Addresses of all that holds a private key. */
  readonly privateKeys: readonly string[];
}

/**
 * Reads a file, standard input for `-`, or each stack of a cdktf.out folder.
 *
 * @throws UnreadableInputError
 */
export const readDocuments = (source: string): ReadDocument[] =>
  Array.from(sourcesIn(source), ({ path, name, read }) => readDocument(read(), name, path));

/**
 * The graph of Terraform JSON of any kind.
 *
 * @throws UnreadableInputError
 */
export const graphOf = (json: unknown, name: string): Graph =>
  readDocument({ json, mentionsKey: false }, name, name).graph;

function readDocument({ json, mentionsKey }: Decoded, name: string, source: string): ReadDocument {
  const found = kindOf(json);
  if ("refusal" in found) throw new UnreadableInputError(source, found.refusal);
  try {
    const privateKeys = mentionsKey ? privateKeysIn(json) : [];
    const { kind } = found;
    return {
      name,
      kind,
      privateKeys,
      hasOneProvider: hasOneProvider(json, kind),
      ...READERS[kind](json, name),
    };
  } catch (error) {
    if (error instanceof TooDeepError) throw new UnreadableInputError(source, error.message);
    throw error;
  }
}

type Contents = Pick<
  ReadDocument,
  "graph" | "before" | "changes" | "incomplete" | "drift" | "lastApplied" | "dependencies"
>;

const READERS: Readonly<Record<DocumentKind, (json: unknown, name: string) => Contents>> = {
  configuration: (json, name) => ({ ...ALONE, graph: fromConfiguration(json, name) }),
  state: (json, name) => ({ ...ALONE, graph: fromState(json, name) }),
  plan: (json, name) => {
    const prior = fieldOf(json, "prior_state");
    const drift = driftOf(json);
    return {
      graph: fromPlan(json, name),
      before: prior === undefined ? undefined : fromState(prior, name, { drift }),
      ...(prior === undefined || drift.length === 0
        ? {}
        : { drift, lastApplied: fromState(prior, name, { drift, side: "before" }) }),
      dependencies: dependenciesOf(json),
      changes: [...changesOf(json, new DepthLimit())],
      incomplete: incompleteness(json),
    };
  },
};

const ALONE = { before: undefined, changes: [], incomplete: undefined };

function incompleteness(plan: unknown): string | undefined {
  if (fieldOf(plan, "errored") === true) return "Terraform met an error while planning";
  return fieldOf(plan, "complete") === false ? "Terraform has put off a part of the changes" : undefined;
}
