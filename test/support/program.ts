import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "../..");

/**
 * What Node runs for a program of this repository: in tests the file that bundle-programs.mjs has compiled, which starts in a
 * sixth of the time; otherwise the source, with tsx.
 *
 * @param source path in the repository, such as `review/cli.ts`
 */
export function programArguments(source: string): string[] {
  const compiled = process.env["SEMS_PROGRAMS"];
  return compiled === undefined
    ? [require.resolve("tsx/cli"), join(ROOT, source)]
    : [join(compiled, source.replace(/\.ts$/, ".js"))];
}

/** The same for a program on CDK Terrain; only in tests, and of the programs that bundle-programs.mjs compiles for it. */
export const cdkTerrainProgramArguments = (source: string): string[] =>
  programArguments(join("cdktn", source));
