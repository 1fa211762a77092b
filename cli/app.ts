/** Synthesizes the config file's cluster, or the sandbox. */
export async function app(sandbox: boolean): Promise<void> {
  const { CONFIG_FILE, findConfigFile, reportFailure, synthesizeConfig, synthesizeSandbox } =
    await import("../stacks/synthesize.js");
  try {
    // Unlike the repository's own app: without its config file, a project must not deploy a sandbox, which costs money.
    await (sandbox ? synthesizeSandbox() : synthesizeConfig(findConfigFile() ?? CONFIG_FILE));
  } catch (error) {
    reportFailure(error);
  }
}
