import { templateOf } from "./functions";
import { sourceOf } from "./identity";
import type { FoundResource } from "./found-resource";
import { isList, isValues, Template, Unknown, type Value } from "./value";

/** Templates in templates deeper than this are left as they are. */
const DEEPEST = 50;

/** Follows expressions to what they come to; each one once. */
export class Following {
  private readonly ends = new Map<Unknown, Value>();
  private depth = 0;

  public constructor(private readonly found: ReadonlyMap<string, FoundResource>) {}

  /** A known value, or the last expression on the way to one. */
  public end(value: Value): Value {
    const way: Unknown[] = [];
    const seen = new Set<string>();
    let now = value;
    while (now instanceof Unknown) {
      if (this.ends.has(now)) {
        now = this.ends.get(now);
        break;
      }
      // A cycle never comes from Terraform, but a file may hold anything.
      if (seen.has(now.expression)) break;
      seen.add(now.expression);
      way.push(now);
      const next = now instanceof Template ? this.joined(now) : this.next(now);
      if (next === undefined || next === null || next === now) break;
      now = next;
    }
    for (const passed of way) this.ends.set(passed, now);
    return now;
  }

  private joined(template: Template): Value {
    if (this.depth >= DEEPEST) return undefined;
    // A template that contains itself finds itself here.
    this.ends.set(template, template);
    this.depth++;
    try {
      const text = templateOf(template.parts.map((part) => this.end(part)));
      return text instanceof Template && text.expression === template.expression ? template : text;
    } finally {
      this.depth--;
    }
  }

  private next({ address, attribute, path }: Unknown): Value {
    if (address === undefined || attribute === undefined) return undefined;
    let now = sourceOf(this.found.get(address), attribute);
    for (const step of path) {
      if (isList(now)) now = now[Number(step)];
      else if (isValues(now)) now = now.get(String(step));
      else if (now instanceof Unknown) {
        now = this.end(now);
        if (isList(now)) now = now[Number(step)];
        else return undefined;
      } else return undefined;
    }
    return now;
  }
}
