import { call, templateOf } from "./functions";
import type { DepthLimit, Value } from "./value";
import type { Scope } from "./scope";
import { SPLAT, walk, type TraversalStep } from "./traversal";
const NAME = /[A-Za-z_][\w-]*/y;
const NUMBER = /-?\d+(?:\.\d+)?/y;
const SPACE = /\s*/y;
const STAR = /\[\s*\*\s*\]|\.\s*\*/y;

/** Thrown inside for what this does not evaluate: operators, conditions, loops. */
class NotFollowedError extends Error {}

/**
 * Evaluates an expression as far as references, indexes, literals and a few functions go; any other is an unknown value
 * that equals its like.
 *
 * @throws TooDeepError
 */
export function evaluateExpression(text: string, scope: Scope, nesting: DepthLimit): Value {
  try {
    return new Evaluation(text, scope, nesting).all();
  } catch (error) {
    if (error instanceof NotFollowedError) return scope.opaque(text.trim());
    throw error;
  }
}

/**
 * Evaluates a text with `${…}` in it.
 *
 * @throws TooDeepError
 */
export function evaluateTemplate(text: string, scope: Scope, nesting: DepthLimit): Value {
  const parts: Value[] = [];
  let literal = "";
  let at = 0;
  for (;;) {
    MARK.lastIndex = at;
    const mark = MARK.exec(text);
    literal += text.slice(at, mark?.index);
    if (mark === null) break;
    const [sign] = mark;
    at = MARK.lastIndex;
    if (sign.length === 3) {
      // `$${` is an escaped `${`.
      literal += sign.slice(1);
      continue;
    }
    const end = endOf("{", text, at);
    // Directives such as `%{ if … }` choose between texts.
    if (end === undefined || sign === "%{") return scope.opaque(text);
    if (literal !== "") parts.push(literal);
    literal = "";
    const inner = text.slice(at, end);
    parts.push(nesting.deeper(() => evaluateExpression(inner, scope, nesting)));
    at = end + 1;
  }
  if (literal !== "" || parts.length === 0) parts.push(literal);
  return templateOf(parts) ?? scope.opaque(text);
}

const MARK = /\$\$\{|%%\{|\$\{|%\{/g;

/** Where a brace or quotes that opened before `from` close. */
function endOf(opening: "{" | '"', text: string, from: number): number | undefined {
  // What is open, innermost last.
  const open = [opening];
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    const quoted = open.at(-1) === '"';
    if (quoted && sign === "\\") at++;
    else if (sign === (quoted ? '"' : "}")) {
      open.pop();
      if (open.length === 0) return at;
    } else if (!quoted && sign === '"') open.push('"');
    else if (sign === "{" && (!quoted || text[at - 1] === "$" || text[at - 1] === "%")) open.push("{");
  }
  return undefined;
}

class Evaluation {
  private at = 0;

  public constructor(
    private readonly text: string,
    private readonly scope: Scope,
    private readonly nesting: DepthLimit,
  ) {}

  public all(): Value {
    const value = this.value();
    if (this.at < this.text.length) throw new NotFollowedError();
    return value;
  }

  private value(): Value {
    return this.nesting.deeper(() => {
      this.take(SPACE);
      const value = this.start();
      const steps = this.steps();
      this.take(SPACE);
      return steps.length === 0 ? value : walk(value, steps);
    });
  }

  private start(): Value {
    const sign = this.text[this.at];
    if (sign === '"') return this.quoted();
    if (sign === "[") return this.members("[", "]");
    if (sign === "(") {
      const members = this.members("(", ")");
      if (members.length !== 1) throw new NotFollowedError();
      return members[0];
    }
    const number = this.take(NUMBER);
    if (number !== undefined) return Number(number);
    const name = this.take(NAME);
    if (name === undefined) throw new NotFollowedError();
    if (this.text[this.at] === "(") return this.called(name);
    const steps = this.steps();
    if (steps.length > 0) return this.scope.find(name, steps);
    if (name === "null") return null;
    if (name === "true" || name === "false") return name === "true";
    return this.scope.find(name, []);
  }

  private called(name: string): Value {
    const from = this.at - name.length;
    const value = call(name, this.members("(", ")"));
    return value ?? this.scope.opaque(this.text.slice(from, this.at));
  }

  private members(opening: string, closing: string): Value[] {
    this.expect(opening);
    const members: Value[] = [];
    this.take(SPACE);
    while (this.text[this.at] !== closing) {
      members.push(this.value());
      if (this.text[this.at] === ",") this.at++;
      else if (this.text[this.at] !== closing) throw new NotFollowedError();
      this.take(SPACE);
    }
    this.expect(closing);
    return members;
  }

  private quoted(): Value {
    const from = this.at + 1;
    const end = endOf('"', this.text, from);
    if (end === undefined) throw new NotFollowedError();
    this.at = end + 1;
    const text = this.text.slice(from, end).replace(/\\(["\\])/g, "$1");
    return evaluateTemplate(text, this.scope, this.nesting);
  }

  private steps(): TraversalStep[] {
    const steps: TraversalStep[] = [];
    for (;;) {
      if (this.take(STAR) !== undefined) steps.push(SPLAT);
      else if (this.text[this.at] === ".") {
        this.at++;
        const key = this.take(NAME) ?? this.take(NUMBER);
        if (key === undefined) throw new NotFollowedError();
        steps.push(/^\d/.test(key) ? { key: Number(key), bracket: true } : { key, bracket: false });
      } else if (this.text[this.at] === "[") steps.push({ key: this.index(), bracket: true });
      else return steps;
    }
  }

  private index(): string | number {
    this.expect("[");
    const key = this.value();
    this.expect("]");
    if (typeof key !== "string" && typeof key !== "number") throw new NotFollowedError();
    return key;
  }

  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private expect(sign: string): void {
    if (this.text[this.at] !== sign) throw new NotFollowedError();
    this.at++;
  }
}
