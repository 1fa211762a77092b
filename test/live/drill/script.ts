import type { DataPlane } from "../data-plane";
import type { ClientName, Description } from "../description";

/** One thing that happens to the cluster. */
export interface DrillStep {
  readonly title: string;
  readonly apply: (plane: DataPlane) => Promise<void>;
}

/** The set script: the first node, its zone, the first two nodes; after each, everything is back. */
export function setScript(plane: DataPlane, { nodes }: ClientName): DrillStep[] {
  const servers = plane.description.nodes.filter(({ address }) => nodes.includes(address));
  const [first, second] = servers;
  if (first === undefined || second === undefined) throw new Error("a drill needs two nodes");
  const down = (title: string, some: typeof servers): DrillStep[] => [
    { title: `${title} down`, apply: (running) => setAll(running, some, "down") },
    { title: `${title} back`, apply: (running) => setAll(running, some, "serving") },
  ];
  return [
    ...down(first.name, [first]),
    { title: `zone ${first.zone} down`, apply: (running) => running.setZone(first.zone, true) },
    { title: `zone ${first.zone} back`, apply: (running) => running.setZone(first.zone, false) },
    ...(servers.length > 2 ? down(`${first.name} and ${second.name}`, [first, second]) : []),
  ];
}

async function setAll(
  plane: DataPlane,
  nodes: readonly { readonly address: string }[],
  state: "down" | "serving",
): Promise<void> {
  for (const { address } of nodes) await plane.setNode(address, state);
}

const STATES = {
  down: "down",
  blackhole: "black-holed",
  tls: "tls-broken",
  http: "http-broken",
  lock: "locked",
  back: "serving",
} as const;

/** The commands of an interactive drill, for its prompt. */
export const COMMANDS = `${Object.keys(STATES).join(" | ")} NODE, zone-down ZONE, zone-back ZONE, quit`;

/** The step of a command; undefined where it is none. */
export function commandStep(
  plane: { readonly description: Pick<Description, "nodes"> },
  line: string,
): DrillStep | undefined {
  const [verb = "", what = ""] = line.trim().split(/\s+/);
  const { nodes } = plane.description;
  if (verb === "zone-down" || verb === "zone-back") {
    if (!nodes.some(({ zone }) => zone === what)) return undefined;
    return { title: line.trim(), apply: (running) => running.setZone(what, verb === "zone-down") };
  }
  const state = Object.entries(STATES).find(([name]) => name === verb)?.[1];
  const node = nodes.find(({ name }) => name === what);
  if (state === undefined || node === undefined) return undefined;
  return { title: line.trim(), apply: (running) => running.setNode(node.address, state) };
}
