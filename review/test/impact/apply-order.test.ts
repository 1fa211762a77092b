import { ApplyOrder } from "../../impact/apply-order";
import type { Action, ResourceChange } from "../../terraform/plan/changes";

const change = (address: string, action: Action, createsFirst = false): ResourceChange => ({
  address,
  type: "t",
  mode: "managed",
  action,
  createsFirst,
  before: new Map(),
  after: new Map(),
  replacePaths: [],
});

/** The order of a plan in which what is listed depends on what follows it, now and then. */
function orderOf(changes: readonly ResourceChange[], needs: Readonly<Record<string, readonly string[]>>) {
  const behind = (address: string) => new Set(needs[address]);
  return new ApplyOrder(changes, { deployed: behind, planned: behind });
}

test("what depends on something is destroyed before it, and written after it", () => {
  const order = orderOf([change("t.listener", "replace"), change("t.lb", "replace")], {
    "t.listener": ["t.lb"],
  });
  expect(order.isBefore(["destroy", "t.listener"], ["destroy", "t.lb"])).toBe(true);
  expect(order.isBefore(["destroy", "t.lb"], ["write", "t.lb"])).toBe(true);
  expect(order.isBefore(["write", "t.lb"], ["write", "t.listener"])).toBe(true);
  expect(order.isBefore(["write", "t.lb"], ["destroy", "t.listener"])).toBe(false);
});

test("what is created first is destroyed after what depends on it is written", () => {
  const order = orderOf([change("t.alarm", "update"), change("t.lb", "replace", true)], {
    "t.alarm": ["t.lb"],
  });
  expect(order.isBefore(["write", "t.lb"], ["write", "t.alarm"])).toBe(true);
  expect(order.isBefore(["write", "t.alarm"], ["destroy", "t.lb"])).toBe(true);
});

test("what is deleted is destroyed before what referred to it is updated", () => {
  const order = orderOf([change("t.lb", "update"), change("t.group", "delete")], { "t.lb": ["t.group"] });
  expect(order.isBefore(["destroy", "t.group"], ["write", "t.lb"])).toBe(true);
});

test("what nothing orders is in no order", () => {
  const order = orderOf([change("t.a", "delete"), change("t.b", "create")], {});
  expect(order.isBefore(["destroy", "t.a"], ["write", "t.b"])).toBe(false);
  expect(order.isBefore(["write", "t.b"], ["destroy", "t.a"])).toBe(false);
});

// The address waits for the old load balancer, which waits for the new one.
test("a step that fails keeps from running what waits for it, and nothing else", () => {
  const order = orderOf(
    [
      change("t.listener", "replace"),
      change("t.lb", "replace", true),
      change("t.eip", "delete"),
      change("t.unrelated", "delete"),
    ],
    { "t.listener": ["t.lb"], "t.lb": ["t.eip"] },
  );
  expect(order.destroyedDespite([["write", "t.lb"]]).map(({ address }) => address)).toEqual([
    "t.listener",
    "t.unrelated",
  ]);
  expect([...order.unwritten([["write", "t.lb"]])]).toEqual(["t.lb", "t.listener"]);
  expect(order.destroyedDespite([]).length).toBe(4);
});

test("dependencies in a circle end", () => {
  const order = orderOf([change("t.a", "replace"), change("t.b", "replace")], {
    "t.a": ["t.b"],
    "t.b": ["t.a"],
  });
  expect(order.isBefore(["destroy", "t.a"], ["write", "t.b"])).toBe(true);
});
