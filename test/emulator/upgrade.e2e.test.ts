import * as fs from "node:fs";
import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { z } from "zod";
import { ClientAccess, LoadBalancingMethod } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { describeWith } from "../support/requires";
import { propsOf } from "../support/ways";
import { TerraformFolder } from "../terraform/terraform";
import { startWorkplace, type Workplace } from "./workplace";

const Balancer = z.looseObject({
  subnet_mapping: z.array(z.looseObject({ subnet_id: z.string() })).optional(),
  subnets: z.array(z.string()).optional(),
  lifecycle: z.looseObject({ replace_triggered_by: z.array(z.string()).optional() }),
});
const Document = z.looseObject({
  resource: z.looseObject({
    aws_lb: z.record(z.string(), Balancer),
    terraform_data: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** Load balancers without fixed addresses: one per node, and the weighted one. */
function synthesize(outdir: string): void {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, "upgrade");
  new LocalBackend(stack, { path: path.join(outdir, "terraform.tfstate") });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  const { vpc, subnets } = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 3 });
  const network = { vpcId: vpc.id, subnets, hostedZone: { id: "Z0123456789ABCDEFGHIJ", name: "sems.test" } };
  const props = propsOf(
    { method: "weighted", topology: "per-node", scheme: "internal", placement: "a zone each" },
    network,
  );
  new ClientAccess(stack, "Access", { ...props, method: LoadBalancingMethod.weighted() });
  app.synth();
}

/** Rewrites load balancers as they were synthesized with `subnets` and no trigger; returns their addresses. */
function asBefore(file: string): string[] {
  const document = Document.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  for (const balancer of Object.values(document.resource.aws_lb)) {
    balancer.subnets = (balancer.subnet_mapping ?? []).map(({ subnet_id }) => subnet_id);
    delete balancer.subnet_mapping;
    delete balancer.lifecycle.replace_triggered_by;
  }
  delete document.resource.terraform_data;
  fs.writeFileSync(file, JSON.stringify(document));
  return Object.keys(document.resource.aws_lb).map((name) => `aws_lb.${name}`);
}

describeWith({ terraform: true, emulator: true })("An upgrade, as CHANGELOG.md describes it", () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await startWorkplace();
  });

  afterAll(() => place.leave());

  test("load balancers with subnets take subnet mappings and their triggers, and the plan changes none", async () => {
    const outdir = path.join(place.folder, "cdktf.out");
    const folder = path.join(outdir, "stacks", "upgrade");
    synthesize(outdir);
    const balancers = asBefore(path.join(folder, "cdk.tf.json"));
    expect(balancers).toHaveLength(4);
    // The load balancers with what they refer to, and nothing besides.
    const targets = balancers.map((address) => `-target=${address}`).join(" ");
    const stack = new TerraformFolder(folder, {
      ...place.emulator.env,
      TF_CLI_ARGS_apply: `-parallelism=40 ${targets}`,
      TF_CLI_ARGS_plan: targets,
    });
    await stack.init();
    await stack.apply();
    expect(await stack.changes()).toEqual([]);
    synthesize(outdir);
    const changes = await stack.changes();
    expect(changes.filter((change) => !/^terraform_data\.\S+: create$/.test(change))).toEqual([]);
    expect(changes).not.toEqual([]);
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
  });
});
