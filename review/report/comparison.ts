import type { Service, State } from "../report-model";
import { percent } from "../wording";
import { mainRows, servedBy, TABLE_HEADS, type Row } from "./summary";

/** A row of the failover table, beside what it is now where the change makes a difference to the service. */
export interface ComparedRow extends Omit<Row, "state"> {
  /** What happens after the change; null where what is down does not exist then. */
  readonly state: State | null;
  /** What happens now; null where what is down does not exist yet, or nothing differs in the whole table. */
  readonly before: State | null;
  /** Whether the change makes a difference to this row. */
  readonly differs: boolean;
}

/** The failover table. */
export interface FailoverRows {
  readonly heads: readonly string[];
  /** Whether the rows tell what happens now, besides what will. */
  readonly compares: boolean;
  readonly rows: readonly ComparedRow[];
}

const [DOWN, REACH, UNSERVED, ASSUMPTIONS] = TABLE_HEADS;

/** The rows of a service that a reader looks for first. */
export function failoverRows(
  service: Pick<Service, "declared" | "nodes" | "states" | "zones" | "serviceStates" | "before">,
): FailoverRows {
  const rows = mainRows(service);
  const { before } = service;
  if (before === undefined) {
    return {
      heads: TABLE_HEADS,
      compares: false,
      rows: rows.map((row) => ({ ...row, before: null, differs: false })),
    };
  }
  const now = new Map(mainRows({ ...before, declared: null }).map((row) => [keyOf(row), row] as const));
  const kept = rows.map((row): ComparedRow => {
    const state = now.get(keyOf(row))?.state ?? null;
    now.delete(keyOf(row));
    return { ...row, before: state, differs: state === null || !isSame(state, row.state) };
  });
  const gone = [...now.values()].map((row): ComparedRow => ({
    ...row,
    state: null,
    before: row.state,
    differs: true,
  }));
  // What no longer exists comes before the row for everything, which is the last one.
  const last = kept.filter(({ down }) => down === "everything");
  return {
    heads: [DOWN, `${REACH} now`, "After the change", UNSERVED, ASSUMPTIONS],
    compares: true,
    rows: [
      ...kept.filter(({ down }) => down !== "everything"),
      ...gone.filter(({ down }) => down !== "everything"),
      ...last,
    ],
  };
}

const keyOf = ({ down, name }: Pick<Row, "down" | "name">): string => JSON.stringify([down, name]);

/** Whether the same clients are served by the same nodes. */
const isSame = (a: State, b: State): boolean => shares(a) === shares(b);

const shares = ({ servedBy: nodes, lost }: State): string =>
  JSON.stringify([nodes.map(({ node, share }) => [node, share.toFixed(9)]), lost.toFixed(9)]);

/** Which nodes serve in one of the columns; what is down may not exist then. */
export function servedIn<Name>(
  state: State | null,
  absent: "not there yet" | "no longer there",
  name: (node: string) => Name,
): (Name | string)[] {
  return state === null ? [absent] : servedBy(state, name);
}

/** The part of the clients that is not served: now and then, where that differs. */
export function unserved({ state, before, differs }: ComparedRow): string {
  const then = state === null ? "" : part(state.lost);
  const now = before === null || !differs ? then : part(before.lost);
  return now === then || state === null ? then : `${now || "0 %"} → ${then || "0 %"}`;
}

const part = (lost: number): string => (lost > 0 ? percent(lost) : "");
