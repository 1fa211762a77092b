import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cdkTerrainEnv } from "../support/cdk-terrain";
import { describeWith } from "../support/requires";

const MAIN = resolve(__dirname, "../../stacks/main.ts");
const EXAMPLES = resolve(__dirname, "../../docs/examples");

jest.setTimeout(120_000);

/** The stack that the app synthesizes, without metadata and with the short form of the provider's address. */
function synthesize(config: string | undefined, line: NodeJS.ProcessEnv): unknown {
  const folder = mkdtempSync(join(tmpdir(), "sems-lines-"));
  try {
    const env = { ...process.env, ...line, SEMS_CONFIG: config, CDKTF_OUTDIR: join(folder, "out") };
    const { status, stderr } = spawnSync(process.execPath, [require.resolve("tsx/cli"), MAIN], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    const [stack = ""] = readdirSync(join(folder, "out/stacks"));
    const text = readFileSync(join(folder, "out/stacks", stack, "cdk.tf.json"), "utf8");
    return JSON.parse(text.replaceAll(folder, ""), (key, value: unknown) => {
      if (key === "//") return undefined;
      return key === "source" && value === "hashicorp/aws" ? "aws" : value;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWith({ cdkTerrain: true })("CDKTF and CDK Terrain", () => {
  const configs: [string, string | undefined][] = readdirSync(EXAMPLES).map((file) => [
    file,
    join(EXAMPLES, file),
  ]);

  test.each([["the sandbox", undefined], ...configs] as const)(
    "synthesize the same addresses and resources of %s",
    (_name, config) => {
      const cdktf = synthesize(config, {});
      expect(cdktf).toHaveProperty("resource.aws_lb");
      expect(synthesize(config, cdkTerrainEnv())).toEqual(cdktf);
    },
  );
});
