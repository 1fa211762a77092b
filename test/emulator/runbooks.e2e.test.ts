import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { App, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { ClientAccess, type ClientAccessProps, type Takeover } from "../../lib";
import { SandboxAuthority } from "../../stacks/sandbox-authority";
import { SandboxNetwork } from "../../stacks/sandbox-network";
import { describeWith } from "../support/requires";
import { TerraformFolder, terraformEnv } from "../terraform/terraform";
import { LostState, NOT_IMPORTED } from "./lost-state";
import { documentedCommands, filled, OF_KILLED_DEPLOYS } from "./runbooks";
import { startWorkplace, type Workplace } from "./workplace";

const FQDN = "keys.sems-runbooks.test";

/** A name that is in use when the cluster takes it over. */
const MOVED = "moved.sems-runbooks.test";
const OLD_RECORD = { type: "A", ttlSeconds: 60, values: ["192.0.2.10", "192.0.2.11"] } as const;

/** Operations that the emulated AWS does not know, or not as AWS does them: only their options are checked. */
const NOT_EMULATED: readonly string[] = [
  "export-certificate",
  "update-hosted-zone-features",
  "create-permission",
];

/** What exists before the stack. */
interface Existing {
  readonly folder: string;
  /** An Elastic IP that the name that moves brings along. */
  readonly allocationId: string;
}

/** Two nodes in three zones: the third one's subnet is the one to remove; and the same nodes under a name that moves. */
function synthesize({ folder, allocationId }: Existing, subnets: number, takeover?: Takeover): void {
  const app = new App({ outdir: path.join(folder, "cdktf.out") });
  const stack = new TerraformStack(app, "runbooks");
  new LocalBackend(stack, { path: path.join(folder, "terraform.tfstate") });
  new AwsProvider(stack, "aws", { region: "us-east-1" });
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
  const network = new SandboxNetwork(stack, "Network", { region: "us-east-1", zones: 3 });
  const zone = new Route53Zone(stack, "Zone", { name: "sems-runbooks.test", forceDestroy: true });
  const authority = new SandboxAuthority(stack, "Authority", { commonName: "SEMS test root" });
  const certificate = new AcmCertificate(stack, "Certificate", {
    domainName: FQDN,
    certificateAuthorityArn: authority.arn,
  });
  const props: Omit<ClientAccessProps, "clientFqdn"> = {
    vpcId: network.vpc.id,
    hostedZone: { id: zone.zoneId, name: zone.name },
    scheme: "internet-facing",
    deletionProtection: false,
    nodes: ["us-east-1a", "us-east-1b"].map((availabilityZone, i) => ({
      name: `sems${i + 1}`,
      interface1: { fqdn: `sems${i + 1}.sems-runbooks.test`, address: `10.42.${i + 1}.20` },
      interface2: { address: `10.42.${i + 1}.10`, availabilityZone },
    })),
    subnets: network.subnets.slice(0, subnets),
  };
  const access = new ClientAccess(stack, "clients", { ...props, clientFqdn: FQDN });
  const moved = new ClientAccess(stack, "moved", {
    ...props,
    clientFqdn: MOVED,
    subnets: network.subnets.map((subnet, i) => (i === 0 ? { ...subnet, allocationId } : subnet)),
    ...(takeover === undefined ? {} : { takeover }),
  });
  if (moved.changeBatch !== undefined) {
    new TerraformOutput(stack, "clients_change_batch", { value: moved.changeBatch });
  }
  const values = {
    LOAD_BALANCER: access.loadBalancers[0]?.arn,
    ZONE: zone.zoneId,
    VPC: network.vpc.id,
    CHECK: access.healthChecks[0]?.id,
    CERTIFICATE: certificate.arn,
  };
  new TerraformOutput(stack, "values", { value: values });
  app.synth();
}

describeWith({ terraform: true, emulator: true, aws: true })("The commands of the runbooks", () => {
  let place: Workplace;
  let stack: TerraformFolder;
  let values: Record<string, string>;
  let existing: Existing;
  let elasticIp: string;

  const run = async (command: string, cwd = place.folder): Promise<string> => {
    const env = { ...terraformEnv(), ...place.emulator.env, AWS_PAGER: "" };
    return (await promisify(execFile)("sh", ["-c", command], { env, cwd })).stdout.trim();
  };
  const documented = documentedCommands("aws");
  const used = new Set<string>();
  const runbook = (operation: string, cwd?: string): Promise<string> => {
    const command = documented.find((line) => line.includes(` ${operation} `));
    if (command === undefined) throw new Error(`no runbook has ${operation}`);
    used.add(operation);
    return run(filled(command, values), cwd);
  };

  beforeAll(async () => {
    place = await startWorkplace();
    const allocate = "aws ec2 allocate-address --domain vpc --query '[AllocationId, PublicIp]' --output text";
    const [allocationId = "", address = ""] = (await run(allocate)).split("\t");
    elasticIp = address;
    existing = { folder: place.folder, allocationId };
    synthesize(existing, 3, { record: OLD_RECORD });
    stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", "runbooks"), {
      ...place.emulator.env,
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
    await stack.init();
    await stack.apply();
    const { values: state } = await stack.state();
    values = {
      ...(state?.outputs["values"]?.value as Record<string, string>),
      FQDN,
      BUCKET: "states",
      KEY: "sems.tfstate",
    };
    await run("aws s3api create-bucket --bucket states");
  });

  afterAll(() => place.leave());

  test.each(NOT_EMULATED)("%s: its options are right", async (operation) => {
    const command = documented.find((line) => line.includes(` ${operation} `)) ?? "none";
    const arn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
    const [words = ""] = filled(command, { ARN: arn, REGION: "us-east-1", ZONE: "Z1" }).split(" > ");
    // Checks the options, and makes no request.
    await run(`touch passphrase.txt; ${words} --generate-cli-skeleton output`);
  });

  test("find a cluster again by what it bears", async () => {
    const found = await runbook("get-resources");
    expect(found.split(/\s+/)).toEqual([values["LOAD_BALANCER"]]);
    expect((await runbook("describe-target-groups")).split("\n")).toHaveLength(1);
    expect((await runbook("describe-listeners")).split("\n")).toHaveLength(1);
    const records = await runbook("list-resource-record-sets");
    expect(records).toMatch(/keys\.sems-runbooks\.test\.\tA\ttier1-primary/);
    expect(records).toMatch(/keys\.sems-runbooks\.test\.\tA\ttier1-secondary/);
  });

  test("look at a health check and at a certificate", async () => {
    expect(JSON.parse(await runbook("get-health-check-status"))).toHaveProperty("HealthCheckObservations");
    expect(JSON.parse(await runbook("describe-certificate"))).toHaveProperty("Certificate.Serial");
    expect(await runbook("list-certificates")).toBe(`${FQDN}\t${values["CERTIFICATE"] ?? ""}`);
  });

  test("bring back an older version of the state", async () => {
    await runbook("put-bucket-versioning");
    for (const content of ["good", "damaged"]) {
      await run(
        `printf ${content} > body; aws s3api put-object --bucket states --key sems.tfstate --body body`,
      );
    }
    const versions = (await runbook("list-object-versions")).split("\n").map((line) => line.split("\t"));
    const good = versions.find(([, , size]) => size === "4");
    values["VERSION"] = good?.[1] ?? "";
    await runbook("copy-object");
    await run("aws s3api get-object --bucket states --key sems.tfstate restored");
    expect(await run("cat restored")).toBe("good");
  });

  test("move a name that is in use: it has records before and after each step, and the last plan is empty", async () => {
    const ofName = async (query: string): Promise<string[]> => {
      const zone = values["ZONE"] ?? "";
      const list = `aws route53 list-resource-record-sets --hosted-zone-id ${zone} --output text`;
      return (await run(`${list} --query "ResourceRecordSets[?Name=='${MOVED}.']${query}"`)).split(/\s+/);
    };
    const recordsOfName = (): Promise<string[]> => ofName(".SetIdentifier || ['plain']");
    const { type: Type, ttlSeconds: TTL } = OLD_RECORD;
    const old = { Name: MOVED, Type, TTL, ResourceRecords: OLD_RECORD.values.map((Value) => ({ Value })) };
    const batch = JSON.stringify({ Changes: [{ Action: "CREATE", ResourceRecordSet: old }] });
    await run(
      `aws route53 change-resource-record-sets --hosted-zone-id ${values["ZONE"] ?? ""} --change-batch '${batch}'`,
    );
    expect(await recordsOfName()).toEqual(["plain"]);

    await runbook("change-resource-record-sets", stack.path);
    expect(await recordsOfName()).toEqual(["tier1-primary", "tier1-secondary"]);
    expect(await ofName("[].ResourceRecords[].Value")).toContain(elasticIp);

    synthesize(existing, 3, { adopt: true });
    const changesRecords = (change: string): boolean => change.includes("moved_Records");
    expect((await stack.changes()).filter(changesRecords)).toEqual([]);
    await stack.applyPlan();
    synthesize(existing, 3);
    expect(await stack.changes()).toEqual([]);
    expect(await recordsOfName()).toEqual(["tier1-primary", "tier1-secondary"]);
  });

  test("remove a subnet in place, where the provider alone would replace the load balancer", async () => {
    synthesize(existing, 2);
    const ofLoadBalancer = async () =>
      (await stack.changes()).filter((change) => change.startsWith("aws_lb."));
    expect(await ofLoadBalancer()).toEqual([expect.stringMatching(/delete|create|replace/)]);

    const zones = (await runbook("describe-load-balancers")).split("\n").map((line) => line.split("\t"));
    expect(zones).toHaveLength(3);
    for (const [i, letter] of ["a", "b"].entries()) {
      const [, subnet = "", allocation = ""] = zones.find(([zone]) => zone === `us-east-1${letter}`) ?? [];
      values[`SUBNET_${i + 1}`] = subnet;
      values[`ALLOCATION_${i + 1}`] = allocation;
    }
    await runbook("set-subnets");
    const replaced = (await ofLoadBalancer()).filter((change) => !change.endsWith(": update"));
    expect(replaced).toEqual([]);
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
    expect((await runbook("describe-load-balancers")).split("\n")).toHaveLength(2);
  });

  test("find what no state has any more, and bring it back: the plan creates nothing anew", async () => {
    const lost = ((await stack.state()).values?.root_module.resources ?? []).filter(({ address }) =>
      /^(aws_\w+|terraform_data)\.(clients_|Certificate)/.test(address),
    );
    await stack.forget(...lost.map(({ address }) => address));
    const created = (await stack.plan()).resource_changes.filter(
      ({ change }) => change.actions[0] === "create",
    );
    expect(created.map(({ address }) => address).sort()).toEqual(lost.map(({ address }) => address).sort());

    const deployed = await LostState.find(values, async (operation, more) => {
      Object.assign(values, more);
      return (await runbook(operation)).split("\n").map((line) => line.split("\t"));
    });
    const ids = created
      .filter(({ type }) => !NOT_IMPORTED.has(type))
      .map((resource) => [resource.address, deployed.idOf(resource)] as const);
    const idBefore = new Map(lost.map(({ address, values: { id } }) => [address, String(id)]));
    expect(ids).toEqual(ids.map(([address]) => [address, idBefore.get(address)]));

    const file = path.join(stack.path, "imports.tf");
    const block = ([to, id]: readonly [string, string]) => `import {\n  to = ${to}\n  id = "${id}"\n}\n`;
    fs.writeFileSync(file, ids.map(block).join(""));
    const changes = (await stack.changes()).filter((change) => !change.endsWith(": update"));
    expect(changes.sort()).toEqual(
      lost
        .filter(({ type }) => NOT_IMPORTED.has(type))
        .map(({ address }) => `${address}: create`)
        .sort(),
    );
    await stack.applyPlan();
    fs.rmSync(file);
    expect(await stack.changes()).toEqual([]);
  });

  test("are all run or checked", () => {
    const operations = documented.map((command) => command.split(" ")[2] ?? "");
    const elsewhere = new Set<string>([...NOT_EMULATED, ...OF_KILLED_DEPLOYS]);
    expect(operations.filter((operation) => !used.has(operation) && !elsewhere.has(operation))).toEqual([]);
  });
});
