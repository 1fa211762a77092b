import { Session, type Profiler } from "node:inspector";
import { setFlagsFromString } from "node:v8";

/*
 * V8 counts the blocks of code that it enters: a measure of work that is the same on an idle and on a busy machine. What
 * the runtime does inside a built-in function, a single search of a text for instance, counts as nothing. Nor does what
 * optimized code does, and when code is optimized depends on the machine: it is not while V8 counts.
 */
const session = new Session();

beforeAll(() => {
  setFlagsFromString("--no-maglev");
  setFlagsFromString("--no-opt");
  session.connect();
  session.post("Profiler.enable");
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
});

afterAll(() => {
  session.post("Profiler.stopPreciseCoverage");
  session.post("Profiler.disable");
  session.disconnect();
  setFlagsFromString("--opt");
});

/** How many blocks of code a piece of work enters. */
export function countSteps(work: () => unknown): number {
  takeCoverage();
  work();
  const steps = takeCoverage()
    .flatMap(({ functions }) => functions)
    .flatMap(({ ranges }) => ranges)
    .reduce((sum, { count }) => sum + count, 0);
  if (steps === 0) throw new Error("V8 counted no step of this work");
  return steps;
}

/** More than the growth of work on an input of twice the size, where the work grows with the size; not with its square. */
export const AT_MOST_LINEAR = 2.5;

/** By what factor the steps grow when the input grows from the first size to the second. */
export function growthOf(
  workOf: (size: number) => () => unknown,
  [small, large]: readonly [number, number],
): number {
  // What is computed once for a process is not the input's.
  workOf(small)();
  return countSteps(workOf(large)) / countSteps(workOf(small));
}

/** What was counted since the last call. The answer comes before `post` returns: the session is of this thread. */
function takeCoverage(): Profiler.ScriptCoverage[] {
  let coverage: Profiler.ScriptCoverage[] | undefined;
  session.post("Profiler.takePreciseCoverage", (_error, result) => {
    coverage = result.result;
  });
  if (coverage === undefined) throw new Error("V8 has no count");
  return coverage;
}
