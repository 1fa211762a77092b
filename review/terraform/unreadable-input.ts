/** Thrown with one line for input that is not what was asked for. */
export class UnreadableInputError extends Error {
  /** @param source as the user gave it: a path, or `-` for standard input */
  public constructor(source: string, reason: string) {
    super(oneLine(`${source === "-" ? "standard input" : shortened(source)}: ${reason}`));
    this.name = "UnreadableInputError";
  }
}

const LONGEST_NAME = 300;

/** A file's name that fits on a line; the end of a longer one says more than its beginning. */
const shortened = (name: string): string =>
  name.length > LONGEST_NAME ? `…${name.slice(-LONGEST_NAME)}` : name;

// A file's name, and its content, may hold anything that a terminal would obey.
// oxlint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
