import { join } from "node:path";
import { cdktf } from "../emulator/deploy";
import { startWorkplace, type Workplace } from "../emulator/workplace";
import { findCdkTerrainCli } from "../support/cdk-terrain";
import { cdkTerrainProgramArguments } from "../support/program";
import { describeWith } from "../support/requires";
import { TerraformFolder, terraformEnv } from "../terraform/terraform";

const APP = "test/emulator/sandbox-app.ts";
const STACK = "sems-sandbox";

describeWith({ terraform: true, emulator: true, cdkTerrain: true, cdkTerrainCli: true })(
  "The sandbox, deployed with the CDK Terrain CLI",
  () => {
    let place: Workplace;

    beforeAll(async () => {
      place = await startWorkplace();
    });

    afterAll(() => place.leave());

    test("is deployed whole, and leaves nothing to do", async () => {
      const cli = findCdkTerrainCli();
      if ("missing" in cli) throw new Error(`needs ${cli.missing}`);
      const outdir = join(place.folder, "cdktf.out");
      const env = { ...terraformEnv(), ...place.emulator.env, CDKTF_OUTDIR: outdir };
      expect(
        await cdktf(
          place.folder,
          cdkTerrainProgramArguments(APP),
          ["deploy", STACK, "--auto-approve"],
          env,
          cli,
        ),
      ).toBe(0);

      const stack = new TerraformFolder(join(outdir, "stacks", STACK), place.emulator.env);
      const { values } = await stack.state();
      expect(values?.root_module.resources.some(({ type }) => type === "aws_lb")).toBe(true);
      expect(await stack.changes()).toEqual([]);
    });
  },
);
