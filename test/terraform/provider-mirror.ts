import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";
import { isProgram } from "../support/on-path";
import { ownFolder, replaceFile } from "../support/own-folder";

const AWS_PROVIDER = "registry.terraform.io/hashicorp/aws";

/** The CLI config that takes the AWS provider from a mirror, and any other as Terraform does by default. */
export function writeCliConfig(mirror: string): string {
  const only = `[${JSON.stringify(AWS_PROVIDER)}]`;
  const file = path.join(ownFolder(), "terraform.tfrc");
  replaceFile(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${only}
  }
  direct {
    exclude = ${only}
  }
}
`,
  );
  return file;
}

const Found = z.object({ mirror: z.string().nullable(), at: z.number() });
const SEARCH_AGAIN_AFTER = 60 * 60_000;

/** The folder on this machine's disk that holds the AWS provider. Searched for once, then remembered and checked. */
export function providerMirror(): string | undefined {
  const memory = path.join(ownFolder(), `provider-mirror-${platform()}.json`);
  if (fs.existsSync(memory)) {
    const { mirror, at } = Found.parse(JSON.parse(fs.readFileSync(memory, "utf8")));
    if (mirror === null && Date.now() - at < SEARCH_AGAIN_AFTER) return undefined;
    if (mirror !== null && holdsAwsProvider(mirror)) return mirror;
  }
  const mirror = searchDisk();
  replaceFile(memory, JSON.stringify({ mirror: mirror ?? null, at: Date.now() }));
  return mirror;
}

// `.terraform` is some project's own choice of version, and may be gone tomorrow.
const NOT_SEARCHED = new Set(["proc", "sys", "dev", "run", "node_modules", ".git", ".terraform"]);
const SEARCH_DEPTH = 10;
const SEARCH_TIME = 20_000;

/** Level by level from the root, so that a mirror in a usual place is found early; gives up after a while. */
function searchDisk(): string | undefined {
  const end = Date.now() + SEARCH_TIME;
  let level = [path.parse(os.homedir()).root];
  for (let depth = 0; depth < SEARCH_DEPTH; depth++) {
    const below: string[] = [];
    for (const folder of level) {
      if (Date.now() > end) return undefined;
      const names = foldersIn(folder);
      if (names.includes("registry.terraform.io") && holdsAwsProvider(folder)) return folder;
      below.push(...names.filter((name) => !NOT_SEARCHED.has(name)).map((name) => path.join(folder, name)));
    }
    level = below;
  }
  return undefined;
}

/** Whether the mirror has the provider's own file (the folder alone may be empty), in a version that our stacks allow. */
const holdsAwsProvider = (mirror: string): boolean => awsProviderIn(mirror) !== undefined;

/** The provider's own file in a mirror: the newest version that our stacks allow. */
export function awsProviderIn(mirror: string): string | undefined {
  const versions = path.join(mirror, AWS_PROVIDER);
  const byNumber = new Intl.Collator("en", { numeric: true });
  return foldersIn(versions)
    .filter((version) => /^(5\.\d{3,}|6)\./.test(version))
    .sort(byNumber.compare)
    .map((version) => path.join(versions, version, platform()))
    .flatMap((folder) => programsIn(folder).map((file) => path.join(folder, file)))
    .filter((file) => path.basename(file).startsWith("terraform-provider-aws_v"))
    .at(-1);
}

function programsIn(folder: string): string[] {
  return fs.existsSync(folder)
    ? fs.readdirSync(folder).filter((file) => isProgram(path.join(folder, file)))
    : [];
}

function foldersIn(folder: string): string[] {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return []; // Not ours to read, or gone.
  }
}

/** This machine in Terraform's words, such as `linux_amd64`. */
function platform(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `${system}_${process.arch === "x64" ? "amd64" : process.arch}`;
}
