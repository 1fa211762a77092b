import type { Service, State } from "../review";

type Serving = Pick<Service, "declared" | "nodes" | "states" | "zones">;

/** A row of the fail-over table that a reader looks for first. */
export interface Row {
  readonly dead: "nothing" | "node" | "zone" | "everything";
  /** Of the dead node or zone, else empty. */
  readonly name: string;
  readonly state: State;
}

/** All alive, each node dead, each zone dead, all dead. */
export function mainRows({ nodes, states, zones }: Serving): Row[] {
  const ofStates = (dead: Row["dead"], number: number) =>
    states
      .filter(({ down }) => down.length === number)
      .map((state): Row => ({ dead, name: dead === "node" ? (state.down[0] ?? "") : "", state }));
  return [
    ...ofStates("nothing", 0),
    ...(nodes.length > 1 ? ofStates("node", 1) : []),
    ...zones.map((state): Row => ({ dead: "zone", name: state.zone, state })),
    ...(nodes.length > 0 ? ofStates("everything", nodes.length) : []),
  ];
}

/** The states in which some new clients reach another than the first living node of the order, or nobody. */
export function exceptions(service: Serving): State[] {
  return service.states.filter((state) => isException(service, state));
}

/** Whether some new clients reach another than the first living node of the order, or nobody. */
export function isException(service: Serving, { down, servedBy, lost }: State): boolean {
  const first = orderOf(service).find((node) => !down.includes(node));
  const [only, another] = servedBy;
  return first !== undefined && (another !== undefined || only?.node !== first || lost > 0);
}

/** The order that is meant where it names the same nodes, else that in which they serve. */
function orderOf({ declared, nodes }: Serving): readonly string[] {
  const names = nodes.map(({ name }) => name);
  const order = declared?.order ?? names;
  return order.length === names.length && names.every((name) => order.includes(name)) ? order : names;
}
