import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClientAccess } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { describeWith } from "../support/requires";
import { changesOf, TerraformFolder } from "../terraform/terraform";
import { allocateAddress } from "./allocate-address";
import { CLUSTER_CHANGES } from "./cluster-changes";
import { startWorkplace, type Workplace } from "./workplace";

/** `npm run changes:all` applies those that replace a load balancer, too, which takes minutes. */
const ALL = process.env["SEMS_CHANGES"] === "all";
const CHANGES = CLUSTER_CHANGES.filter(({ replacesLoadBalancer }) => ALL || !replacesLoadBalancer);

if (ALL) jest.setTimeout(60 * 60_000);

describeWith({ terraform: true, emulator: true })("Changes of a deployed cluster, applied", () => {
  let place: Workplace;
  let terraform: TerraformFolder;
  let allocationId: string;

  /** Synthesizes all client accesses side by side, before or after their change. */
  const synthesize = (when: "before" | "after"): void => {
    const app = new App({ outdir: path.join(place.folder, "cdktf.out") });
    const stack = new TerraformStack(app, "changes");
    new LocalBackend(stack, { path: path.join(place.folder, "terraform.tfstate") });
    new AwsProvider(stack, "aws", { region: "us-east-1" });
    // Of the range that the stacks allow, the version that the emulator has been made to fit.
    stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
    const { vpc, subnets } = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 3 });
    const name = "sems-changes.test";
    const zones = {
      "internet-facing": new Route53Zone(stack, "Public", { name, forceDestroy: true }),
      internal: new Route53Zone(stack, "Private", { name, forceDestroy: true, vpc: [{ vpcId: vpc.id }] }),
    };
    const around = {
      allocationId,
      networkOf: (scheme: keyof typeof zones) => ({
        vpcId: vpc.id,
        subnets,
        hostedZone: { id: zones[scheme].zoneId, name },
      }),
    };
    CHANGES.forEach((change, i) => new ClientAccess(stack, `Change${i}`, change[when](around, i)));
    app.synth();
  };

  beforeAll(async () => {
    place = await startWorkplace();
    ({ allocationId } = await allocateAddress(place.emulator.endpoint, "us-east-1"));
    terraform = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", "changes"), {
      ...place.emulator.env,
      // The provider waits 15 seconds for each record.
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
    synthesize("before");
    await terraform.init();
    await terraform.apply();
    synthesize("after");
    await terraform.apply();
  });

  afterAll(() => place.leave());

  test(`in one go, after which there is nothing to do: ${CHANGES.map(({ name }) => name).join("; ")}`, async () => {
    expect(changesOf(await terraform.plan())).toEqual([]);
  });
});
