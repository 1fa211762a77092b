/** Validates a config file: problems on standard error and exit status 1, or a one-line summary. */
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
