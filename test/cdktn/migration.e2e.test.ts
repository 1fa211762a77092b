import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { cdktf } from "../emulator/deploy";
import { startWorkplace, type Workplace } from "../emulator/workplace";
import { cdkTerrainEnv } from "../support/cdk-terrain";
import { describeWith } from "../support/requires";
import { changesOf, TerraformFolder, terraformEnv } from "../terraform/terraform";

const APP = resolve(__dirname, "../emulator/sandbox-app.ts");
const STACK = "sems-sandbox";

describeWith({ terraform: true, emulator: true, cdkTerrain: true })(
  "A stack that moves to CDK Terrain",
  () => {
    let place: Workplace;

    beforeAll(async () => {
      place = await startWorkplace();
    });

    afterAll(() => place.leave());

    test("keeps every resource: over the state that CDKTF left, the plan is empty", async () => {
      const outdir = join(place.folder, "cdktf.out");
      const env = { ...terraformEnv(), ...place.emulator.env, CDKTF_OUTDIR: outdir };
      const stack = new TerraformFolder(join(outdir, "stacks", STACK), place.emulator.env);
      const document = (): string => readFileSync(join(stack.path, "cdk.tf.json"), "utf8");
      expect(await cdktf(place.folder, APP, ["deploy", STACK, "--auto-approve"], env)).toBe(0);
      expect(document()).not.toContain("hashicorp/aws");

      const app = [require.resolve("tsx/cli"), APP];
      execFileSync(process.execPath, app, { cwd: place.folder, env: { ...env, ...cdkTerrainEnv() } });
      expect(document()).toContain("hashicorp/aws");
      await stack.init();
      expect(changesOf(await stack.plan())).toEqual([]);
    });
  },
);
