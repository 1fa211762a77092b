/** Validates a config file: what is wrong on standard error and status 1, or a line that says what it describes. */
export async function check(given: string | undefined): Promise<void> {
  const { CONFIG_FILE, findConfigFile, reportFailure } = await import("../stacks/synthesize.js");
  const { readConfig } = await import("../stacks/config.js");
  const file = given ?? findConfigFile() ?? CONFIG_FILE;
  try {
    const { name, cluster } = readConfig(file);
    const nodes = cluster.nodes.map((node) => node.name).join(", ");
    console.log(`${file}: no problems; stack ${name}, clients of ${cluster.clientFqdn}, nodes ${nodes}`);
  } catch (error) {
    reportFailure(error);
  }
}
