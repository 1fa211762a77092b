import { InvalidArgumentError } from "commander";
import type { Acknowledgements } from "./review";

/** Reads the command line's `RULE=REASON`, where RULE is one of these ids: adds one to those before it. */
export function acknowledgementOf(
  ids: readonly string[],
): (option: string, earlier: Acknowledgements) => Acknowledgements {
  return (option, earlier) => {
    const [, rule, reason] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
    if (rule === undefined || reason === undefined || reason.trim() === "") {
      throw new InvalidArgumentError("Expected RULE=REASON with a non-empty reason.");
    }
    if (!ids.includes(rule)) throw new InvalidArgumentError(`Known rules: ${ids.join(", ")}.`);
    if (earlier.has(rule)) throw new InvalidArgumentError(`${rule} already has a reason.`);
    return new Map([...earlier, [rule, reason.trim()]]);
  };
}
