/** Thrown with one line for input that is not what was asked for. */
export class UnreadableInputError extends Error {
  /** @param source as the user gave it: a path, or `-` for standard input */
  public constructor(source: string, reason: string) {
    super(oneLine(`${source === "-" ? "standard input" : source}: ${reason}`));
    this.name = "UnreadableInputError";
  }
}

// A file's name, and what stands in a file, may hold anything that a terminal would obey.
// eslint-disable-next-line no-control-regex
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
