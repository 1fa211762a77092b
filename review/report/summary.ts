import type { Service, State } from "../report-model";
import { count } from "./words";

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

/** The states in which clients fare otherwise than the method promises. */
export function exceptions(service: Serving): State[] {
  return service.states.filter((state) => isException(service, state));
}

/** Whether clients fare otherwise than the method promises. */
export function isException(service: Serving, { down, servedBy, lost }: State): boolean {
  const first = orderOf(service).find((node) => !down.includes(node));
  switch (service.declared?.method) {
    // A person leads clients elsewhere, and until then they stay.
    case "manual":
      return false;
    case "weighted":
      return first !== undefined && lost > 0;
    default: {
      const [only, another] = servedBy;
      return first !== undefined && (another !== undefined || only?.node !== first || lost > 0);
    }
  }
}

/** What the method promises of every state of health, and whether it holds. */
export function promise(service: Serving): { readonly holds: boolean; readonly sentence: string } {
  const others = exceptions(service).length;
  const states = count(service.states.length, "state");
  const holds = others === 0;
  switch (service.declared?.method) {
    case "manual":
      return { holds, sentence: "New clients stay with one node until a person leads them to another." };
    case "weighted":
      return {
        holds,
        sentence: holds
          ? `In each of ${states} of health, no new client is lost while a node lives.`
          : `In ${others} of ${states} of health, new clients are lost though a node lives.`,
      };
    default:
      return {
        holds,
        sentence: holds
          ? `In each of ${states} of health, all new clients reach the first living node of the order.`
          : `In ${others} of ${states} of health, new clients do not all reach the first living node of the order.`,
      };
  }
}

/** The order that is meant where it names the same nodes, else that in which they serve. */
function orderOf({ declared, nodes }: Serving): readonly string[] {
  const names = nodes.map(({ name }) => name);
  const order = declared?.order ?? names;
  return order.length === names.length && names.every((name) => order.includes(name)) ? order : names;
}
