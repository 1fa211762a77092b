import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { z } from "zod";

/** The file of a program on the PATH. */
export function onPath(program: string): string | undefined {
  const file = process.platform === "win32" ? `${program}.exe` : program;
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, file))
    .find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    const status = fs.statSync(file);
    return status.isFile() && status.size > 0;
  } catch {
    return false;
  }
}

/** Terraform on the PATH; else what is missing, to be read after "needs". */
export function findTerraform(): { path: string } | { missing: string } {
  const terraform = onPath("terraform");
  return terraform === undefined ? { missing: "terraform, which is not on the PATH" } : { path: terraform };
}

/**
 * The environment for Terraform and the CDKTF CLI: the caller's, without AWS credentials and without anything that would
 * send Terraform to other folders. Where the disk holds a copy of the AWS provider, Terraform takes it from there.
 */
export function terraformEnv(): NodeJS.ProcessEnv {
  const ofCaller = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|TF_(CLI_ARGS|DATA_DIR|WORKSPACE))/.test(name),
  );
  const env: NodeJS.ProcessEnv = {
    ...Object.fromEntries(ofCaller),
    CHECKPOINT_DISABLE: "1",
    DISABLE_VERSION_CHECK: "1",
    TF_IN_AUTOMATION: "1",
  };
  const mirror = providerMirror();
  if (mirror !== undefined) {
    env["TF_CLI_CONFIG_FILE"] = writeCliConfig(mirror);
    // A mirror is linked into the working folder; by way of a plugin cache its 600 MB may be copied.
    delete env["TF_PLUGIN_CACHE_DIR"];
    env["CDKTF_DISABLE_PLUGIN_CACHE_ENV"] = "1";
  } else if (!fs.existsSync(env["TF_CLI_CONFIG_FILE"] ?? "")) {
    delete env["TF_CLI_CONFIG_FILE"];
  }
  return env;
}

const AWS_PROVIDER = "registry.terraform.io/hashicorp/aws";

/** The CLI config that takes the AWS provider from a mirror, and any other as Terraform does by default. */
function writeCliConfig(mirror: string): string {
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
function providerMirror(): string | undefined {
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
function holdsAwsProvider(mirror: string): boolean {
  const versions = path.join(mirror, AWS_PROVIDER);
  return foldersIn(versions)
    .filter((version) => /^(5\.\d{3,}|6)\./.test(version))
    .map((version) => path.join(versions, version, platform()))
    .some((folder) => programsIn(folder).some((file) => file.startsWith("terraform-provider-aws_v")));
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

/** A folder for what is remembered between runs. Only ours: another user's could name a provider for us to run. */
function ownFolder(): string {
  const user = process.getuid?.();
  const folder = path.join(os.tmpdir(), `cdktf-sems-${user ?? os.userInfo().username}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined && fs.lstatSync(folder).uid !== user) {
    throw new Error(`${folder} belongs to another user: remove it, or set TMPDIR to a folder of your own`);
  }
  return folder;
}

/** Tests run in several processes, and none may read half a file. */
function replaceFile(file: string, text: string): void {
  const written = `${file}.${process.pid}`;
  fs.writeFileSync(written, text);
  fs.renameSync(written, file);
}

const ResourceChange = z.looseObject({
  address: z.string(),
  type: z.string(),
  change: z.looseObject({ actions: z.array(z.string()), before: z.unknown(), after: z.unknown() }),
});
const Plan = z.looseObject({ resource_changes: z.array(ResourceChange).default([]) });
const StateResource = z.looseObject({
  address: z.string(),
  type: z.string(),
  values: z.record(z.string(), z.unknown()),
});
const State = z.looseObject({
  values: z
    .looseObject({
      outputs: z.record(z.string(), z.looseObject({ value: z.unknown() })).default({}),
      root_module: z.looseObject({ resources: z.array(StateResource).default([]) }),
    })
    .optional(),
});

/** A plan, as `terraform show -json` prints it; the fields that tests look at are typed. */
export type TerraformPlan = z.infer<typeof Plan>;
/** A state, as `terraform show -json` prints it; `values` is missing from an empty one. */
export type TerraformState = z.infer<typeof State>;

/** What a plan would do: `ADDRESS: ACTION`, with `delete+create` for a replacement. Empty when there is nothing to do. */
export function changesOf(plan: TerraformPlan): string[] {
  return plan.resource_changes
    .map(({ address, change }) => ({ address, action: change.actions.join("+") }))
    .filter(({ action }) => action !== "no-op" && action !== "read")
    .map(({ address, action }) => `${address}: ${action}`);
}

/** Terraform's commands on a folder with a `cdk.tf.json` or `main.tf.json`. Each throws with Terraform's own output. */
export class TerraformFolder {
  private readonly env: NodeJS.ProcessEnv;

  /** @param env added to `terraformEnv()`, such as an emulator's; a variable that is `undefined` is unset */
  public constructor(
    public readonly path: string,
    env: NodeJS.ProcessEnv = {},
  ) {
    this.env = { ...terraformEnv(), ...env };
  }

  public async init(): Promise<void> {
    await this.run("init", "-input=false", "-no-color");
  }

  public async validate(): Promise<void> {
    await this.run("validate", "-no-color");
  }

  public async plan(): Promise<TerraformPlan> {
    await this.run("plan", "-input=false", "-no-color", "-out=tests.tfplan");
    return Plan.parse(JSON.parse(await this.run("show", "-json", "tests.tfplan")));
  }

  public async apply(): Promise<void> {
    await this.run("apply", "-auto-approve", "-input=false", "-no-color");
  }

  public async state(): Promise<TerraformState> {
    return State.parse(JSON.parse(await this.run("show", "-json")));
  }

  public async destroy(): Promise<void> {
    await this.run("destroy", "-auto-approve", "-input=false", "-no-color");
  }

  private run(...args: string[]): Promise<string> {
    const terraform = findTerraform();
    if ("missing" in terraform) return Promise.reject(new Error(`needs ${terraform.missing}`));
    const options = { cwd: this.path, env: this.env, maxBuffer: Infinity };
    return new Promise((resolve, reject) => {
      execFile(terraform.path, args, options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`terraform ${args.join(" ")} failed in ${this.path}\n${stdout}${stderr}`));
      });
    });
  }
}
