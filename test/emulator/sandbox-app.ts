import { App } from "cdktf";
import { SandboxStack, type SandboxStackProps } from "../../stacks/sandbox-stack";

/** The sandbox of stacks/main.ts, with the props that the variable SANDBOX gives as JSON. */
const app = new App();
const props: SandboxStackProps = JSON.parse(process.env["SANDBOX"] ?? "{}");
const stack = new SandboxStack(app, "sems-sandbox", props);
// Of the range that the stacks allow, the version that the emulator has been made to fit.
stack.addOverride("terraform.required_providers.aws.version", "5.100.0");
app.synth();
