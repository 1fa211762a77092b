/** One thing that is wrong with what the user wrote. */
export interface Problem {
  /** Path of the value, in the words of the props and of the config file: `nodes[2].interface2.address`. */
  readonly path: string;
  /** What was found. */
  readonly actual: string;
  /** What is allowed, or what to do. */
  readonly expected: string;
  /** Rule id (docs/rules.md), where a rule asks for it. */
  readonly rule?: string;
}

/** The place of a key: below another place, or at the top where that is empty. */
export const under = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** A text on one line, in which characters that steer a terminal or cannot be seen are visible as escapes. */
export const printable = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );

/** One line: where, found, allowed, rule. */
export function formatProblem(problem: Problem): string {
  const rule = problem.rule === undefined ? "" : ` [${problem.rule}]`;
  const path = problem.path === "" ? "" : `${problem.path}: `;
  return printable(`${path}found ${problem.actual}; allowed: ${problem.expected}${rule}`);
}

/** Thrown by the constructs: all problems of their props, one line each. */
export class InvalidPropsError extends Error {
  // Private fields: Node would print others after the message, which has them already.
  readonly #constructPath: string;
  readonly #problems: readonly Problem[];

  public constructor(constructPath: string, problems: readonly Problem[]) {
    super([`${constructPath} cannot be built:`, ...problems.map(formatProblem)].join("\n  "));
    this.name = "InvalidPropsError";
    this.#constructPath = constructPath;
    this.#problems = problems;
  }

  /** Path of the construct. */
  public get constructPath(): string {
    return this.#constructPath;
  }

  /** Everything that is wrong, in the order of the props. */
  public get problems(): readonly Problem[] {
    return this.#problems;
  }
}

/** Throws all problems together; returns where there are none. */
export function throwIfInvalid(constructPath: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidPropsError(constructPath, problems);
}

const validated = new WeakSet<object>();

/** Marks the props that a construct has validated, so that the constructs which it makes of them do not validate again. */
export function asValidated<T extends object>(props: T): T {
  validated.add(props);
  return props;
}

/** Validates a construct's props, unless the construct that made it has validated them. */
export function validateProps(constructPath: string, props: object, check: () => readonly Problem[]): void {
  if (!validated.has(props)) throwIfInvalid(constructPath, check());
}
