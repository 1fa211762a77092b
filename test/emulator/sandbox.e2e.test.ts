import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import type { SandboxStackProps } from "../../stacks/sandbox-stack";
import { DataPlane } from "../live/data-plane";
import { look } from "../live/support/look";
import { describeDocument } from "../live/terraform/describe";
import { VirtualClock } from "../live/virtual-clock";
import { cdkTerrainProgramArguments, programArguments } from "../support/program";
import { describeWith } from "../support/requires";
import { reviewOf, servingNodes } from "../../review/test/support/review";
import {
  changesOf,
  TerraformFolder,
  terraformEnv,
  type TerraformPlan,
  type TerraformState,
} from "../terraform/terraform";
import { cdktf } from "./deploy";
import { startWorkplace, type Workplace } from "./workplace";

const APP = "test/emulator/sandbox-app.ts";
const STACK = "sems-sandbox";

/** What would be a secret in plan, state or outputs: the armour of a private key, or a value of a key attribute. */
const SECRET = /PRIVATE KEY|"(private_key|private_key_pem|passphrase|password)":\s*"/;

describeWith({ terraform: true, emulator: true })("The sandbox, deployed with the CDKTF CLI", () => {
  let place: Workplace;
  let stack: TerraformFolder;
  /** What is there after the deploy, and the plan over it. */
  let deployed: { readonly state: TerraformState; readonly plan: TerraformPlan };
  const environment = (props: SandboxStackProps): NodeJS.ProcessEnv => ({
    ...terraformEnv(),
    ...place.emulator.env,
    CDKTF_OUTDIR: path.join(place.folder, "cdktf.out"),
    SANDBOX: JSON.stringify(props),
  });
  const synthesize = (props: SandboxStackProps, app = programArguments(APP)): void => {
    execFileSync(process.execPath, app, { cwd: place.folder, env: environment(props) });
  };
  const planOf = (props: SandboxStackProps): Promise<TerraformPlan> => {
    synthesize(props);
    return stack.plan();
  };
  const synthesized = (): string => fs.readFileSync(path.join(stack.path, "cdk.tf.json"), "utf8");
  /** Address and action of every change, by resource type. */
  const changedTypes = (plan: TerraformPlan): Set<string> =>
    new Set(changesOf(plan).map((change) => change.replace(/\..*: /, ": ")));

  beforeAll(async () => {
    place = await startWorkplace();
    stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", STACK), place.emulator.env);
  });

  afterAll(() => place.leave());

  test("a deploy makes all that the stack describes, and leaves nothing to do", async () => {
    expect(
      await cdktf(place.folder, programArguments(APP), ["deploy", STACK, "--auto-approve"], environment({})),
    ).toBe(0);
    deployed = { state: await stack.state(), plan: await planOf({}) };
    expect(changesOf(deployed.plan)).toEqual([]);
  });

  test("clients are routed to the first node, by way of the address of its zone", () => {
    const { values } = deployed.state;
    const resources = values?.root_module.resources ?? [];
    const find = (type: string, name: string) =>
      resources.find(({ address }) => address.startsWith(`${type}.${name}`))?.values;
    const primary = find("aws_route53_record", "Keys_ClientAccess_clients_Records_Tier1_Primary");
    const eip = find("aws_eip", "Keys_ClientAccess_clients_Zones_us-east-1a_Address");
    const attachment = find(
      "aws_lb_target_group_attachment",
      "Keys_ClientAccess_clients_Services_443_TargetGroup_us-east-1a",
    );
    expect(primary).toMatchObject({
      name: "keys.sems-sandbox.test",
      records: [eip?.["public_ip"]],
      set_identifier: "tier1-primary",
    });
    expect(attachment).toMatchObject({ target_id: "10.42.1.10", port: 443 });
    expect(values?.outputs["clients_worst_case_failover_seconds"]?.value).toBe(55);
  });

  test("the review of what is deployed, and of a plan for it, is that of what was synthesized: no findings", () => {
    const configuration = reviewOf(JSON.parse(synthesized()));
    expect(configuration.services).toHaveLength(1);
    for (const json of [deployed.state, deployed.plan]) {
      const review = reviewOf(json);
      expect(servingNodes(review)).toEqual(servingNodes(configuration));
      expect(review.findings).toEqual([]);
    }
  });

  test("what is deployed, run on loopback, routes clients to the next node, and sems-verify sees it by the outputs", async () => {
    const plane = await DataPlane.start(describeDocument(deployed.state), { clock: new VirtualClock() });
    try {
      await plane.clock.pass(120);
      expect((await look(deployed.state, plane)).findings).toEqual([]);

      await plane.setNode("10.42.1.10", "down");
      await plane.clock.pass(120);
      const { findings } = await look(deployed.state, plane);
      expect(findings.map(({ rule, address }) => `${rule} ${address}`)).toEqual([
        "VERIFY-NODE-1 sems1 https",
      ]);
    } finally {
      plane.stop();
    }
  });

  test("neither plan nor state nor outputs hold a private key", () => {
    expect(SECRET.test('"private_key": "-----BEGIN"')).toBe(true);
    expect(SECRET.test(JSON.stringify(deployed.plan))).toBe(false);
    expect(SECRET.test(JSON.stringify(deployed.state))).toBe(false);
    const written = fs
      .readdirSync(place.folder, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(json|tfstate)/.test(file));
    expect(written).toContain(`terraform.${STACK}.tfstate`);
    for (const file of written)
      expect(SECRET.test(fs.readFileSync(path.join(place.folder, file), "utf8"))).toBe(false);
  });

  describeWith({ cdkTerrain: true })("on CDK Terrain", () => {
    test("keeps every resource: over the state that CDKTF left, the plan is empty", async () => {
      expect(synthesized()).not.toContain("hashicorp/aws");
      synthesize({}, cdkTerrainProgramArguments(APP));
      expect(synthesized()).toContain("hashicorp/aws");
      await stack.init();
      expect(await stack.changes()).toEqual([]);
    });
  });

  test("another order of the nodes updates Route 53 records and the alarm on failover in place, and nothing else", async () => {
    const plan = await planOf({ order: [3, 1, 2] });
    expect(changedTypes(plan)).toEqual(
      new Set(["aws_cloudwatch_composite_alarm: update", "aws_route53_record: update"]),
    );
    const { changes, findings } = reviewOf(plan);
    expect(findings).toEqual([]);
    expect(changes).toMatchObject({ create: 0, replace: 0, delete: 0 });
    expect(changes?.disruptive.map(({ why }) => why).join()).toMatch(/sems3/);
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
  });

  test("a fourth node in a zone of its own replaces and destroys nothing", async () => {
    const plan = await planOf({ order: [3, 1, 2, 4], zones: 4 });
    const actions = new Set(changesOf(plan).map((change) => change.split(": ")[1]));
    expect(actions).toEqual(new Set(["create", "update"]));
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
  });

  test("taking the last node away destroys its own resources and replaces nothing", async () => {
    const plan = await planOf({ order: [3, 1, 2], zones: 4 });
    const destroyed = changesOf(plan).filter((change) => change.endsWith(": delete"));
    expect(destroyed).not.toHaveLength(0);
    for (const change of destroyed) expect(change).toMatch(/sems4|us-east-1d|Records_Tier3/);
    expect(changesOf(plan).filter((change) => /: (create|.*\+.*)$/.test(change))).toEqual([]);
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
  });

  test("a destroy leaves nothing behind", async () => {
    const props = environment({ order: [3, 1, 2], zones: 4 });
    expect(
      await cdktf(place.folder, programArguments(APP), ["destroy", STACK, "--auto-approve"], props),
    ).toBe(0);
    expect((await stack.state()).values).toBeUndefined();
  });
});
