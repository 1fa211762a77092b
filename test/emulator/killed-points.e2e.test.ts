import { describeWith } from "../support/requires";
import { KilledDeploy, type Ending } from "./killed-deploy";

/** The calls by which a first deploy changes something, about in the order in which it comes to them. */
const CALLS = [
  "AllocateAddress",
  "CreateSecurityGroup",
  "CreateTargetGroup",
  "ModifyTargetGroupAttributes",
  "CreateHealthCheck",
  "ChangeTagsForResource",
  "RegisterTargets",
  "ChangeResourceRecordSets",
  "RevokeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "AuthorizeSecurityGroupEgress",
  "CreateLoadBalancer",
  "ModifyLoadBalancerAttributes",
  "CreateListener",
];

/** Each deploy is killed at each of its calls; of the ways in which it can end otherwise, the calls have one in turn. */
const ENDINGS = CALLS.flatMap((call, i): (readonly [call: string, ending: Ending])[] => [
  [call, "SIGKILL"],
  [call, i % 2 === 0 ? "refusal" : "SIGINT"],
]);

// An emulated AWS for each, five at a time: deploys wait for the provider, not for the processor.
jest.setTimeout(60 * 60_000);

/** Deploys the network, has a test deploy a client access on it, and takes that away again. */
async function withNetwork(test: (deploy: KilledDeploy) => Promise<void>): Promise<void> {
  const deploy = await KilledDeploy.start();
  try {
    await test(deploy);
    expect(await deploy.stack.changes()).toEqual([]);
    await deploy.deleteLost();
    deploy.synthesize();
    await deploy.stack.apply();
    expect(await deploy.stack.changes()).toEqual([]);
  } finally {
    await deploy.leave();
  }
}

// Only `npm run changes:all` runs these: see jest.config.mjs.
describeWith({ terraform: true, emulator: true, aws: true })(
  "A first deploy that failed or was killed",
  () => {
    test.concurrent("makes no other calls than those at which it is ended below", () =>
      withNetwork(async (deploy) => {
        const ofNetwork = await deploy.operations();
        deploy.synthesize({});
        await deploy.stack.apply();
        const operations = [...(await deploy.operations())].filter((one) => !ofNetwork.has(one));
        expect(operations.sort()).toEqual([...CALLS].sort());
      }));

    test.concurrent.each(ENDINGS)(
      "at %s, by %s: the next deploy goes on, what it cannot make is imported, and the last plan is empty",
      (call, ending) =>
        withNetwork(async (deploy) => {
          deploy.synthesize({});
          await deploy.endAt(ending, call);
          await deploy.heal();
        }),
    );

    test.concurrent.each(["nothing", "half"] as const)(
      "as Terraform wrote its state, of which %s is left: the one before it is put back, and the last plan is empty",
      (left) =>
        withNetwork(async (deploy) => {
          deploy.synthesize({});
          await deploy.endAt("SIGKILL", "CreateListener");
          deploy.cutState(left);
          await deploy.heal();
          expect([...deploy.used]).toContain("cp");
        }),
    );
  },
);
