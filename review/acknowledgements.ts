import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";

/** Reasons for which people accept findings, by what they accept: `RULE`, or `RULE@ADDRESS` for one resource. */
export type Acknowledgements = ReadonlyMap<string, string>;

/** Why a rule's findings about a resource are accepted; null where they are not. */
export const reasonFor = (accepted: Acknowledgements, rule: string | null, address: string): string | null =>
  rule === null ? null : (accepted.get(`${rule}@${address}`) ?? accepted.get(rule) ?? null);

/** An index such as `["a=b"]` or `[0]` may hold an equals sign; the rest of an address does not. */
const ADDRESS = String.raw`(?:\["(?:\\.|[^"\\])*"\]|[^=])+?`;
const ACKNOWLEDGEMENT = new RegExp(`^([^=@]+)(@${ADDRESS})?=(.*)$`, "s");

/** Reads the command line's `RULE[@ADDRESS]=REASON`, where RULE is one of these ids: adds one to those before it. */
export function acknowledgementOf(
  ids: readonly string[],
): (option: string, earlier: Acknowledgements) => Acknowledgements {
  return (option, earlier) => {
    const [, rule, at = "", reason = ""] = ACKNOWLEDGEMENT.exec(option.trim()) ?? [];
    if (rule === undefined || reason.trim() === "") {
      throw new InvalidArgumentError("Expected RULE=REASON or RULE@ADDRESS=REASON with a non-empty reason.");
    }
    if (!ids.includes(rule)) throw new InvalidArgumentError(`Known rules: ${ids.join(", ")}.`);
    if (earlier.has(rule + at)) throw new InvalidArgumentError(`${rule + at} already has a reason.`);
    return new Map([...earlier, [rule + at, reason.trim()]]);
  };
}

/** Reads a file of such acknowledgements, one a line; empty lines and those that begin with `#` are comments. */
export function acknowledgementsIn(
  ids: readonly string[],
): (file: string, earlier: Acknowledgements) => Acknowledgements {
  const add = acknowledgementOf(ids);
  return (file, earlier) => {
    let accepted = earlier;
    for (const [i, line] of contentOf(file).split(/\r?\n/).entries()) {
      if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
      try {
        accepted = add(line, accepted);
      } catch (error) {
        if (!(error instanceof InvalidArgumentError)) throw error;
        throw new InvalidArgumentError(`Line ${i + 1}: ${error.message}`);
      }
    }
    return accepted;
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new InvalidArgumentError(`The file cannot be read (${reason}).`);
  }
}
