import { TerraformOutput } from "cdktf";
import { ClientAccess } from "../../lib";
import { reviewOf } from "../../review/test/support/review";
import { accessProps, synth } from "../support/cluster";

const RECORD = { type: "A", ttlSeconds: 60, values: ["192.0.2.10", "192.0.2.11"] } as const;

/** A client access of three nodes in the first step of a takeover, with its change batch, or what is written for it. */
function findings(batch?: (made: string) => Record<string, unknown>): string[] {
  const { json } = synth((stack) => {
    const takeover = { record: RECORD };
    const access = new ClientAccess(stack, "Clients", { ...accessProps(3), takeover });
    new TerraformOutput(stack, "clients_change_batch", { value: access.changeBatch });
  });
  const document = structuredClone(json) as { output: Record<string, { value?: string }> };
  const { value = "" } = document.output["clients_change_batch"] ?? {};
  if (batch !== undefined) document.output["clients_change_batch"] = batch(value);
  return reviewOf(document).findings.map(({ level, rule, message }) => `${level} ${rule}: ${message}`);
}

test.each<[string, Parameters<typeof findings>[0]]>([
  ["as synthesized", undefined],
  ["of a state", () => ({ value: JSON.stringify({ Comment: "Take over keys.example.com" }, null, 1) })],
  ["of a plan, which does not know the batch yet", () => ({})],
])("the first step of a takeover, %s, is one warning that says what comes next", (_, batch) => {
  expect(findings(batch)).toEqual([
    expect.stringMatching(
      /^warning SEMS-INTENT-1: keys\.example\.com is being taken over: .* the output clients_change_batch /,
    ),
  ]);
});

test("records that are missing while another name is taken over are an error", () => {
  const others = findings((made) => ({ value: made.replaceAll("keys.example.com", "mail.example.com") }));
  expect(others.filter((line) => line.startsWith("error SEMS-INTENT-1: The tags declare "))).toHaveLength(1);
});
