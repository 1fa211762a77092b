import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findMoto } from "../emulator/emulator";
import { startWorkplace } from "../emulator/workplace";
import { findTerraform, TerraformFolder } from "../terraform/terraform";

/** The version that a document requires of a provider. */
const PROVIDER_VERSION = /("source": "[^"]*",\s*"version": )"[^"]*"/;

/** Plans a synthesized stack with the real provider, in the version that the emulated AWS fits. */
export async function plan(folder: string): Promise<void> {
  const missing = [findTerraform(), findMoto()].flatMap((found) =>
    "missing" in found ? [found.missing] : [],
  );
  if (missing.length > 0) {
    console.error(`skipped: the plan needs ${missing.join(" and ")}`);
    return;
  }
  const file = join(folder, "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replace(PROVIDER_VERSION, '$1"5.100.0"'));
  const { emulator, leave } = await startWorkplace();
  try {
    const stack = new TerraformFolder(folder, emulator.env);
    await stack.init();
    console.log(`${(await stack.changes()).length} resources planned`);
  } finally {
    await leave();
  }
}
