import { printable } from "sems-review/reporting";
import { inWords } from "./checks/nodes";
import type { Verification } from "./model";
import { resolvesTo, outcomeWords } from "./report/sections";

/** What a person watches in a drill: what each thing is, by what it is called. */
export type WatchedFacts = ReadonlyMap<string, string>;

/** The facts of a verification: what the name resolves to, what each node answers, and every finding. */
export function watchedFacts({ accesses, findings }: Verification): WatchedFacts {
  const facts = new Map<string, string>();
  for (const access of accesses) {
    const at = accesses.length > 1 ? `${access.name}: ` : "";
    for (const { role, server, addresses, failure } of access.dns) {
      const answer = failure === undefined ? resolvesTo(access, addresses) : inWords(failure);
      facts.set(`${at}${access.clientFqdn} by ${server} (${role})`, answer);
    }
    for (const [i, { node }] of access.endpoints.entries()) {
      for (const service of access.observed[i]?.services ?? []) {
        facts.set(`${at}${node} ${service.name}`, answerWords(service));
      }
    }
  }
  for (const { rule, level, address, stack, message } of findings) {
    const at = stack === undefined ? "" : `${stack}: `;
    const name = `${level} ${rule} ${at}${address}`;
    const earlier = facts.get(name);
    facts.set(name, earlier === undefined ? message : `${earlier} ${message}`);
  }
  return facts;
}

/** A certificate is part of what a service answers: its exchange is a change. */
function answerWords(service: Parameters<typeof outcomeWords>[0]): string {
  const words = outcomeWords(service);
  return service.outcome.kind === "tls"
    ? `${words}, certificate ${service.outcome.presented.serialNumber}`
    : words;
}

/** When a fact became what it is. */
interface Since {
  readonly value: string;
  readonly at: number;
}

/** Tells what has changed from one look to the next, and how long the former state lasted. */
export class ChangeLog {
  readonly #since = new Map<string, Since>();

  /** The lines to print about a look at a time, milliseconds; all facts at the first. */
  public next(facts: WatchedFacts, at: number): string[] {
    const lines: string[] = [];
    for (const [name, value] of facts) {
      const before = this.#since.get(name);
      if (before?.value === value) continue;
      this.#since.set(name, { value, at });
      lines.push(
        before === undefined
          ? line(at, name, value)
          : line(at, name, `${value} (was ${before.value} for ${seconds(at - before.at)})`),
      );
    }
    for (const [name, before] of this.#since) {
      if (facts.has(name)) continue;
      this.#since.delete(name);
      lines.push(line(at, name, `no longer, after ${seconds(at - before.at)}`));
    }
    return lines;
  }
}

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 1000)} s`;

const line = (at: number, name: string, value: string): string =>
  `${new Date(at).toISOString().slice(11, 19)}  ${printable(`${name}: ${value}`)}`;
