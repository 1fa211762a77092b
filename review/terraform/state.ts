import { type FoundResource, entriesOf, fieldOf, DepthLimit, plain, plainValues } from "./value";
import { Graph } from "./resource-graph";
import { listedResources } from "./state-resource";

/**
 * Reads what `terraform show -json` prints of a state, in which all is known.
 *
 * @throws TooDeepError
 */
export function fromState(json: unknown, name: string): Graph {
  const values = fieldOf(json, "values");
  const nesting = new DepthLimit();
  const outputs = entriesOf(fieldOf(values, "outputs")).map(
    ([output, body]) => [output, plain(fieldOf(body, "value"), nesting)] as const,
  );
  return new Graph(name, resourcesOf(fieldOf(values, "root_module"), nesting), new Map(outputs));
}

function* resourcesOf(root: unknown, nesting: DepthLimit): Generator<FoundResource> {
  for (const { address, type, module, key, values } of listedResources(root)) {
    const found = { address, type, module, values: plainValues(values, nesting) };
    yield key === undefined ? found : { ...found, key: String(key) };
  }
}
