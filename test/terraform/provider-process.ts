import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import { openGateway } from "./provider-gateway";
import { awsProviderIn, providerMirror } from "./provider-mirror";
import { GO_MEMORY } from "./terraform";

/** An AWS provider that serves all Terraform commands of an environment until `stop`, or the end of this process. */
export interface ProviderProcess {
  /** What Terraform needs to use it, to be spread over the environment. */
  readonly env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** Ends the provider with its standard input, and so with this process, however that ends. */
const UNTIL_STDIN_ENDS = '"$0" -debug & cat > /dev/null; kill "$!"; wait';

/**
 * Starts the AWS provider once, where each Terraform command starts its own otherwise and asks it for all its schemas,
 * which takes longer than most of what the command does. Terraform offers this for provider developers: TF_REATTACH_PROVIDERS.
 *
 * @param env of the provider: it, not Terraform, calls AWS
 * @returns undefined where this machine holds no provider yet: Terraform then downloads and starts it
 */
export async function startProvider(env: NodeJS.ProcessEnv = {}): Promise<ProviderProcess | undefined> {
  const mirror = providerMirror();
  const program = mirror === undefined ? undefined : awsProviderIn(mirror);
  if (program === undefined) return undefined;
  const shell = spawn("sh", ["-c", UNTIL_STDIN_ENDS, program], {
    env: { ...process.env, ...GO_MEMORY, ...env },
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
  const [name, provider] = await announced(shell.stdout);
  const gateway = await openGateway(provider.Addr.String, program);
  const attached = { [name]: { ...provider, Addr: gateway.address } };
  return {
    env: { TF_REATTACH_PROVIDERS: JSON.stringify(attached) },
    stop: async () => {
      gateway.close();
      const ended = once(shell, "exit");
      shell.stdin.end();
      await ended;
    },
  };
}

const Attachment = z.looseObject({ Addr: z.object({ Network: z.literal("unix"), String: z.string() }) });
const Attachments = z.record(z.string(), Attachment);

/** The provider's name, and how to attach it: what it prints for Terraform's environment once it answers. */
async function announced(input: Readable): Promise<readonly [string, z.infer<typeof Attachment>]> {
  for await (const line of createInterface({ input })) {
    const attachments = /TF_REATTACH_PROVIDERS='(.*)'/.exec(line)?.[1];
    const [first] =
      attachments === undefined ? [] : Object.entries(Attachments.parse(JSON.parse(attachments)));
    if (first !== undefined) return first;
  }
  throw new Error("the AWS provider ended before it answered");
}
