import { readFileSync } from "node:fs";
import { formatProblem, type Problem, type SemsClusterProps } from "../lib";
import { checkCluster } from "../lib/validation/validate-cluster";
import { isResolved, type DeepPartial } from "../lib/tokens";
import { InvalidConfigError } from "./config-error";
import { parseJson } from "./config-json";
import { clusterProps, describeCluster, publicZoneProblems } from "./config-cluster";
import { readablePart, shapeProblems } from "./config-problems";
import { checkStack, checkTemplates, isRegion } from "./validate-stack";
import { configSchema, type ConfigFile } from "./config-schema";
import type { RemoteState } from "./sems-stack";

/** What a config file asks for. */
export interface ClusterConfig {
  /** Stack name. */
  readonly name: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>> | undefined;
  readonly state: RemoteState | undefined;
  readonly cluster: SemsClusterProps;
}

/**
 * Reads a config file.
 *
 * @throws InvalidConfigError with everything that is wrong with it
 */
export const readConfig = (file: string): ClusterConfig => clusterConfig(readConfigFile(file));

/**
 * Reads the text of a config file.
 *
 * @throws InvalidConfigError with everything that is wrong with it
 */
export const parseConfig = (file: string, text: string): ClusterConfig =>
  clusterConfig(parseConfigFile(file, text));

/**
 * Reads a config file, and leaves its values as they are written.
 *
 * @throws InvalidConfigError with everything that is wrong with it
 */
export function readConfigFile(file: string): ConfigFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      typeof error === "object" && error !== null && "code" in error ? String(error.code) : String(error);
    const actual = reason === "ENOENT" ? "no such file" : `a file that cannot be read (${reason})`;
    throw new InvalidConfigError(file, [{ path: "", actual, expected: "a config file in JSON" }]);
  }
  return parseConfigFile(file, text);
}

function parseConfigFile(file: string, text: string): ConfigFile {
  const { config, problems } = examine(parseJson(file, text));
  if (config === undefined || problems.length > 0) throw new InvalidConfigError(file, problems);
  return config;
}

function clusterConfig(config: ConfigFile): ClusterConfig {
  const { name = "sems", region, tags, state } = config;
  return { name, region, tags, state, cluster: clusterProps(config) };
}

/** Everything that is wrong with a config file's content. */
export const problemsOf = (document: unknown): readonly Problem[] => examine(document).problems;

function examine(document: unknown): { config: ConfigFile | undefined; problems: readonly Problem[] } {
  const parsed = configSchema.safeParse(document);
  const issues = parsed.error?.issues ?? [];
  // What is left after the schema's cut has the schema's types where it has anything.
  const readable = (parsed.data ?? readablePart(document, issues) ?? {}) as DeepPartial<ConfigFile>;
  const templates = checkTemplates(document);
  const problems = inFileOrder([
    ...shapeProblems(document, issues),
    ...templates,
    // A text that is refused as a whole is not examined further: CDKTF takes `${` for a token's beginning.
    ...meaningProblems(readable).filter(({ path }) => !templates.some((template) => template.path === path)),
  ]);
  return { config: parsed.data, problems };
}

/** By the file's sections, each problem once: two client accesses find the same fault of a node. */
function inFileOrder(problems: readonly Problem[]): Problem[] {
  const sections = Object.keys(configSchema.shape);
  const section = ({ path }: Problem): number => sections.indexOf(/^\w+/.exec(path)?.[0] ?? "");
  const once = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...once.values()].sort((one, other) => section(one) - section(other));
}

/** Everything that the constructs would refuse, whatever else is wrong. */
function meaningProblems(config: DeepPartial<ConfigFile>): Problem[] {
  const { region } = config;
  return [
    ...checkStack(config),
    ...checkCluster(describeCluster(config), isResolved(region) && !isRegion(region) ? undefined : region),
    ...publicZoneProblems(config),
  ];
}
