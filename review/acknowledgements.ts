import { InvalidArgumentError } from "commander";
import type { Acknowledgements } from "./review";
import { RULES } from "./rules/index";

/** Adds one `RULE=REASON` of the command line to those before it. */
export function acknowledge(option: string, earlier: Acknowledgements): Acknowledgements {
  const [, rule, reason] = /^([^=]*)=(.*)$/s.exec(option) ?? [];
  if (rule === undefined || reason === undefined || reason.trim() === "") {
    throw new InvalidArgumentError("Expected RULE=REASON with a non-empty reason.");
  }
  if (!RULES.some(({ id }) => id === rule)) {
    throw new InvalidArgumentError(`Known rules: ${RULES.map(({ id }) => id).join(", ")}.`);
  }
  if (earlier.has(rule)) throw new InvalidArgumentError(`${rule} already has a reason.`);
  return new Map([...earlier, [rule, reason.trim()]]);
}
