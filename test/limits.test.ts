import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as limits from "../lib/limits";

/** What the docstring of a prop must agree with. */
interface Limit {
  readonly min?: number;
  readonly max?: number;
  readonly default?: string | number;
}

/** Each prop with a limit, as INTERFACE.PROP. */
const LIMITS: Readonly<Record<string, Limit>> = {
  "ClientAccessOptions.ttlSeconds": limits.TTL_SECONDS,
  "EndpointHealthProps.intervalSeconds": { default: limits.ENDPOINT_HEALTH.intervalSeconds.default },
  "EndpointHealthProps.failureThreshold": limits.ENDPOINT_HEALTH.failureThreshold,
  "TargetHealthCheckProps.protocol": limits.TARGET_HEALTH_CHECK.protocol,
  "TargetHealthCheckProps.path": limits.TARGET_HEALTH_CHECK.path,
  "TargetHealthCheckProps.intervalSeconds": limits.TARGET_HEALTH_CHECK.intervalSeconds,
  "TargetHealthCheckProps.timeoutSeconds": limits.TARGET_HEALTH_CHECK.timeoutSeconds,
  "TargetHealthCheckProps.healthyThreshold": limits.TARGET_HEALTH_CHECK.healthyThreshold,
  "TargetHealthCheckProps.unhealthyThreshold": limits.TARGET_HEALTH_CHECK.unhealthyThreshold,
  "ClientAccessOptions.tcpIdleTimeoutSeconds": limits.TCP_IDLE_TIMEOUT_SECONDS,
  "Weights.primary": limits.WEIGHTS.primary,
  "Weights.backup": limits.WEIGHTS.backup,
};

/** A prop with its docstring. */
interface DocumentedProp {
  readonly id: string;
  readonly doc: string;
}

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ts.createSourceFile(file, readFileSync(join("lib", file), "utf8"), ts.ScriptTarget.ES2022));

const props: readonly DocumentedProp[] = sources.flatMap((source) =>
  source.statements.filter(ts.isInterfaceDeclaration).flatMap(({ name, members }) =>
    members.filter(ts.isPropertySignature).map((member) => ({
      id: `${name.text}.${member.name.getText(source)}`,
      doc: source.text.slice(member.getFullStart(), member.getStart(source)).replaceAll(/\s*\n\s*\*/g, " "),
    })),
  ),
);

/** The literal after `@default`: a number or a quoted text, as opposed to a description. */
const literalDefault = (doc: string): string | undefined =>
  /@default (?<literal>\d+|"[^"]*")/.exec(doc)?.groups?.["literal"];

describe("the docstring of a prop", () => {
  test.each(props.filter(({ id }) => id in LIMITS))("agrees with the limits of $id", ({ id, doc }) => {
    const limit = LIMITS[id] ?? {};
    expect(literalDefault(doc)).toBe(JSON.stringify(limit.default));
    if (limit.min !== undefined) expect(doc).toContain(`${limit.min} to ${limit.max}`);
  });

  test("has a numeric default only where there is a limit", () => {
    const numeric = props.filter(({ doc }) => /@default \d/.test(doc)).map(({ id }) => id);
    expect(numeric.filter((id) => !(id in LIMITS))).toEqual([]);
  });

  test("exists for every limit", () => {
    const ids = new Set(props.map(({ id }) => id));
    expect(Object.keys(LIMITS).filter((id) => !ids.has(id))).toEqual([]);
  });
});
