import { execFile } from "node:child_process";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClientAccess } from "../../lib";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { describeWith } from "../support/requires";
import { changesOf, TerraformFolder, terraformEnv } from "../terraform/terraform";
import { commandOf, filled, OF_KILLED_DEPLOYS } from "./runbooks";
import { startWorkplace, type Workplace } from "./workplace";

/** What ends a deploy: a signal to Terraform, or a call that AWS refuses. */
type Ending = "SIGKILL" | "SIGINT" | "refusal";

/** `npm run changes:all` ends a deploy at each of ten points; else at two. */
const ALL = (process.env["SEMS_CHANGES"] ?? "") !== "";
const IN_TURN: readonly Ending[] = ["SIGKILL", "refusal", "SIGINT"];
const ENDINGS: readonly Ending[] = Array.from(
  { length: ALL ? 10 : 2 },
  (_, i) => IN_TURN[i % IN_TURN.length] ?? "SIGKILL",
);
/** Calls that change something between one point and the next. */
const DISTANCE = ALL ? 3 : 12;

if (ALL) jest.setTimeout(60 * 60_000);

const REFUSED = "refused by a test";
const FQDN = "keys.sems-killed.test";

/** An error of Terraform's: its text, and the resource that it is about. */
interface Failure {
  readonly text: string;
  readonly address: string;
}

const failuresIn = (output: string): Failure[] =>
  output.split(/(?=Error: )/).flatMap((text) => {
    const address = /with (\S+),/.exec(text)?.[1];
    return address === undefined ? [] : [{ text, address }];
  });

function synthesize(folder: string, what: "network" | "all"): void {
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  const stack = new TerraformStack(app, "killed");
  new LocalBackend(stack, { path: path.join(folder, "terraform.tfstate") });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  const { vpc, subnets } = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 2 });
  const zone = new Route53Zone(stack, "Zone", { name: "sems-killed.test", forceDestroy: true });
  if (what === "network") {
    app.synth();
    return;
  }
  new ClientAccess(stack, "clients", {
    clientFqdn: FQDN,
    vpcId: vpc.id,
    hostedZone: { id: zone.zoneId, name: "sems-killed.test" },
    scheme: "internet-facing",
    deletionProtection: false,
    nodes: ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
      name: `sems${i + 1}`,
      interface1: { fqdn: `sems${i + 1}.sems-killed.test`, address: `10.42.${i + 1}.20` },
      interface2: { address: `10.42.${i + 1}.10`, availabilityZone },
    })),
    subnets,
  });
  app.synth();
}

describeWith({ terraform: true, emulator: true, aws: true })("A deploy that failed or was killed", () => {
  let place: Workplace;
  let stack: TerraformFolder;
  const used = new Set<string>();

  beforeAll(async () => {
    place = await startWorkplace();
    stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", "killed"), {
      ...place.emulator.env,
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
  });

  afterAll(() => place.leave());

  const runbook = async (operation: string, values: Record<string, string>): Promise<string[][]> => {
    used.add(operation);
    const env = { ...terraformEnv(), ...place.emulator.env, AWS_PAGER: "" };
    const command = filled(commandOf("A deploy failed or was killed", operation), values);
    const { stdout } = await promisify(execFile)("sh", ["-c", command], { env, cwd: place.folder });
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split("\t"));
  };

  const valuesInState = async (type: string): Promise<Record<string, unknown>[]> => {
    const resources = (await stack.state()).values?.root_module.resources ?? [];
    return resources.filter((resource) => resource.type === type).map(({ values }) => values);
  };

  const lostLoadBalancer = async (): Promise<string> => {
    const known = (await valuesInState("aws_lb")).map(({ arn }) => arn);
    const arns = (await runbook("get-resources", { FQDN })).flat();
    return arns.find((arn) => !known.includes(arn)) ?? "";
  };

  /** The id that the runbook finds for a resource that exists already. */
  const idOf = async ({ text, address }: Failure): Promise<string> => {
    const type = address.split(".")[0];
    switch (type) {
      case "aws_route53_record": {
        const [, name = "", recordType = "", identifier = ""] =
          /name='([^']*?)\.?', type='(\w+)'(?:, set identifier='([^']*)')?/.exec(text) ?? [];
        const zone = String((await valuesInState("aws_route53_zone"))[0]?.["zone_id"]);
        return [zone, name, recordType, identifier].filter((part) => part !== "").join("_");
      }
      case "aws_lb":
        return lostLoadBalancer();
      case "aws_lb_listener": {
        const arn = String((await valuesInState("aws_lb"))[0]?.["arn"]);
        return (await runbook("describe-listeners", { LOAD_BALANCER: arn }))[0]?.[1] ?? "";
      }
      case "aws_vpc_security_group_ingress_rule":
      case "aws_vpc_security_group_egress_rule": {
        const isEgress = String(type === "aws_vpc_security_group_egress_rule");
        const groups = await valuesInState("aws_security_group");
        const known = [
          ...(await valuesInState("aws_vpc_security_group_ingress_rule")),
          ...(await valuesInState("aws_vpc_security_group_egress_rule")),
        ];
        for (const { id, name_prefix: prefix } of groups) {
          if (address.includes("Interface2") !== String(prefix).includes("interface2")) continue;
          const rules = await runbook("describe-security-group-rules", { GROUP: String(id) });
          const found = rules.find(
            ([rule = "", egress = "", port]) =>
              egress.toLowerCase() === isEgress && port !== "-1" && !known.some((one) => one["id"] === rule),
          );
          if (found?.[0] !== undefined) return found[0];
        }
        return "";
      }
      default:
        throw new Error(`the runbook has nothing on ${address}: ${text}`);
    }
  };

  /** What Terraform says of a deploy that failed; nothing of one that did not. */
  const deploy = (): Promise<string> => stack.apply().then(() => "", String);

  /** Imports what AWS refuses because it exists already; returns its addresses. */
  const importExisting = async (output: string): Promise<string[]> => {
    const existing = failuresIn(output).filter(({ text }) => !text.includes(REFUSED));
    for (const failure of existing) await stack.import(failure.address, await idOf(failure));
    return existing.map(({ address }) => address);
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
  const deployUntil = async (ending: Ending): Promise<boolean> => {
    const target = (await place.emulator.changes()) + DISTANCE;
    if (ending === "refusal") {
      await place.emulator.refuseChange(target);
      const output = await deploy();
      const found = await importExisting(output);
      return output.includes(REFUSED) || (found.length > 0 && (await deploy()).includes(REFUSED));
    }
    const { ended, end } = stack.startApply();
    const over = ended.then(() => true);
    while (!(await Promise.race([over, sleep(20, false)])) && (await place.emulator.changes()) < target);
    end(ending);
    await ended;
    // What the last ending lost may stop a deploy before: it is imported first.
    return (await place.emulator.changes()) >= target || deployUntil("refusal");
  };

  test(`ended at up to ${ENDINGS.length} points, each of the next deploys goes on, and the last plan is empty`, async () => {
    synthesize(place.folder, "network");
    await stack.init();
    await stack.apply();
    synthesize(place.folder, "all");
    // A deploy that is over has no further points; ten of them are more than some have.
    let reached = 0;
    for (const ending of ENDINGS) {
      if (!(await deployUntil(ending))) break;
      reached++;
    }
    expect(reached).toBeGreaterThanOrEqual(Math.min(ENDINGS.length, 5));
    await heal();
    expect(changesOf(await stack.plan())).toEqual([]);
  });

  test("what was made and is in no state: the runbook's import brings it back", async () => {
    const { values } = await stack.state();
    const lost = (values?.root_module.resources ?? []).filter(({ address }) =>
      /^aws_(lb|lb_listener)\.|^aws_route53_record\.\S+Tier1_Secondary|^aws_vpc_security_group_ingress_rule\.\S+Interface2/.test(
        address,
      ),
    );
    expect(lost.map(({ type }) => type).sort()).toEqual([
      "aws_lb",
      "aws_lb_listener",
      "aws_route53_record",
      "aws_vpc_security_group_ingress_rule",
    ]);
    await stack.forget(...lost.map(({ address }) => address));
    const imported = await heal();
    expect(imported.sort()).toEqual(lost.map(({ address }) => address).sort());
    expect(changesOf(await stack.plan())).toEqual([]);
    const ids = (all: typeof lost) => all.map(({ values: { id } }) => String(id)).sort();
    const resources = (await stack.state()).values?.root_module.resources ?? [];
    expect(ids(resources.filter(({ address }) => imported.includes(address)))).toEqual(ids(lost));
    await runbook("describe-addresses", {});
    expect([...used]).toEqual(expect.arrayContaining([...OF_KILLED_DEPLOYS]));
  });
});
