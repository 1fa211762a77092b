import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { cdkTerrainProgramArguments, programArguments } from "../support/program";
import { describeWith } from "../support/requires";

const MAIN = "stacks/main.ts";
const EXAMPLES = resolve(__dirname, "../../docs/examples");

/** The stack that an app synthesizes, without metadata and with the short form of the provider's address. */
function synthesize(config: string | undefined, app: string[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), "sems-lines-"));
  try {
    const env = { ...process.env, SEMS_CONFIG: config, CDKTF_OUTDIR: join(folder, "out") };
    const { status, stderr } = spawnSync(process.execPath, app, { cwd: folder, env, encoding: "utf8" });
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
      const cdktf = synthesize(config, programArguments(MAIN));
      expect(cdktf).toHaveProperty("resource.aws_lb");
      expect(synthesize(config, cdkTerrainProgramArguments(MAIN))).toEqual(cdktf);
    },
  );
});
