import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { isProgram, onPath } from "../support/on-path";
import { memoryOf, replaceFile } from "../support/own-folder";

/** An emulated AWS that runs on this machine until `stop` or the end of this process. */
export interface Emulator {
  readonly endpoint: string;
  /** Every AWS variable a child process needs, and the caller's others as `undefined`: spread it over an environment. */
  readonly env: NodeJS.ProcessEnv;
  /** The names that had an address and then none, however short the time, once for each time. */
  vanished(): Promise<string[]>;
  /** The operations that have changed something so far, in turn. */
  changes(): Promise<string[]>;
  /** Refuses the next call of an operation. */
  refuse(operation: string): Promise<void>;
  /** Carries out a call of an operation, the next or a later one, and holds its answer and all further changes. */
  hold(operation: string, times?: number): Promise<void>;
  /** Whether the call to refuse or to hold has come. */
  isReached(): Promise<boolean>;
  /** Lets what is held go on; of a caller that was killed, refuses it. */
  release(caller: "goes on" | "was killed"): Promise<void>;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1"; // Never a public interface: the emulator lets everyone in.
const START_TIME = 60_000;
const STOP_TIME = 5_000;
const WRAPPER = path.join(__dirname, "aws.py");

/** A Python that can run moto's server; else what is missing, to be read after "needs". */
export function findMoto(): { python: string } | { missing: string } {
  const server = onPath("moto_server");
  if (server === undefined) return { missing: "moto_server, which is not on the PATH" };
  const candidates = [onPath("python3"), onPath("python"), interpreterOf(server)];
  for (const candidate of candidates) {
    const python = candidate && pythonWithMoto(candidate);
    if (python) return { python };
  }
  return { missing: "a Python on the PATH that can import moto" };
}

/** The Python named in a script's first line, if it is one: a shim may start with a shell. */
function interpreterOf(script: string): string | undefined {
  return /^#!\s*(\/\S*\/python[\d.]*)\s*$/m.exec(
    fs.readFileSync(script, "latin1").split("\n", 1).join(),
  )?.[1];
}

/** The interpreter behind a Python (which may be a shim), when it has moto with its server. Asked once, then remembered. */
function pythonWithMoto(python: string): string | undefined {
  const memory = memoryOf("moto", python);
  const remembered = fs.existsSync(memory) ? fs.readFileSync(memory, "utf8") : "";
  if (isProgram(remembered)) return remembered;
  const found = interpreterWithMoto(python);
  if (found !== undefined) replaceFile(memory, found);
  return found;
}

function interpreterWithMoto(python: string): string | undefined {
  const probe =
    "import importlib.util as u, sys; u.find_spec('moto.server') and u.find_spec('flask') and print(sys.executable)";
  const { stdout, status } = spawnSync(python, ["-c", probe], { encoding: "utf8", timeout: START_TIME });
  return status === 0 && stdout.trim() !== "" ? stdout.trim() : undefined;
}

/** Starts an emulated AWS on a free port of the loopback interface; resolves once it answers. */
export async function startEmulator(): Promise<Emulator> {
  const moto = findMoto();
  if ("missing" in moto) throw new Error(`the emulated AWS needs ${moto.missing}`);
  const port = await freePort();
  const endpoint = `http://${HOST}:${port}`;
  const env = awsEnv(endpoint);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-emulator-"));
  const log = path.join(folder, "stderr.log");
  const server = spawnServer(moto.python, port, log, env);
  const release = endWithThisProcess(server, folder);
  try {
    await untilItAnswers(endpoint, server, log);
  } catch (error) {
    await stop(server);
    release();
    throw error;
  }
  return {
    endpoint,
    env,
    vanished: async () => z.array(z.string()).parse(await ask(endpoint, "vanished")),
    changes: async () => z.array(z.string()).parse(await ask(endpoint, "changes")),
    refuse: async (operation) => {
      await ask(endpoint, `refuse?operation=${operation}`, "PUT");
    },
    hold: async (operation, times = 1) => {
      await ask(endpoint, `hold?operation=${operation}&times=${times}`, "PUT");
    },
    isReached: async () => z.boolean().parse(await ask(endpoint, "reached")),
    release: async (caller) => {
      await ask(endpoint, caller === "was killed" ? "drop" : "release", "PUT");
    },
    stop: async () => {
      await stop(server);
      release();
    },
  };
}

/** A question to the emulator itself: control.py. */
async function ask(endpoint: string, what: string, method = "GET"): Promise<unknown> {
  const answer = await fetch(`${endpoint}/emulator/${what}`, { method });
  if (!answer.ok) throw new Error(`the emulated AWS has no answer to ${what}: ${answer.status}`);
  return answer.json();
}

function spawnServer(python: string, port: number, log: string, env: NodeJS.ProcessEnv): ChildProcess {
  // A file, as a pipe would fill and stall the server while this process is busy.
  const stderr = fs.openSync(log, "w");
  // `--exit-with-stdin` ends it even when this process is killed. It is detached so that Ctrl-C does not take it away
  // from a Terraform that is still finishing its calls.
  const server = spawn(python, [WRAPPER, "-H", HOST, "-p", String(port), "--exit-with-stdin"], {
    detached: true,
    stdio: ["pipe", "ignore", stderr],
    env: { ...process.env, ...env, MOTO_ACM_VALIDATION_WAIT: "1" },
  });
  fs.closeSync(stderr);
  return server;
}

/** The AWS variables of the emulator, and none of the caller's: a profile or a session token could reach a real account. */
function awsEnv(endpoint: string): NodeJS.ProcessEnv {
  const ofCaller = Object.keys(process.env).filter((name) => name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(ofCaller.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_EC2_METADATA_DISABLED: "true",
    // A service's own endpoint in the caller's config would go before AWS_ENDPOINT_URL.
    AWS_CONFIG_FILE: os.devNull,
    AWS_SHARED_CREDENTIALS_FILE: os.devNull,
  };
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, HOST);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string")
    throw new Error("no free port on the loopback interface");
  return address.port;
}

async function untilItAnswers(endpoint: string, server: ChildProcess, log: string): Promise<void> {
  const end = Date.now() + START_TIME;
  while (Date.now() < end && isRunning(server)) {
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(50);
  }
  const what = isRunning(server) ? `did not answer within ${START_TIME / 1000} s` : "ended at once";
  throw new Error(`the emulated AWS ${what}\n${fs.readFileSync(log, "utf8")}`);
}

function isRunning(server: ChildProcess): boolean {
  return server.pid !== undefined && server.exitCode === null && server.signalCode === null;
}

async function stop(server: ChildProcess): Promise<void> {
  if (!isRunning(server)) return;
  const ended = once(server, "exit");
  server.kill();
  await Promise.race([ended, sleep(STOP_TIME, undefined, { ref: false })]);
  if (isRunning(server)) server.kill("SIGKILL");
  await ended;
}

/** Ties the server to this process; the returned function unties it. */
function endWithThisProcess(server: ChildProcess, folder: string): () => void {
  const end = (): void => {
    server.kill();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    // Where someone else listens too, the end is theirs to decide, and "exit" ends the server then.
    if (process.listenerCount(signal) > 1) return;
    release();
    process.kill(process.pid, signal);
  };
  const release = (): void => {
    process.off("exit", end).off("SIGINT", onSignal).off("SIGTERM", onSignal);
    end();
  };
  process.on("exit", end).on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return release;
}
