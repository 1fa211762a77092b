import { listed } from "../wording";
import type { StepOf } from "./apply-order";
import type { PlanDiff } from "./plan-diff";

/** More addresses than a sentence holds. */
const MOST_NAMED = 4;

/** What clients depend on most comes first. */
const BY_WEIGHT: readonly string[] = [
  "aws_lb_listener",
  "aws_route53_record",
  "aws_lb",
  "aws_lb_target_group_attachment",
  "aws_eip",
];

/** What is destroyed already when an apply stops because AWS refuses steps, as a sentence. */
export function goneByThen({ order }: PlanDiff, failed: readonly StepOf[]): string {
  const destroyed = order.destroyedDespite(failed).sort((a, b) => weightOf(a.type) - weightOf(b.type));
  if (destroyed.length === 0) return "Nothing is destroyed by then.";
  const unwritten = order.unwritten(failed);
  const missing = destroyed.filter(({ address }) => unwritten.has(address));
  const verb = destroyed.length === 1 ? "is" : "are";
  const again =
    missing.length === 0
      ? ""
      : missing.length === destroyed.length
        ? `, and ${verb} not created again until an apply succeeds`
        : `; ${named(missing)} ${missing.length === 1 ? "is" : "are"} not created again until an apply succeeds`;
  return `When the apply stops, ${named(destroyed)} ${verb} destroyed already${again}.`;
}

function weightOf(type: string): number {
  const place = BY_WEIGHT.indexOf(type);
  return place < 0 ? BY_WEIGHT.length : place;
}

/** Addresses for people: the first few, and how many more. */
export function named(resources: readonly { readonly address: string }[]): string {
  const addresses = [...new Set(resources.map(({ address }) => address))];
  const rest = addresses.length - MOST_NAMED;
  return listed(rest > 1 ? [...addresses.slice(0, MOST_NAMED), `${rest} more`] : addresses);
}
