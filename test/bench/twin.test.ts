import { Testing, type App, type TerraformStack } from "cdktf";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { TwinStack, type SynthesizedStack } from "./twin";

function synthesize(make: (app: App) => TerraformStack): SynthesizedStack {
  const document: SynthesizedStack = JSON.parse(Testing.synth(make(Testing.app())));
  return document;
}

/** Without metadata, which names the constructs, and empty lists of dependencies. */
const comparable = (document: SynthesizedStack): unknown =>
  JSON.parse(
    JSON.stringify(document, (key, value: unknown) =>
      key === "//" || (key === "depends_on" && Array.isArray(value) && value.length === 0)
        ? undefined
        : value,
    ),
  );

describe("the stack that the sandbox is measured against", () => {
  test("has every block of the sandbox, with the same arguments and references", () => {
    const sandbox = synthesize((app) => new SandboxStack(app, "sems-sandbox"));
    const twin = synthesize((app) => new TwinStack(app, "sems-sandbox", sandbox));
    expect(comparable(twin)).toEqual(comparable(sandbox));
  });
});
