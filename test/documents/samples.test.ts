import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Testing, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { reviewOf } from "../../review/test/support/review";
import { ClusterStack } from "../../stacks/cluster-stack";
import { parseConfig } from "../../stacks/config";
import { accessesOfOutputs } from "../../verify/input/outputs";
import { programArguments } from "../support/program";
import { compile, moduleOf } from "./sample-program";
import { DOCUMENTS, readDocument, samplesIn } from "./samples";

const REPOSITORY = join(__dirname, "../..");
const TYPESCRIPT = samplesIn("ts");
const place = ({ document, line }: { document: string; line: number }): string => `${document}:${line}`;

describe("The TypeScript samples of the documents", () => {
  // Among the tests, so that the packages that they import are found.
  const folder = mkdtempSync(join(__dirname, ".samples-"));
  const files = TYPESCRIPT.map((sample, i) => {
    const file = join(folder, `sample-${i}.ts`);
    writeFileSync(file, moduleOf(sample));
    return { sample, file };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("there are some in the README and beside it", () => {
    expect(new Set(TYPESCRIPT.map(({ document }) => document))).toEqual(
      new Set(["README.md", "docs/constructs.md", "docs/operations.md"]),
    );
  });

  test("compile under the strictest options, and a misspelled member is found", () => {
    const [sample] = TYPESCRIPT;
    if (sample === undefined) throw new Error("no samples");
    const misspelled = join(folder, "misspelled.ts");
    writeFileSync(
      misspelled,
      moduleOf({ ...sample, code: `${sample.code}\ncluster.replication.securityGruop;` }),
    );

    const complaintsAbout = compile([...files.map(({ file }) => file), misspelled]);

    expect(files.flatMap(({ file }) => complaintsAbout(file))).toEqual([]);
    // The compiler is asked about something.
    expect(complaintsAbout(misspelled)).toEqual([expect.stringContaining("securityGruop")]);
  }, 60_000);

  test.each(files.map(({ sample, file }) => [place(sample), file] as const))("%s synthesizes", (_, file) => {
    const { Sample } = requireSample(file);

    const stack = new Sample(Testing.app());

    expect(Testing.synth(stack, true)).toContain('"aws_lb_listener"');
  });
});

/** A module of this form is what `moduleOf` writes. */
function requireSample(file: string): { Sample: new (scope: Construct) => TerraformStack } {
  // oxlint-disable-next-line typescript/no-require-imports -- The file is made by this test.
  return require(file) as ReturnType<typeof requireSample>;
}

describe("The JSON samples of the documents", () => {
  const samples = samplesIn("json", "jsonc");
  const isOutput = ({ document }: { document: string }): boolean => document === "docs/verify.md";

  /** Keys of a client access, without the file around them. */
  const isFragment = ({ code }: { code: string }): boolean => code.trimStart().startsWith('"');
  const [readme] = samplesIn("json").filter(({ document }) => document === "README.md");

  test.each(samples.filter(isFragment).map((sample) => [place(sample), sample.code] as const))(
    "%s is a part of a client access that a config file may have",
    (name, code) => {
      const whole = readme?.code.replace('"hostedZone":', `${code.trim()},\n"hostedZone":`) ?? "";
      expect(whole).toContain(code.trim());
      expect(() => parseConfig(name, whole)).not.toThrow();
    },
  );

  test.each(
    samples
      .filter((sample) => !isOutput(sample) && !isFragment(sample))
      .map((sample) => [place(sample), sample.code] as const),
  )("%s is a config file that synthesizes to a cluster without findings", (name, code) => {
    const config = parseConfig(name, code);

    const stack = new ClusterStack(new App({ stackTraces: false }), config.name, config);

    expect(reviewOf(stack.toTerraform()).findings).toEqual([]);
  });

  test.each(samples.filter(isOutput).map((sample) => [place(sample), sample.code] as const))(
    "%s is an output that sems-verify reads",
    (name, code) => {
      const accesses = accessesOfOutputs(name, new Map([["clients_access", JSON.parse(code)]]));

      expect(accesses).toHaveLength(1);
    },
  );
});

/** A script with a command on each line, and without the commands whose output is an argument. */
const spelledOut = (script: string): string => script.replaceAll("\\\n", " ").replaceAll(/\$\([^()]*\)/g, "");

describe("The shell samples of the documents", () => {
  test.each(samplesIn("sh", "bash").map((sample) => [place(sample), sample.code] as const))(
    "%s is a script that bash can read",
    (_, code) => {
      expect(() => execFileSync("bash", ["-n"], { input: code, stdio: "pipe" })).not.toThrow();
    },
  );

  test("every npm script that a document names is one of the package's", () => {
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = DOCUMENTS.flatMap((document) =>
      [...readDocument(document).matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script = ""]) => script),
    );

    expect(named).not.toHaveLength(0);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  });

  test.each([
    ["sems-review", "review/cli.ts"],
    ["sems-verify", "verify/cli.ts"],
  ])(
    "every option of %s in a sample is one of the command's",
    (command, program) => {
      const help = execFileSync(process.execPath, [...programArguments(program), "--help"], {
        encoding: "utf8",
      });
      const options = [...help.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      const named = samplesIn("sh", "bash").flatMap(({ code }) =>
        [...spelledOut(code).matchAll(new RegExp(`\\b${command} ([^|;&\n]*)`, "g"))].flatMap(
          ([, rest = ""]) => [...rest.matchAll(/(?<=\s)--[a-z-]+/g)].map(([option]) => option),
        ),
      );

      expect(options).toContain("--format");
      expect(options).toEqual(expect.arrayContaining(named));
    },
    30_000,
  );

  test("every subcommand of cdktf-sems in a document is one of the command's", () => {
    const help = execFileSync(process.execPath, [...programArguments("cli/main.ts"), "--help"], {
      encoding: "utf8",
    });
    const commands = [...help.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
    const named = DOCUMENTS.flatMap((document) =>
      [...readDocument(document).matchAll(/\bnpx cdkt[fn]-sems ([a-z]+)/g)].map(([, name]) => name),
    );

    expect(named).not.toHaveLength(0);
    expect(commands).toEqual(expect.arrayContaining(named));
  }, 30_000);
});
