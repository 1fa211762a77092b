import { ClientService, LoadBalancingMethod } from "../../lib";
import { describeWith } from "../support/requires";
import { KilledDeploy } from "./killed-deploy";
import { NODES, type Variant } from "./killed-stack";
import { OF_KILLED_DEPLOYS } from "./runbooks";

/** A change of the deployed cluster, the call at which its deploy is killed, and the one that is refused to the next. */
interface Change {
  readonly name: string;
  readonly variant: Variant;
  readonly killedAt: readonly [operation: string, times?: number];
  readonly refused: string;
}

const CHANGES: readonly Change[] = [
  {
    name: "another service, order of the nodes and way to probe",
    variant: {
      services: [ClientService.custom("portal", 8443)],
      endpointHealth: { intervalSeconds: 30 },
      nodes: [...NODES].reverse(),
    },
    killedAt: ["CreateTargetGroup"],
    refused: "ChangeResourceRecordSets",
  },
];
/** Those that create or delete a load balancer, which takes the provider minutes: only `npm run changes:all` makes them. */
const SLOW_CHANGES: readonly Change[] = [
  {
    name: "the method weighted",
    variant: { method: LoadBalancingMethod.weighted() },
    killedAt: ["CreateLoadBalancer"],
    refused: "CreateListener",
  },
  {
    name: "the topology, with addresses that exist",
    variant: { topology: "per-node", hasOwnAddresses: true },
    // Both are lost.
    killedAt: ["CreateLoadBalancer", 2],
    refused: "DeleteLoadBalancer",
  },
];
const ALL = (process.env["SEMS_CHANGES"] ?? "") !== "";
const MADE = ALL ? [...CHANGES, ...SLOW_CHANGES] : CHANGES;

describeWith({ terraform: true, emulator: true, aws: true })("A deploy that failed or was killed", () => {
  let deploy: KilledDeploy;

  const resources = async () => (await deploy.stack.state()).values?.root_module.resources ?? [];

  beforeAll(async () => {
    deploy = await KilledDeploy.start();
  });

  afterAll(() => deploy.leave());

  test("killed once AWS has made the load balancer: it is imported, the next deploy goes on, and the last plan is empty", async () => {
    deploy.synthesize({});
    await deploy.endAt("SIGKILL", "CreateLoadBalancer");
    // With it, perhaps what else was under way.
    expect(await deploy.heal()).toContainEqual(expect.stringMatching(/^aws_lb\./));
    expect(await deploy.stack.changes()).toEqual([]);
  });

  test("what was made and is in no state: the runbook's import brings it back", async () => {
    const forgotten = (await resources()).filter(({ address }) =>
      /^aws_lb_listener\.|^aws_route53_record\.\S+Tier1_Secondary|^aws_vpc_security_group_ingress_rule\.\S+Interface2/.test(
        address,
      ),
    );
    expect(forgotten.map(({ type }) => type).sort()).toEqual([
      "aws_lb_listener",
      "aws_route53_record",
      "aws_vpc_security_group_ingress_rule",
    ]);
    await deploy.stack.forget(...forgotten.map(({ address }) => address));
    const imported = await deploy.heal();
    expect(imported.sort()).toEqual(forgotten.map(({ address }) => address).sort());
    expect(await deploy.stack.changes()).toEqual([]);
    const ids = (all: typeof forgotten) => all.map(({ values: { id } }) => String(id)).sort();
    expect(ids((await resources()).filter(({ address }) => imported.includes(address)))).toEqual(
      ids(forgotten),
    );
    await deploy.runbook("describe-addresses");
  });

  test.each(MADE)(
    "$name: killed and refused in mid-change, the deploys go on, and the last plan is empty",
    async ({ variant, killedAt, refused }) => {
      deploy.synthesize(variant);
      await deploy.endAt("SIGKILL", ...killedAt);
      await deploy.endAt("refusal", refused);
      expect(await deploy.stack.changes()).toEqual([]);
      // One that was made twice keeps its security group, which a later change may delete.
      if (killedAt[0] === "CreateLoadBalancer") await deploy.deleteLost();
    },
  );

  test("a load balancer that no state has keeps a security group: the runbook finds it, and deletes it", async () => {
    deploy.synthesize({ ...MADE.at(-1)?.variant, deletionProtection: true });
    await deploy.stack.apply();
    const ofLoadBalancers = (await resources()).filter(
      ({ type }) => type === "aws_lb" || type === "aws_lb_listener",
    );
    await deploy.stack.forget(...ofLoadBalancers.map(({ address }) => address));
    const arns = ofLoadBalancers.flatMap(({ type, values: { arn } }) => (type === "aws_lb" ? [arn] : []));
    // The deploys that were killed above may have lost one, too.
    expect(await deploy.deleteLost()).toEqual(expect.arrayContaining(arns));
    deploy.synthesize();
    await deploy.stack.apply();
    expect(await deploy.stack.changes()).toEqual([]);
    expect([...deploy.used]).toEqual(expect.arrayContaining([...OF_KILLED_DEPLOYS]));
  });
});
