import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { onPath } from "./on-path";

/** The names under which systems have Chromium. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

/** Chromium on the PATH; else what is missing, to be read after "needs". */
export function findChromium(): { path: string } | { missing: string } {
  const [program] = PROGRAMS.flatMap((name) => onPath(name) ?? []);
  return program === undefined
    ? { missing: `Chromium (${PROGRAMS.join(", ")}), which is not on the PATH` }
    : { path: program };
}

/** Starts Chromium without a window, and without anything that it fetches by itself. */
export async function launch(): Promise<Browser> {
  const found = findChromium();
  if ("missing" in found) throw new Error(`needs ${found.missing}`);
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath: found.path, headless: true, args });
}

/** How a page is looked at. */
export interface Look {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** A page in the browser, and whatever it did that a page should not do. */
export interface Opened {
  readonly page: Page;
  /** Errors, messages, dialogues, and requests for anything but the page itself. */
  readonly complaints: readonly string[];
}

/** Opens a page from a file, as a reader does who has downloaded it; closes it and removes the file afterwards. */
export async function withPage(
  browser: Browser,
  html: string,
  { width, colorScheme }: Look,
  look: (opened: Opened) => Promise<void>,
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "sems-review-"));
  const file = path.join(folder, "review.html");
  fs.writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("request", (request) => {
      if (request.url() !== url) complaints.push(`request: ${request.url()}`);
    });
    page.on("dialog", (dialog) => {
      complaints.push(`dialogue: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    await look({ page, complaints });
  } finally {
    await context.close();
    fs.rmSync(folder, { recursive: true });
  }
}
