import { changesLine } from "../../report/summary";
import { addressesOf, without, type Document } from "../support/document";
import { handWritten, handWrittenNodes, tagged } from "../support/hand-written";
import { reviewOf } from "../support/review";
import { planBetween, type Steps } from "./support/plan";

const BASE = tagged(handWritten(), "ordered-list", handWrittenNodes(3));
const RECORD = "aws_route53_record.tier1_primary";

/** The changes of a plan, after it was edited as no other plan comes about. */
function changesOf(document: object) {
  const review = reviewOf(document);
  if (review.changes === null) throw new Error("no plan");
  return { ...review.changes, review, line: changesLine(review.changes) };
}

const plan = (after: Document = BASE, steps?: Steps) => planBetween(BASE, after, steps);

type Change = ReturnType<typeof planBetween>["resource_changes"][number];

/** A plan that changes nothing, with what it says of one resource replaced. */
function edited(address: string, edit: (change: Change) => object) {
  const document = plan();
  const changes = document.resource_changes.map((one) => (one.address === address ? edit(one) : one));
  return { ...document, resource_changes: changes };
}

const withChange = (address: string, change: object) =>
  edited(address, (one) => ({ ...one, change: { ...one.change, ...change } }));

/** The plan after something was changed by hand: the prior state is read again, and holds it already. */
function withDrift(address: string, after: object | null, document = plan()) {
  const { resources } = document.prior_state.values.root_module;
  const last = resources.find((one) => one.address === address);
  if (last === undefined) throw new Error(address);
  const now = after === null ? [] : [{ ...last, values: { ...last.values, ...after } }];
  return {
    ...document,
    prior_state: {
      ...document.prior_state,
      values: {
        ...document.prior_state.values,
        root_module: { resources: [...resources.filter((one) => one !== last), ...now] },
      },
    },
    resource_drift: [
      {
        address,
        mode: "managed",
        type: address.split(".")[0],
        change: {
          actions: after === null ? ["delete"] : ["update"],
          before: last.values,
          after: now[0]?.values ?? null,
        },
      },
    ],
  };
}

test("what Terraform only imports, moves or forgets is counted, and no outage", () => {
  const imported = changesOf(withChange(RECORD, { importing: { id: "Z1_keys.example.com_A" } }));
  expect(imported).toMatchObject({ import: 1, update: 0, line: "1 to import", effect: "none" });

  const moved = changesOf(edited(RECORD, (one) => ({ ...one, previous_address: "aws_route53_record.old" })));
  expect(moved).toMatchObject({ move: 1, line: "1 to move", effect: "none", disruptive: [] });

  const gone = addressesOf(BASE, /^aws_lb(_listener)?\./);
  const forgotten = changesOf(plan(without(BASE, ...gone), { forgotten: gone }));
  expect(forgotten).toMatchObject({ forget: gone.length, delete: 0, removed: [], effect: "none" });
  expect(forgotten.line).toBe(`${gone.length} to forget`);
});

test("what is created while the old one is forgotten destroys nothing", () => {
  const found = changesOf(withChange("aws_eip.a", { actions: ["create", "forget"] }));
  expect(found).toMatchObject({ create: 1, forget: 1, replace: 0, delete: 0 });
  expect(found.disruptive).toContainEqual(
    expect.objectContaining({ address: "aws_eip.a", why: expect.stringContaining("a second one beside it") }),
  );
});

describe("what was changed outside Terraform", () => {
  const TARGET = addressesOf(BASE, /^aws_lb_target_group_attachment\..*https.*(1|a)$/)[0] ?? "";

  test("is listed, with which node serves now because of it", () => {
    const targets = addressesOf(BASE, /^aws_lb_target_group_attachment\./);
    expect(targets).toContain(TARGET);
    const found = changesOf(withDrift(RECORD, { records: ["198.51.100.251"], health_check_id: "" }));
    expect(found.drift).toEqual([
      { address: RECORD, action: "update", attributes: ["records", "health_check_id"] },
    ]);
    expect(found.line).toBe("1 changed outside Terraform");
  });

  test("is described as it is where the plan leaves it so", () => {
    const found = changesOf(withDrift(TARGET, null));
    expect(found.drift).toEqual([{ address: TARGET, action: "delete", attributes: [] }]);
    expect(found.disruptive.map(({ why }) => why)).toContainEqual(
      expect.stringMatching(
        /^Changed outside Terraform since the last apply: .* are routed to .* now, instead of/,
      ),
    );
    // The plan does not register the target again: the table shows the cluster without it.
    expect(found.review.services[0]?.before).toBeUndefined();
  });

  test("is distinguished from what only the provider writes differently", () => {
    const document = withDrift("aws_lb.keys", {
      tags_all: { a: "b" },
      access_logs: [],
      load_balancer_arns: ["x"],
    });
    expect(changesOf(document)).toMatchObject({ drift: [], line: "no changes" });
  });
});
