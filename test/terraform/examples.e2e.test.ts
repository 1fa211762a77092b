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
import { changesOf, TerraformFolder } from "./terraform";

const EXAMPLES = path.join(__dirname, "../../docs/examples");

describeWith({ terraform: true, emulator: true })("The real provider validates and plans", () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await startWorkplace();
  });

  afterAll(() => place.leave());

  /** Synthesizes one stack, hands its JSON to `adapt`, and lets Terraform plan it, for which it validates first. */
  async function changesOfPlan(
    name: string,
    build: (app: App) => { readonly node: { readonly id: string } },
    adapt: (json: string) => string = (json) => json,
  ): Promise<string[]> {
    const outdir = path.join(place.folder, name);
    const app = new App({ outdir });
    const { id } = build(app).node;
    app.synth();
    const stack = path.join(outdir, "stacks", id);
    const file = path.join(stack, "cdk.tf.json");
    // Of the range that the stacks allow, the version that the emulator has been made to fit.
    const pinned = fs.readFileSync(file, "utf8").replace(/">= (5\.100\.0|6\.4\.0), < 7\.0\.0"/, '"5.100.0"');
    expect(pinned).toContain('"5.100.0"');
    const configuration = adapt(pinned);
    fs.writeFileSync(file, configuration);
    const terraform = new TerraformFolder(stack, place.emulator.env);
    await terraform.init();
    const plan = await terraform.plan();
    const review = reviewOf(plan);
    expect(review.findings).toEqual([]);
    expect(review.services).not.toHaveLength(0);
    // What the provider fills in, and what only references show, changes nothing for clients.
    expect(servingNodes(review)).toEqual(servingNodes(reviewOf(JSON.parse(configuration))));
    return changesOf(plan);
  }

  const fromConfig = (file: string, text: string) => (app: App) => {
    const config = parseConfig(file, text);
    // The state stays here: no plan needs the bucket.
    return new ClusterStack(app, config.name, { ...config, state: undefined });
  };

  const read = (file: string): string => fs.readFileSync(path.join(EXAMPLES, file), "utf8");

  test("the sandbox", async () => {
    const changes = await changesOfPlan("sandbox", (app) => new SandboxStack(app, "sems-sandbox"));
    expect(changes.length).toBeGreaterThan(80);
    expect(new Set(changes.map((change) => change.split(": ")[1]))).toEqual(new Set(["create"]));
  });

  test("fail-over.json", async () => {
    const changes = await changesOfPlan("fail-over", fromConfig("fail-over.json", read("fail-over.json")));
    expect(changes.filter((change) => change.startsWith("aws_route53_record."))).toHaveLength(2);
  });

  test("complete.json, with an Elastic IP that exists and Route 53's checkers let in", async () => {
    const { allocationId } = await allocateAddress(place.emulator.endpoint, "eu-central-1");
    const text = read("complete.json").replace("eipalloc-0aaaaaaaaaaaaaaaa", allocationId);
    const changes = await changesOfPlan("complete", fromConfig("complete.json", text));
    expect(changes.filter((change) => change.startsWith("aws_eip."))).toHaveLength(2);
    expect(changes.filter((change) => change.includes("HealthCheckers"))).toHaveLength(1);
  });

  test("public-certificates.json, but for the one attribute that is younger than provider 5.100", async () => {
    const withoutExport = (json: string): string => {
      const rest = json.replace(/"options": \{\s*"export": "ENABLED"\s*\},/g, "");
      expect(rest).not.toBe(json);
      return rest;
    };
    const text = read("public-certificates.json");
    const changes = await changesOfPlan(
      "public",
      fromConfig("public-certificates.json", text),
      withoutExport,
    );
    expect(changes.filter((change) => change.startsWith("aws_acm_certificate_validation."))).toHaveLength(3);
  });

  test("inside-and-outside.json, with alarms and a load balancer for each node", async () => {
    const text = read("inside-and-outside.json");
    const changes = await changesOfPlan("both", fromConfig("inside-and-outside.json", text));
    const count = (type: string): number => changes.filter((change) => change.startsWith(`${type}.`)).length;
    expect(count("aws_lb")).toBe(6);
    // Of certificates, of endpoint health, and those that notify.
    expect(count("aws_cloudwatch_metric_alarm")).toBe(4 + 9 + 13);
  });

  test.each(COMPOSED_EXAMPLES)("%s", async (file, Example) => {
    const name = file.replace(".ts", "");
    const changes = await changesOfPlan(name, (app) => new Example(app, name));
    expect(new Set(changes.map((change) => change.split(": ")[1]))).toEqual(new Set(["create"]));
  });

  test("every example has its test", () => {
    const tested = ["complete.json", "fail-over.json", "inside-and-outside.json", "public-certificates.json"];
    expect(fs.readdirSync(EXAMPLES).sort()).toEqual(tested);
  });
});
