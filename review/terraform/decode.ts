import { isObject, textIn } from "./json";
import { SAVED_PLAN } from "./kind";
import { KEY_MARK } from "./private-keys";
import { UnreadableInputError } from "./unreadable-input";

/** What stands in a file. */
export interface Decoded {
  readonly json: unknown;
  /** Whether a private key may stand in it: the text of one does. */
  readonly mentionsKey: boolean;
}

/**
 * JSON in a file's bytes.
 *
 * @throws UnreadableInputError
 */
export function decode(bytes: Buffer, source: string): Decoded {
  if (bytes.length === 0) throw new UnreadableInputError(source, "empty; expected Terraform JSON");
  if (bytes.subarray(0, 2).equals(ZIP))
    throw new UnreadableInputError(
      source,
      "a plan in Terraform's binary form; run `terraform show -json PLANFILE` and give what that prints",
    );
  const text = textOf(bytes, source);
  try {
    const json: unknown = JSON.parse(text);
    return { json, mentionsKey: text.includes(KEY_MARK) };
  } catch {
    throw new UnreadableInputError(source, refusalOf(text));
  }
}

/** How a zip archive begins, which a plan file is. */
const ZIP = Buffer.from("PK");
/** How a text begins that PowerShell writes with `>`. */
const UTF16 = Buffer.from([0xff, 0xfe]);

function textOf(bytes: Buffer, source: string): string {
  const encoding = bytes.subarray(0, 2).equals(UTF16) ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    // The decoder also throws for what is longer than the longest text of this platform.
    const tooLong = textIn(error, "code") === "ERR_STRING_TOO_LONG";
    throw new UnreadableInputError(source, tooLong ? "too large to be read" : "not a text in UTF-8");
  }
}

/** Says what a text is that is no JSON. */
function refusalOf(text: string): string {
  const start = text.trimStart();
  if (start === "") return "empty; expected Terraform JSON";
  const end = start.indexOf("\n");
  const line = start.slice(0, end === -1 ? undefined : Math.min(end, LONGEST_LINE));
  if (isLogLine(line)) return `the log that \`terraform plan -json\` prints; ${SAVED_PLAN}`;
  return /^[[{]/.test(start)
    ? "JSON that is cut off or broken; expected all that `terraform show -json` prints"
    : "not JSON; expected a cdk.tf.json, or what `terraform show -json` prints of a plan or a state";
}

const LONGEST_LINE = 100_000;

function isLogLine(line: string): boolean {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) && Object.hasOwn(event, "@level");
  } catch {
    return false;
  }
}
