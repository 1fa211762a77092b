import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import type { Browser, Locator, Page } from "playwright-core";
import { htmlReport } from "../../review/report/html/page";
import { textReport } from "../../review/report/text";
import { reviewOf } from "../../review/test/support/review";
import { SandboxStack } from "../../stacks/sandbox-stack";
import { findChromium, launch, withPage } from "../support/browser";

/*
 * `npm run pictures`: makes the pictures of README from a review of the sandbox, as `npm start` synthesizes it.
 */

const DOCS = resolve(__dirname, "../../docs");

/** What a picture may weigh, bytes: every clone and every package has it. */
const LARGEST = 150_000;

/** How much of the html report is shown, pixels. */
const REPORT = { width: 1000, height: 1000 };

async function main(): Promise<void> {
  const found = findChromium();
  if ("missing" in found) {
    console.error(`skipped: the pictures need ${found.missing}`);
    return;
  }
  const stack = new SandboxStack(new App({ stackTraces: false }), "sems-sandbox");
  // As the command has it that `npm start` runs.
  const review = { ...reviewOf(stack.toTerraform()), source: "cdktf.out" };
  const browser = await launch();
  try {
    await picture(browser, await htmlReport(review), "cluster.png", (page) =>
      page.locator("svg[role=img]").first(),
    );
    await picture(browser, await htmlReport(review), "report.png", (page) => page);
    await picture(browser, terminal(textReport(review)), "report-text.png", (page) => page.locator("pre"));
  } finally {
    await browser.close();
  }
}

/** Takes a picture of a part of a page, or of the top of it. */
async function picture(
  browser: Browser,
  html: string,
  name: string,
  part: (page: Page) => Locator | Page,
): Promise<void> {
  const path = join(DOCS, name);
  await withPage(browser, html, { width: REPORT.width, colorScheme: "light" }, async ({ page }) => {
    await page.setViewportSize(REPORT);
    await part(page).screenshot({ path, animations: "disabled" });
  });
  const { size } = statSync(path);
  if (size > LARGEST) throw new Error(`${name} has ${size} bytes; at most ${LARGEST}`);
  console.log(`docs/${name}: ${Math.ceil(size / 1000)} kB`);
}

/** A page that shows a text as a terminal does. */
function terminal(text: string): string {
  const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html><meta charset="utf-8"><title>sems-review</title>
<style>
  body { margin: 0 }
  pre { display: inline-block; margin: 0; padding: 16px 24px; font: 14px/1.35 monospace; color: #e6e6e6; background: #1c1f26 }
</style>
<pre>$ npm start\n\n${escaped}</pre>`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
