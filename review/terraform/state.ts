import { withDrift, type Drift } from "./plan/drift";
import { type FoundResource, entriesOf, fieldOf, DepthLimit, plain, plainValues } from "./value";
import { Graph } from "./resource-graph";
import { listedResources } from "./state-resource";

/** What was changed outside Terraform, and whether to read it as it was or as it is. */
export interface StateOptions {
  readonly drift?: readonly Drift[];
  readonly side?: "before" | "after";
}

/**
 * Reads what `terraform show -json` prints of a state, in which all is known.
 *
 * @param options of a plan's prior state: what was changed outside Terraform, and which side of it to read

 * @throws TooDeepError
 */
export function fromState(
  json: unknown,
  name: string,
  { drift = [], side = "after" }: StateOptions = {},
): Graph {
  const values = fieldOf(json, "values");
  const nesting = new DepthLimit();
  const outputs = entriesOf(fieldOf(values, "outputs")).map(
    ([output, body]) => [output, plain(fieldOf(body, "value"), nesting)] as const,
  );
  return new Graph(
    name,
    withDrift(resourcesOf(fieldOf(values, "root_module"), nesting), drift, side),
    new Map(outputs),
  );
}

function* resourcesOf(root: unknown, nesting: DepthLimit): Generator<FoundResource> {
  for (const { address, type, module, key, values } of listedResources(root)) {
    const found = { address, type, module, values: plainValues(values, nesting) };
    yield key === undefined ? found : { ...found, key: String(key) };
  }
}
