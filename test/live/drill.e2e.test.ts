import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { launch, withPage } from "../support/browser";
import { programArguments } from "../support/program";
import { describeWith } from "../support/requires";
import { documentOf } from "./support/document";

const CONFIG = path.join(__dirname, "../../docs/examples/fail-over.json");

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-drills-"));
  fs.writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(documentOf(3)));
});
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Starts a drill as the leader of a process group, as a shell does. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(
    process.execPath,
    [...programArguments("test/live/drill/main.ts"), "--speed", "1000", ...args],
    {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder, ...env },
      detached: true,
    },
  );
}

async function finished(drill: ChildProcess, typed = "") {
  let [stdout, stderr] = ["", ""];
  drill.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  drill.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  drill.stdin?.end(typed);
  await once(drill, "close");
  return { status: drill.exitCode, stdout, stderr };
}

/** The rows of the table at the end: step, measured, computed, and the nodes reached. */
const rows = (stdout: string): string[][] =>
  stdout
    .slice(stdout.indexOf("\nStep "))
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(/ {2,}/));

describe("A drill", () => {
  test("lets the first node, its zone and the first two nodes fail, and measures what the review computes", async () => {
    const { status, stdout, stderr } = await finished(
      start(["cdk.tf.json", "--html", "drill.html", "--svg", "drill.svg"]),
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(rows(stdout).map(([step, , computed, reached]) => [step, computed, reached])).toEqual([
      ["sems1 down", "65 s", "sems2"],
      ["sems1 back", "65 s", "sems1"],
      ["zone us-east-1a down", "65 s", "sems2"],
      ["zone us-east-1a back", "65 s", "sems1"],
      ["sems1 and sems2 down", "65 s", "sems3"],
      ["sems1 and sems2 back", "65 s", "sems1"],
    ]);
    expect(stdout).toMatch(/ client 1 is served by sems2, after \d+\.\d s without a server$/m);
    expect(stdout).toMatch(/ health check .* is unhealthy$/m);
    expect(stdout).toMatch(/ keys\.example\.com resolves to us-east-1b$/m);
    const svg = fs.readFileSync(path.join(folder, "drill.svg"), "utf8");
    expect(fs.readFileSync(path.join(folder, "drill.html"), "utf8")).toContain(svg);
  });

  test("builds the cluster of SEMS_CONFIG, and does what is typed", async () => {
    const typed = "down sems1\nexplode sems1\nback sems1\nquit\n";
    const { status, stdout, stderr } = await finished(
      start(["--interactive"], { SEMS_CONFIG: CONFIG }),
      typed,
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^keys\.example\.com, port 443: /m);
    expect(rows(stdout).map(([step, , , reached]) => [step, reached])).toEqual([
      ["down sems1", "sems2"],
      ["back sems1", "sems1"],
    ]);
    // Once at the beginning, once for what is no command.
    expect(stdout.match(/^Commands: /gm)).toHaveLength(2);
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "leaves no process and no file behind after %s",
    async (signal) => {
      const drill = start(["--speed", "1"]);
      drill.stdout?.setEncoding("utf8");
      let stdout = "";
      for await (const chunk of drill.stdout ?? []) {
        stdout += String(chunk);
        if (/ is healthy$/m.test(stdout)) break;
      }
      const { pid = 0 } = drill;
      const closed = once(drill, "close");
      // To the whole group, as a terminal does.
      process.kill(-pid, signal);
      await closed;

      expect(drill.exitCode).toBe(signal === "SIGINT" ? 130 : 143);
      expect(() => process.kill(-pid, 0)).toThrow("ESRCH");
      expect(fs.readdirSync(folder).filter((name) => name.startsWith("sems-drill-"))).toEqual([]);
    },
  );

  test.each([
    ["a document without a name that fails over", { resource: {} }, /has no name that fails over/],
    ["a file that is none", undefined, /none\.json/],
  ])("refuses %s in one line", async (_, document, reason) => {
    if (document !== undefined) fs.writeFileSync(path.join(folder, "none.json"), JSON.stringify(document));
    else fs.rmSync(path.join(folder, "none.json"), { force: true });
    const { status, stdout, stderr } = await finished(start(["none.json"]));

    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  describeWith({ chromium: true })("as a page", () => {
    test.each([390, 1280])("fits a screen of %i pixels", async (width) => {
      const html = fs.readFileSync(path.join(folder, "drill.html"), "utf8");
      const browser = await launch();
      try {
        await withPage(browser, html, { width, colorScheme: "light" }, async ({ page, complaints }) => {
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
          expect(await page.locator("tbody tr").count()).toBe(6);
          expect(await page.getByRole("img").isVisible()).toBe(true);
          expect(complaints).toEqual([]);
        });
      } finally {
        await browser.close();
      }
    });
  });
});
