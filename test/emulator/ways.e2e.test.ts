import * as path from "node:path";
import { App } from "cdktf";
import { ClientService, LoadBalancingMethod } from "../../lib";
import { describeWith } from "../support/requires";
import { refusalOf, WAYS, type Way } from "../support/ways";
import { TerraformFolder } from "../terraform/terraform";
import { WaysStack, type TriedWay } from "./ways-stack";
import { startWorkplace, type Workplace } from "./workplace";

/** `npm run test:emulator:all` tries every way, which takes minutes; else those that make each kind of resource once. */
const ALL = process.env["SEMS_WAYS"] === "all";

if (ALL) jest.setTimeout(60 * 60_000);

const zonal: Way = {
  method: "fail-over",
  topology: "zonal",
  scheme: "internet-facing",
  placement: "a zone each",
};

const REPRESENTATIVE: readonly TriedWay[] = [
  // The one that the tests below change.
  { way: zonal },
  {
    way: { ...zonal, scheme: "internal", placement: "with mail" },
  },
  {
    way: {
      ...zonal,
      topology: "per-node",
      method: "weighted",
      scheme: "internal",
      placement: "sharing a zone",
    },
    changes: { services: [ClientService.HTTPS, ClientService.LDAP.withHealthCheck({ intervalSeconds: 30 })] },
  },
];

const EVERY: readonly TriedWay[] = WAYS.filter((way) => refusalOf(way) === undefined).map((way) => ({ way }));

describeWith({ terraform: true, emulator: true })("Ways to direct clients, applied", () => {
  let place: Workplace;
  let stack: TerraformFolder;
  const ways = ALL ? EVERY : REPRESENTATIVE;

  /** Synthesizes the ways, the first of them changed. */
  const synthesize = (changes: TriedWay["changes"] = {}): void => {
    const app = new App({ outdir: path.join(place.folder, "cdktf.out") });
    new WaysStack(
      app,
      "ways",
      ways.map((tried, i) => (i === 0 ? { ...tried, changes: { ...tried.changes, ...changes } } : tried)),
      path.join(place.folder, "terraform.tfstate"),
    );
    app.synth();
  };

  /** What a change does, once it is applied without a fault and leaves nothing to do. */
  const change = async (changes: TriedWay["changes"]): Promise<string[]> => {
    synthesize(changes);
    const planned = await stack.changes();
    await stack.applyPlan();
    expect(await stack.changes()).toEqual([]);
    return planned.map((line) => line.replace(/_[0-9A-F]{8}: /, ": ")).sort();
  };

  beforeAll(async () => {
    place = await startWorkplace();
    stack = new TerraformFolder(path.join(place.folder, "cdktf.out", "stacks", "ways"), {
      ...place.emulator.env,
      // The provider takes a minute for each load balancer.
      TF_CLI_ARGS_apply: "-parallelism=40",
    });
    synthesize();
    await stack.init();
  });

  afterAll(() => place.leave());

  test(`${ways.length} of them leave nothing to do`, async () => {
    await stack.apply();
    expect(await stack.changes()).toEqual([]);
  });

  const FIRST = "fail-over-zonal-internet-facing-a-zone-each";
  const ofFirst = (type: string, name: string, action: string): string =>
    `${type}.${FIRST}_${name}: ${action}`;

  test("fail-over becomes manual in one go: the secondary goes, then the primary is a plain record", async () => {
    expect(await change({ method: LoadBalancingMethod.manual("sems1") })).toEqual([
      ofFirst("aws_lb", "LoadBalancer", "update"), // its tag
      ofFirst("aws_route53_record", "Records_Tier1_Primary", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Secondary", "delete"),
    ]);
  });

  test("manual becomes an ordered list in one go: the primary is one again, then the secondary comes", async () => {
    expect(await change({ method: LoadBalancingMethod.orderedList() })).toEqual([
      ofFirst("aws_lb", "LoadBalancer", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Primary", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Secondary", "create"),
    ]);
  });

  if (!ALL) return;

  // A load balancer's coming and going takes the provider three minutes each.
  test("an ordered list becomes weighted in one go, and nothing is replaced", async () => {
    const changes = await change({ method: LoadBalancingMethod.weighted() });
    expect(changes.filter((line) => !line.endsWith(": create"))).toEqual([
      ofFirst("aws_lb", "LoadBalancer", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Primary", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Secondary", "update"),
    ]);
  });

  test("weighted becomes manual in one go, and only what is its own goes", async () => {
    const changes = await change({ method: LoadBalancingMethod.manual("sems2") });
    expect(changes.filter((line) => !line.endsWith(": delete"))).toEqual([
      ofFirst("aws_lb", "LoadBalancer", "update"),
      ofFirst("aws_route53_record", "Records_Tier1_Primary", "update"),
    ]);
    const gone = changes.filter((line) => line.endsWith(": delete"));
    expect(gone.filter((line) => !/_(Weighted|Ordered)_|Tier1_Secondary/.test(line))).toEqual([]);
  });
});
