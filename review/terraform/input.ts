import { readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { join, relative, isAbsolute } from "node:path";
import { isatty } from "node:tty";
import { decode, type Decoded } from "./decode";
import { entriesOf, fieldOf, textIn } from "./json";
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
 * The documents that a path stands for.
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
  const outside = new UnreadableInputError(manifest, `${JSON.stringify(path)} leads out of the folder`);
  if (isAbsolute(path)) throw outside;
  let way: string;
  try {
    way = relative(realpathSync(folder), realpathSync(file));
  } catch (error) {
    throw refusalOf(error, file);
  }
  // On Windows, what is on another disk has an absolute way.
  if (isAbsolute(way) || /^\.\.(?:[/\\]|$)/.test(way)) throw outside;
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
  ["ERR_FS_FILE_TOO_LARGE", "too large to be read"],
]);

function refusalOf(error: unknown, path: string): UnreadableInputError {
  if (error instanceof UnreadableInputError) return error;
  const code = codeOf(error);
  return new UnreadableInputError(path, REASONS.get(code) ?? `cannot be read (${code})`);
}

const codeOf = (error: unknown): string => textIn(error, "code") ?? "for an unknown reason";
