import * as fs from "node:fs";
import * as path from "node:path";
import { App } from "cdktf";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { allocateAddress } from "../emulator/allocate-address";
import { startWorkplace, type Workplace } from "../emulator/workplace";
import { COMPOSED_EXAMPLES } from "../support/composed-examples";
import { describeWith } from "../support/requires";
import { reviewOf, servingNodes } from "../../review/test/support/review";
import { planOfModules, type Configuration } from "./plan-of-modules";
import { changesOf, type TerraformPlan } from "./terraform";

const EXAMPLES = path.join(__dirname, "../../docs/examples");
const read = (file: string): string => fs.readFileSync(path.join(EXAMPLES, file), "utf8");

/** The stacks that are planned, and what of their text this test's AWS and provider need otherwise. */
const FROM_CONFIG: Readonly<Record<string, (text: string, allocationId: string) => string>> = {
  "fail-over.json": (text) => text,
  "complete.json": (text, allocationId) => text.replace("eipalloc-0aaaaaaaaaaaaaaaa", allocationId),
  "public-certificates.json": (text) => text,
  "inside-and-outside.json": (text) => text,
};

/** Younger than provider 5.100, the one that the emulator has been made to fit. */
const EXPORT = /"options": \{\s*"export": "ENABLED"\s*\},/g;

/** The configuration of a stack, as synthesized. */
function synthesized(folder: string, name: string, build: (app: App) => unknown): Configuration {
  const outdir = path.join(folder, name);
  fs.mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir });
  build(app);
  app.synth();
  const [stack = ""] = fs.readdirSync(path.join(outdir, "stacks"));
  const json = fs.readFileSync(path.join(outdir, "stacks", stack, "cdk.tf.json"), "utf8");
  // Of the range that the stacks allow, the version that the emulator has been made to fit.
  const pinned = json.replace(/">= (5\.100\.0|6\.4\.0), < 7\.0\.0"/, '"5.100.0"');
  expect(pinned).toContain('"5.100.0"');
  const supported = pinned.replace(EXPORT, "");
  // Public certificates have it, and no others.
  expect(supported !== pinned).toBe(name === "public-certificates.json");
  return JSON.parse(supported) as Configuration;
}

describeWith({ terraform: true, emulator: true })("The real provider validates and plans", () => {
  let place: Workplace;
  let configurations: ReadonlyMap<string, Configuration>;
  let planOf: (number: number) => TerraformPlan;

  beforeAll(async () => {
    // One of its own for each region and each set of tags: a provider that runs already would be configured once.
    place = await startWorkplace("for each command");
    const { allocationId } = await allocateAddress(place.emulator.endpoint, "eu-central-1");
    const apps = path.join(place.folder, "apps");
    configurations = new Map([
      ["the sandbox", synthesized(apps, "sandbox", (app) => new SandboxStack(app, "sems-sandbox"))],
      ...Object.entries(FROM_CONFIG).map(([file, adapt]) => {
        const config = parseConfig(file, adapt(read(file), allocationId));
        // The state stays here: no plan needs the bucket.
        const build = (app: App) => new ClusterStack(app, config.name, { ...config, state: undefined });
        return [file, synthesized(apps, file, build)] as const;
      }),
      ...COMPOSED_EXAMPLES.map(
        ([file, Example]) => [file, synthesized(apps, file, (app) => new Example(app, "example"))] as const,
      ),
    ]);
    const folder = path.join(place.folder, "modules");
    planOf = await planOfModules(folder, [...configurations.values()], place.emulator.env);
  });

  afterAll(() => place.leave());

  /** What the plan of a stack changes. */
  function changesOfPlan(name: string): string[] {
    const plan = planOf([...configurations.keys()].indexOf(name));
    const review = reviewOf(plan);
    expect(review.findings).toEqual([]);
    expect(review.services).not.toHaveLength(0);
    // What the provider fills in, and what only references show, changes nothing for clients.
    expect(servingNodes(review)).toEqual(servingNodes(reviewOf(configurations.get(name))));
    return changesOf(plan);
  }
  const countOf = (changes: readonly string[], type: string): number =>
    changes.filter((change) => change.startsWith(`${type}.`)).length;

  test("the sandbox", () => {
    const changes = changesOfPlan("the sandbox");
    expect(changes.length).toBeGreaterThan(80);
    expect(new Set(changes.map((change) => change.split(": ")[1]))).toEqual(new Set(["create"]));
  });

  test("fail-over.json", () => {
    expect(countOf(changesOfPlan("fail-over.json"), "aws_route53_record")).toBe(2);
  });

  test("complete.json, with an Elastic IP that exists and Route 53's checkers let in", () => {
    const changes = changesOfPlan("complete.json");
    expect(countOf(changes, "aws_eip")).toBe(2);
    expect(changes.filter((change) => change.includes("HealthCheckers"))).toHaveLength(1);
  });

  test("public-certificates.json, but for the one attribute that is younger than provider 5.100", () => {
    expect(countOf(changesOfPlan("public-certificates.json"), "aws_acm_certificate_validation")).toBe(3);
  });

  test("inside-and-outside.json, with alarms and a load balancer for each node", () => {
    const changes = changesOfPlan("inside-and-outside.json");
    expect(countOf(changes, "aws_lb")).toBe(6);
    // Of certificates, of endpoint health, and those that notify.
    expect(countOf(changes, "aws_cloudwatch_metric_alarm")).toBe(4 + 9 + 13);
  });

  test.each(COMPOSED_EXAMPLES)("%s", (file) => {
    expect(new Set(changesOfPlan(file).map((change) => change.split(": ")[1]))).toEqual(new Set(["create"]));
  });

  test("every example has its test", () => {
    expect(fs.readdirSync(EXAMPLES).sort()).toEqual(Object.keys(FROM_CONFIG).sort());
  });
});
