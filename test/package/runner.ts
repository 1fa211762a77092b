import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { onPath } from "../support/on-path";

/** How a program ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs programs in one folder with one environment. */
export interface Runner {
  /** @returns what the program printed on standard output. @throws Error where it fails, with all that it printed */
  readonly run: (command: string, ...args: readonly string[]) => string;
  /** Runs a program that may fail. */
  readonly try: (command: string, ...args: readonly string[]) => Ended;
}

export function runnerIn(cwd: string, env: NodeJS.ProcessEnv): Runner {
  const attempt: Runner["try"] = (command, ...args) => {
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd,
      env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (error !== undefined) throw error;
    return { status, stdout, stderr };
  };
  return {
    try: attempt,
    run: (command, ...args) => {
      const { status, stdout, stderr } = attempt(command, ...args);
      if (status !== 0) {
        throw new Error(`${[command, ...args].join(" ")}: status ${String(status)}\n${stdout}${stderr}`);
      }
      return stdout;
    },
  };
}

const npmSetting = (name: string): string =>
  execFileSync("npm", ["config", "get", name], { encoding: "utf8" }).trim();

/** This environment with another Node before all others on the PATH. */
export function withNode(node: string): NodeJS.ProcessEnv {
  return {
    ...ofCaller(),
    PATH: [dirname(node), process.env["PATH"] ?? ""].join(delimiter),
    // The settings for all users lie beside a Node, and another one's are empty.
    npm_config_registry: npmSetting("registry"),
  };
}

/**
 * An environment whose PATH holds Node, npm, npx and a shell, and nothing else: no Terraform, no git.
 *
 * @param folder an empty folder, for the PATH and a home without settings
 */
export function withNodeAlone(node: string, folder: string): NodeJS.ProcessEnv {
  const [bin, home] = [join(folder, "bin"), join(folder, "home")];
  for (const made of [bin, home]) mkdirSync(made, { recursive: true });
  symlinkSync(node, join(bin, "node"));
  for (const program of ["npm", "npx", "sh"]) {
    const found = onPath(program);
    if (found === undefined) throw new Error(`${program} is not on the PATH`);
    symlinkSync(found, join(bin, program));
  }
  return {
    ...ofCaller(),
    PATH: bin,
    HOME: home,
    CHECKPOINT_DISABLE: "1",
    npm_config_registry: npmSetting("registry"),
    npm_config_cache: npmSetting("cache"),
  };
}

/** The environment without what npm tells the programs that it starts, such as where the repository is, and our settings. */
function ofCaller(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|INIT_CWD$|NODE_OPTIONS$|SEMS_|CDKTF_)/i.test(name),
    ),
  );
}
