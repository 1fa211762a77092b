import { formatProblem, printable, type Problem } from "../lib/validation/problem";

/** Thrown with every problem of a config file, one line each. */
export class InvalidConfigError extends Error {
  public constructor(
    public readonly file: string,
    public readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super([`${printable(file)}: ${count}`, ...problems.map(formatProblem)].join("\n  "));
    this.name = "InvalidConfigError";
  }
}
