import { findMoto } from "../emulator/emulator";
import { findChromium } from "./browser";
import { findCdkTerrain, findCdkTerrainCli } from "./cdk-terrain";
import { onPath } from "./on-path";
import { findTerraform } from "../terraform/terraform";

/** The programs and packages a group of tests needs, apart from Node and `npm ci`. */
export interface Requirements {
  readonly terraform?: true;
  readonly emulator?: true;
  readonly chromium?: true;
  /** The AWS command line. */
  readonly aws?: true;
  readonly cdkTerrain?: true;
  readonly cdkTerrainCli?: true;
}

// Jest loads modules anew for each test file, so this is "once per test file".
const reported = new Set<string>();

/** Jest's `describe` where the programs are there; else a skipped one, with a line on stderr that says why. */
export function describeWith({
  terraform,
  emulator,
  chromium,
  aws,
  cdkTerrain,
  cdkTerrainCli,
}: Requirements): jest.Describe {
  const missing = [
    terraform && findTerraform(),
    emulator && findMoto(),
    chromium && findChromium(),
    aws && findAws(),
    cdkTerrain && findCdkTerrain(),
    cdkTerrainCli && findCdkTerrainCli(),
  ].flatMap((found) => (found && "missing" in found ? [found.missing] : []));
  for (const need of missing.filter((need) => !reported.has(need))) {
    reported.add(need);
    process.stderr.write(`skipped: needs ${need}\n`);
  }
  // The only skip there is: from a clone with Node alone the rest of the tests must run, and these cannot.
  return missing.length === 0 ? describe : describe.skip;
}

function findAws(): { path: string } | { missing: string } {
  const path = onPath("aws");
  return path === undefined ? { missing: "aws, which is not on the PATH" } : { path };
}
