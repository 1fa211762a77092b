import assert from "node:assert/strict";

/** A review that has found the cluster: its first node. */
export function checkReview(review: string): void {
  assert.match(review, /^1 {2}sems1 /m, "the review has no first node");
}
