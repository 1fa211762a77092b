import { App } from "cdktf";
import { SandboxStack, type SandboxStackProps } from "../../stacks/sandbox-stack";

/** The sandbox as stacks/main.ts makes it, with the props that the variable SANDBOX gives as JSON. */
const app = new App();
const props: SandboxStackProps = JSON.parse(process.env["SANDBOX"] ?? "{}");
new SandboxStack(app, "sems-sandbox", props);
app.synth();
