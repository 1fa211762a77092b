import { readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, relative, isAbsolute } from "node:path";
import { isatty } from "node:tty";
import { entriesOf, fieldOf, textIn } from "./value";
import { parseFailure } from "./parse-failure";
import { mentionsPrivateKey } from "./private-keys";
import { UnreadableInputError } from "./unreadable-input";

/** A place to read JSON from. */
export interface Source {
  /** What an error names. */
  readonly path: string;
  readonly name: string;
  /** @throws UnreadableInputError */
  readonly read: () => Decoded;
}

const STANDARD_INPUT = "standard input";

/**
 * The documents that a path names.
 *
 * @throws UnreadableInputError
 */
export function sourcesIn(source: string): Source[] {
  if (source === "-")
    return [{ path: source, name: STANDARD_INPUT, read: () => decode(standardInput(), source) }];
  return isFolder(source)
    ? stacksIn(source)
    : [{ path: source, name: source, read: () => decode(contentOf(source), source) }];
}

/**
 * The text of a file, or of standard input for `-`, with the name that an error gives it.
 *
 * @throws UnreadableInputError
 */
export function readText(path: string): { readonly name: string; readonly text: string } {
  if (path === "-") return { name: STANDARD_INPUT, text: textOf(standardInput(), path) };
  if (isFolder(path)) throw new UnreadableInputError(path, "a folder; expected a file");
  return { name: path, text: textOf(contentOf(path), path) };
}

function isFolder(path: string): boolean {
  try {
    const stat = statSync(path);
    // Such as a disk or an endless /dev/zero.
    if (stat.isCharacterDevice() || stat.isBlockDevice())
      throw new UnreadableInputError(
        path,
        "a device; expected a file, a cdktf.out folder, or - for standard input",
      );
    return stat.isDirectory();
  } catch (error) {
    throw refusalOf(error, path);
  }
}

function stacksIn(folder: string): Source[] {
  const file = join(folder, "manifest.json");
  const { json: manifest } = decode(manifestAt(file, folder), file);
  const stacks = entriesOf(fieldOf(manifest, "stacks")).map(([name, stack]) => {
    const path = textIn(stack, "synthesizedStackPath");
    if (path === undefined)
      throw new UnreadableInputError(file, `no synthesizedStackPath for the stack ${JSON.stringify(name)}`);
    return { name, path: within(folder, path, file) };
  });
  if (stacks.length === 0) throw new UnreadableInputError(folder, "its manifest.json names no stack");
  return stacks.map(({ name, path }) => ({ name, path, read: () => decode(contentOf(path), path) }));
}

function manifestAt(file: string, folder: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw refusalOf(error, file);
    throw new UnreadableInputError(
      folder,
      "a folder without a manifest.json; expected a cdktf.out folder, as `cdktf synth` writes it",
    );
  }
}

/** A manifest comes with the stacks, and has no business to point at other files of the reader's disk. */
function within(folder: string, path: string, manifest: string): string {
  const file = join(folder, path);
  const outside = new UnreadableInputError(manifest, `${JSON.stringify(path)} is outside the folder`);
  if (isAbsolute(path)) throw outside;
  let inside: string;
  try {
    inside = relative(realpathSync(folder), realpathSync(file));
  } catch (error) {
    throw refusalOf(error, file);
  }
  // On Windows, what is on another disk has an absolute path.
  if (isAbsolute(inside) || /^\.\.(?:[/\\]|$)/.test(inside)) throw outside;
  return file;
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw refusalOf(error, path);
  }
}

const CHUNK = 1 << 16;

function standardInput(): Buffer {
  if (isatty(0)) throw new UnreadableInputError("-", "nothing is piped in; expected Terraform JSON");
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    try {
      const length = readSync(0, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
    } catch (error) {
      const code = codeOf(error);
      if (code === "EOF") return Buffer.concat(chunks);
      if (code !== "EAGAIN") throw refusalOf(error, "-");
      // Whoever pipes has set the pipe not to block, and has nothing for us yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file or folder"],
  ["ENOTDIR", "no such file or folder"],
  ["EACCES", "may not be read by this user"],
  ["EPERM", "may not be read by this user"],
  ["EISDIR", "a folder; expected a file"],
  ["ELOOP", "a loop of symbolic links"],
  ["ENAMETOOLONG", "a name longer than the file system allows"],
  ["ERR_FS_FILE_TOO_LARGE", "too large to be read"],
]);

function refusalOf(error: unknown, path: string): UnreadableInputError {
  if (error instanceof UnreadableInputError) return error;
  const code = codeOf(error);
  return new UnreadableInputError(path, REASONS.get(code) ?? `cannot be read (${code})`);
}

const codeOf = (error: unknown): string => textIn(error, "code") ?? "for an unknown reason";

/** The content of a file. */
export interface Decoded {
  readonly json: unknown;
  /** Whether a private key may be in it: the text of one does. */
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
    return { json, mentionsKey: mentionsPrivateKey(text) };
  } catch {
    throw new UnreadableInputError(source, parseFailure(text));
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
