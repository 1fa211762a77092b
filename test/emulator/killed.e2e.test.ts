import { execFile } from "node:child_process";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClientAccess, ClientService, LoadBalancingMethod, type ClientAccessProps } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { describeWith } from "../support/requires";
import { TerraformFolder, terraformEnv } from "../terraform/terraform";
import { failuresIn, LostResources } from "./lost-resources";
import { commandOf, filled, OF_KILLED_DEPLOYS } from "./runbooks";
import { startWorkplace, type Workplace } from "./workplace";

/** What ends a deploy: a signal to Terraform, or a call that AWS refuses. */
type Ending = "SIGKILL" | "SIGINT" | "refusal";

/** `npm run changes:all` ends the first deploy at each of ten points; else at two. A change has no more than two. */
const ALL = (process.env["SEMS_CHANGES"] ?? "") !== "";
const IN_TURN: readonly Ending[] = ["SIGKILL", "refusal", "SIGINT"];
const endings = (length: number): readonly Ending[] =>
  Array.from({ length }, (_, i) => IN_TURN[i % IN_TURN.length] ?? "SIGKILL");
const OF_FIRST_DEPLOY = endings(ALL ? 10 : 2);
const OF_CHANGE = endings(2);
/** Calls that change something between one point of the first deploy and the next. */
const DISTANCE = ALL ? 3 : 12;
/** Likewise for a change, which makes fewer calls. */
const DISTANCE_IN_CHANGE = 3;

if (ALL) jest.setTimeout(60 * 60_000);

const REFUSED = "refused by a test";
const FQDN = "keys.sems-killed.test";

const NODES = ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
  name: `sems${i + 1}`,
  interface1: { fqdn: `sems${i + 1}.sems-killed.test`, address: `10.42.${i + 1}.20` },
  interface2: { address: `10.42.${i + 1}.10`, availabilityZone },
}));

type Change = readonly [string, Partial<ClientAccessProps>];

const CHANGES: readonly Change[] = [
  [
    "another service, order of the nodes and way to probe",
    {
      services: [ClientService.custom("portal", 8443)],
      endpointHealth: { intervalSeconds: 30 },
      nodes: [...NODES].reverse(),
    },
  ],
];
/** Those that create or delete a load balancer, which takes the provider minutes. */
const SLOW_CHANGES: readonly Change[] = [
  ["the method weighted", { method: LoadBalancingMethod.weighted() }],
  ["the topology", { topology: "per-node" }],
];

/** The network alone, or with a client access in it. */
function synthesize(folder: string, access?: Partial<ClientAccessProps>): void {
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  const stack = new TerraformStack(app, "killed");
  new LocalBackend(stack, { path: path.join(folder, "terraform.tfstate") });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  const { vpc, subnets } = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 2 });
  const zone = new Route53Zone(stack, "Zone", { name: "sems-killed.test", forceDestroy: true });
  if (access !== undefined) {
    new ClientAccess(stack, "clients", {
      clientFqdn: FQDN,
      vpcId: vpc.id,
      hostedZone: { id: zone.zoneId, name: "sems-killed.test" },
      scheme: "internet-facing",
      deletionProtection: false,
      nodes: NODES,
      subnets,
      ...access,
    });
  }
  app.synth();
}

describeWith({ terraform: true, emulator: true, aws: true })("A deploy that failed or was killed", () => {
  let place: Workplace;
  let stack: TerraformFolder;
  let lost: LostResources;
  const used = new Set<string>();

  beforeAll(async () => {
    place = await startWorkplace();
    stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", "killed"), {
      ...place.emulator.env,
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
    lost = new LostResources(stack, runbook, FQDN);
  });

  afterAll(() => place.leave());

  const runbook = async (operation: string, values: Record<string, string> = {}): Promise<string[][]> => {
    used.add(operation);
    const env = { ...terraformEnv(), ...place.emulator.env, AWS_PAGER: "" };
    const command = filled(commandOf("A deploy failed or was killed", operation), values);
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { env, cwd: place.folder });
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t"));
  };

  /** What Terraform says of a deploy that failed; nothing of one that did not. */
  const deploy = (): Promise<string> => stack.apply().then(() => "", String);

  /** Imports what AWS refuses because it exists already; returns its addresses. */
  const importExisting = async (output: string): Promise<string[]> => {
    const existing = failuresIn(output).filter(({ text }) => !text.includes(REFUSED));
    // What the runbook has nothing on, such as a state that cannot be read.
    if (output !== "" && existing.length === 0 && !output.includes(REFUSED)) throw new Error(output);
    for (const failure of existing) {
      if (failure.text.includes("DependencyViolation")) await deleteLost();
      else await stack.import(failure.address, await lost.idOf(failure));
    }
    return existing.map(({ address }) => address);
  };

  /** Deletes the load balancers that no state has. */
  const deleteLost = async (): Promise<string[]> => {
    const arns = await lost.loadBalancers();
    for (const arn of arns) await runbook("delete-load-balancer", { LOAD_BALANCER: arn });
    return arns;
  };

  /** Deploys as the runbook says, until nothing is refused any more. */
  const heal = async (): Promise<string[]> => {
    const imported: string[] = [];
    for (;;) {
      const output = await deploy();
      if (output === "") return imported;
      const found = await importExisting(output);
      // What was imported is refused no more: each turn imports something else, or there is no end.
      if (found.every((address) => imported.includes(address))) throw new Error(output);
      imported.push(...found);
    }
  };

  /** Deploys until the ending; returns whether it came before the deploy was over. */
  const deployUntil = async (ending: Ending, distance: number): Promise<boolean> => {
    const target = (await place.emulator.changes()) + distance;
    if (ending === "refusal") {
      await place.emulator.refuseChange(target);
      const output = await deploy();
      const found = await importExisting(output);
      return output.includes(REFUSED) || (found.length > 0 && (await deploy()).includes(REFUSED));
    }
    // However late this process looks, Terraform has come no further.
    await place.emulator.holdChanges(target);
    const { ended, end } = stack.startApply();
    const over = ended.then(() => true);
    while (!(await Promise.race([over, sleep(20, false)])) && (await place.emulator.changes()) < target);
    end(ending);
    if (ending === "SIGKILL") await ended;
    await place.emulator.releaseChanges();
    await ended;
    // What the last ending lost may stop a deploy before: it is imported first.
    return (await place.emulator.changes()) >= target || deployUntil("refusal", distance);
  };

  /** Deploys until one ending after the other; returns how many came before a deploy was over. */
  const deployUntilEach = async (endings: readonly Ending[], distance: number): Promise<number> => {
    let reached = 0;
    for (const ending of endings) {
      if (!(await deployUntil(ending, distance))) break;
      reached++;
    }
    return reached;
  };

  test(`ended at up to ${OF_FIRST_DEPLOY.length} points, each of the next deploys goes on, and the last plan is empty`, async () => {
    synthesize(place.folder);
    await stack.init();
    await stack.apply();
    synthesize(place.folder, {});
    // A deploy that is over has no further points; ten of them are more than some have.
    const reached = await deployUntilEach(OF_FIRST_DEPLOY, DISTANCE);
    expect(reached).toBeGreaterThanOrEqual(Math.min(OF_FIRST_DEPLOY.length, 5));
    await heal();
    expect(await stack.changes()).toEqual([]);
  });

  test("what was made and is in no state: the runbook's import brings it back", async () => {
    const { values } = await stack.state();
    const forgotten = (values?.root_module.resources ?? []).filter(({ address }) =>
      /^aws_(lb|lb_listener)\.|^aws_route53_record\.\S+Tier1_Secondary|^aws_vpc_security_group_ingress_rule\.\S+Interface2/.test(
        address,
      ),
    );
    expect(forgotten.map(({ type }) => type).sort()).toEqual([
      "aws_lb",
      "aws_lb_listener",
      "aws_route53_record",
      "aws_vpc_security_group_ingress_rule",
    ]);
    await stack.forget(...forgotten.map(({ address }) => address));
    const imported = await heal();
    expect(imported.sort()).toEqual(forgotten.map(({ address }) => address).sort());
    expect(await stack.changes()).toEqual([]);
    const ids = (all: typeof forgotten) => all.map(({ values: { id } }) => String(id)).sort();
    const resources = (await stack.state()).values?.root_module.resources ?? [];
    expect(ids(resources.filter(({ address }) => imported.includes(address)))).toEqual(ids(forgotten));
    await runbook("describe-addresses", {});
  });

  test.each(ALL ? [...CHANGES, ...SLOW_CHANGES] : CHANGES)(
    `%s: ended at ${OF_CHANGE.length} points in mid-change, the deploys go on, and the last plan is empty`,
    async (_name, change) => {
      synthesize(place.folder, change);
      expect(await deployUntilEach(OF_CHANGE, DISTANCE_IN_CHANGE)).toBe(OF_CHANGE.length);
      await heal();
      expect(await stack.changes()).toEqual([]);
    },
  );

  test("a load balancer that no state has keeps a security group: the runbook finds it, and deletes it", async () => {
    const listed = (await stack.state()).values?.root_module.resources ?? [];
    const ofLoadBalancers = listed.filter(({ type }) => type === "aws_lb" || type === "aws_lb_listener");
    await stack.forget(...ofLoadBalancers.map(({ address }) => address));
    const arns = ofLoadBalancers.flatMap(({ type, values: { arn } }) => (type === "aws_lb" ? [arn] : []));
    // The deploys that were killed above may have lost one, too.
    expect(await deleteLost()).toEqual(expect.arrayContaining(arns));
    synthesize(place.folder);
    await stack.apply();
    expect(await stack.changes()).toEqual([]);
    expect([...used]).toEqual(expect.arrayContaining([...OF_KILLED_DEPLOYS]));
  });
});
