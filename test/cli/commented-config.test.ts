import { readdirSync } from "node:fs";
import { join } from "node:path";
import { commentedConfig } from "../../cli/commented-config";
import { starterConfig } from "../../cli/questions";
import { parseConfig, problemsOf, readConfigFile } from "../../stacks/config";
import { parseJson } from "../../stacks/config-json";

const examples = join(__dirname, "../../docs/examples");

describe("a commented config file", () => {
  const text = commentedConfig(starterConfig(new Map()));

  test.each(readdirSync(examples))("describes the same cluster as %s, whose values it has", (file) => {
    const { $schema, ...config } = readConfigFile(join(examples, file));
    expect(parseJson(file, commentedConfig(config))).toEqual({
      $schema: "./node_modules/cdktf-sems/sems.config.schema.json",
      ...config,
    });
  });

  test("is valid with the placeholders", () => {
    expect(parseConfig("sems.config.json", text)).toMatchObject({ name: "sems", region: "us-east-1" });
  });

  test("names keys that may be left out with their defaults", () => {
    expect(text).toContain('      // "ttlSeconds": seconds, zonal only (default 10)\n');
    expect(text).toContain('  // "name": the stack\'s name (default sems)\n');
  });

  test("says once what the keys of a list's members mean", () => {
    expect(text.split("// a short name such as sems1")).toHaveLength(2);
  });

  test("takes a key in place of its comment", () => {
    const edited = text.replace(/\/\/ "ttlSeconds": .*\n/, ', "ttlSeconds": 20\n');
    expect(problemsOf(parseJson("f.json", edited))).toEqual([]);
    expect(parseConfig("f.json", edited).cluster.clientAccess?.[0]?.ttlSeconds).toBe(20);
  });
});
