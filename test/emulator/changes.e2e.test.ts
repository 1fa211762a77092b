import * as path from "node:path";
import { App } from "cdktf";
import { reviewOf } from "../../review/test/support/review";
import { describeWith } from "../support/requires";
import { changesOf, TerraformFolder } from "../terraform/terraform";
import { allocateAddress } from "./allocate-address";
import { nameOfKind, type TriedChanges } from "./changes/change";
import { ChangesStack, DOMAIN, numberIn, prefixOf } from "./changes/changes-stack";
import { EVERY, REPRESENTATIVE } from "./changes/cluster-changes";
import { failuresIn } from "./lost-resources";
import { startWorkplace, type Workplace } from "./workplace";

/**
 * `npm run changes:all` applies every change of every kind of cluster, which takes an hour or two, and prints each kind as it
 * ends. A part of a kind's name in place of "all", such as "zonal internal", applies those of such kinds.
 */
const CHOICE = process.env["SEMS_CHANGES"] ?? "";
const KINDS = [...EVERY].filter(([name]) => CHOICE === "all" || name.includes(CHOICE));
const GROUPS = (CHOICE === "" ? [["a representative set", REPRESENTATIVE] as const] : KINDS).map(
  ([name, tried]) => [name, tried.flatMap(({ changes }) => changes).length, tried] as const,
);

if (CHOICE !== "") jest.setTimeout(60 * 60_000);

describeWith({ terraform: true, emulator: true })(
  "Changes of deployed clusters, applied side by side",
  () => {
    let place: Workplace;

    beforeAll(async () => {
      place = await startWorkplace();
    });

    afterAll(() => place.leave());

    test.each(GROUPS)("%s: %i changes apply, and the next plan is empty", async (group, _, tried) => {
      const folder = path.join(place.folder, group.replaceAll(" ", "-"));
      const stateFile = path.join(folder, "terraform.tfstate");
      const { endpoint, env } = place.emulator;
      const allocationIds: string[] = [];
      while (allocationIds.length < 2 * tried.length) {
        allocationIds.push((await allocateAddress(endpoint, "us-east-1")).allocationId);
      }
      const synthesize = (when: "before" | "after"): void => {
        const app = new App({ outdir: folder });
        new ChangesStack(app, "changes", { tried, when, stateFile, allocationIds });
        app.synth();
      };
      const stack = new TerraformFolder(path.join(folder, "stacks", "changes"), {
        ...env,
        // The provider waits: 15 seconds for each record, 30 for a load balancer.
        TF_CLI_ARGS_apply: "-parallelism=100",
      });
      const changesAt = (number: number | undefined) => tried[number ?? -1]?.changes ?? [];
      const mayNeedSecondDeploy = (number: number | undefined): boolean =>
        changesAt(number).some((change) => change.mayNeedSecondDeploy === true);
      const nameVanishes = (number: number | undefined): boolean =>
        changesAt(number).some((change) => change.nameVanishes === true);
      const nameOf = ({ kind, changes }: TriedChanges): string =>
        `${nameOfKind(kind)}: ${changes.map(({ name }) => name).join(", ")}`;

      synthesize("before");
      await stack.init();
      await stack.apply();
      const vanishedBefore = (await place.emulator.vanished()).length;
      synthesize("after");
      const plan = await stack.plan();
      const planned = changesOf(plan);
      const failed: (number | undefined)[] = [];
      await stack.applyPlan().catch((error: unknown) => {
        // Terraform carries on with what does not depend on what failed.
        failed.push(...failuresIn(String(error)).map(({ address }) => numberIn(address)));
        const unexpected = failed.filter((number) => !mayNeedSecondDeploy(number));
        if (failed.length === 0 || unexpected.length > 0) throw error;
        return stack.apply();
      });
      expect(await stack.changes()).toEqual([]);

      const changed = new Set(planned.map(numberIn));
      const vanished = (await place.emulator.vanished()).slice(vanishedBefore);
      const { findings, changes } = reviewOf(plan);
      const refusals = findings.filter(({ rule }) => rule.startsWith("AWS-APPLY-"));
      const refused = new Set(refusals.map(({ address }) => numberIn(address)));
      const outages = new Set(
        changes?.disruptive.flatMap(({ effect, address }) =>
          effect === "outage" ? [numberIn(address)] : [],
        ),
      );
      expect({
        unchanged: tried.filter((_, number) => !changed.has(number)).map(nameOf),
        // Nothing but what the docs say.
        undocumented: planned.filter((line) => {
          const number = numberIn(line) ?? -1;
          const short = line.replace(`.${prefixOf(number)}_`, ".").replace(/_[0-9A-F]{8}: /, ": ");
          return !changesAt(number).some(({ plans }) => plans?.test(short) ?? true);
        }),
        // A name that is asked for all the while has an address all the while, save where the docs say so.
        vanished: tried
          .filter((_, number) => vanished.includes(`change${number}.${DOMAIN}`) && !nameVanishes(number))
          .map(nameOf),
        refusalsOfWhatApplies: refusals.filter(
          ({ level, address }) => level === "error" && !mayNeedSecondDeploy(numberIn(address)),
        ),
        refusalsNotForetold: failed.filter((number) => !refused.has(number)),
        outagesNotForetold: tried
          .filter((_, number) => nameVanishes(number) && !outages.has(number))
          .map(nameOf),
      }).toEqual({
        unchanged: [],
        undocumented: [],
        vanished: [],
        refusalsOfWhatApplies: [],
        refusalsNotForetold: [],
        outagesNotForetold: [],
      });
    });
  },
);
