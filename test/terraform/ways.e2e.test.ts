import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { ClientAccess } from "../../lib";
import { describeWith } from "../support/requires";
import { nameOf, NETWORK, propsOf, refusalOf, WAYS, type Way } from "../support/ways";
import { startProvider } from "./provider-process";
import { TerraformFolder } from "./terraform";

const SUPPORTED = WAYS.filter((way) => refusalOf(way) === undefined);

/** How many of the first kinds of resources a way is made of: load balancers, records, and Route 53's checks. */
function countsOf({ method, topology, scheme, placement }: Way) {
  const nodes = method === "fail-over" ? 2 : 3;
  const failoverRecords = (nodes - 1) * 2;
  const records = {
    "fail-over": failoverRecords,
    "ordered-list": failoverRecords,
    weighted: failoverRecords + 2,
    manual: 1,
  }[method];
  const services = placement === "with mail" ? 2 : 1;
  const checks = topology === "zonal" ? nodes * (services === 1 ? 1 : services + 1) : 0;
  return {
    aws_lb: (topology === "zonal" ? 1 : nodes) + (method === "weighted" ? 1 : 0),
    aws_route53_record: records,
    aws_route53_health_check: checks,
    aws_cloudwatch_metric_alarm: topology === "zonal" && scheme === "internal" ? nodes * services : 0,
    aws_eip: topology === "zonal" && scheme === "internet-facing" ? NETWORK.subnets.length : 0,
  };
}

describeWith({ terraform: true })(
  "The real provider validates and plans every way to direct clients:",
  () => {
    let folder: string;
    let changes: string[];

    beforeAll(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-ways-"));
      const app = new App({ outdir: folder });
      // One stack for all: one init, one plan, which Terraform validates first.
      const stack = new TerraformStack(app, "ways");
      new LocalBackend(stack, { path: path.join(folder, "terraform.tfstate") });
      new AwsProvider(stack, "aws", {
        region: "us-east-1",
        accessKey: "none",
        secretKey: "none",
        skipCredentialsValidation: true,
        skipRequestingAccountId: true,
        skipMetadataApiCheck: "true",
      });
      stack.addOverride("terraform.required_providers.aws.version", ">= 5.100.0, < 7.0.0");
      SUPPORTED.forEach((way, i) => {
        new ClientAccess(stack, nameOf(way), propsOf(way, NETWORK, i));
      });
      app.synth();
      const provider = await startProvider();
      const terraform = new TerraformFolder(path.join(folder, "stacks", "ways"), provider?.env);
      await terraform.init();
      changes = await terraform.changes();
      await provider?.stop();
    });

    afterAll(() => {
      fs.rmSync(folder, { recursive: true, force: true });
    });

    test.each(SUPPORTED)("$method, $topology, $scheme, $placement", (way) => {
      const counts = countsOf(way);
      const planned = Object.keys(counts).map((type) => {
        const ofType = changes.filter((change) => change.startsWith(`${type}.${nameOf(way)}_`));
        return [type, ofType.length];
      });
      expect(Object.fromEntries(planned)).toEqual(counts);
    });

    test("and makes them, without touching anything else", () => {
      expect(new Set(changes.map((change) => change.split(": ")[1]))).toEqual(new Set(["create"]));
    });
  },
);
