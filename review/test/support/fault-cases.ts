import { DECLARED_FAULTS } from "./declared-fault-cases";
import type { FaultCase } from "./fault-case";
import { LOAD_BALANCER_FAULTS } from "./load-balancer-fault-cases";
import { RECORD_FAULTS } from "./record-fault-cases";

/** Every mistake that the review is to find. */
export const FAULT_CASES: readonly FaultCase[] = [
  ...LOAD_BALANCER_FAULTS,
  ...RECORD_FAULTS,
  ...DECLARED_FAULTS,
];
