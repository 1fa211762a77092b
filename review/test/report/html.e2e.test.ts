import type { Browser } from "playwright-core";
import { htmlReport } from "../../report/html/page";
import { describeWith } from "../../../test/support/requires";
import { launch, withPage, type Look } from "../../../test/support/browser";
import { finding, HOSTILE, hostile, replacing, review, service, shrinking } from "./support/reviews";

const LOOKS: readonly Look[] = [390, 1280].flatMap((width) => [
  { width, colorScheme: "light" },
  { width, colorScheme: "dark" },
]);

const LONG = review({
  services: [
    service(6, { clientFqdn: `${"a".repeat(63)}.${"b".repeat(63)}.example.com` }),
    service(2, { nodes: service(2).nodes.map((node) => ({ ...node, address: "2001:db8:".repeat(12) })) }),
  ],
  findings: [finding({ address: `module.${"m".repeat(300)}.aws_lb.keys`, message: "x".repeat(500) })],
});

describeWith({ chromium: true })("the page in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  describe.each(LOOKS)("$width pixels wide, $colorScheme", (look) => {
    test.each([
      ["a plan that replaces and destroys", replacing],
      ["long names and six nodes", LONG],
      ["what is served now beside what will be", review({ services: [shrinking()] })],
    ])("shows %s without a complaint, a request or a scroll bar of its own", async (_case, shown) => {
      await withPage(browser, await htmlReport(shown), look, async ({ page, complaints }) => {
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(look.width);
        // No part of a table has to be scrolled to.
        const overflows = await page
          .locator("table")
          .evaluateAll((tables) =>
            tables.map((table) => table.scrollWidth - (table.parentElement?.clientWidth ?? 0)),
          );
        expect(Math.max(...overflows)).toBeLessThanOrEqual(0);
        // And nothing in it reaches out of its cell, into the next line.
        const cells = await page
          .locator("td")
          .evaluateAll((all) => all.map((cell) => cell.scrollHeight - cell.clientHeight));
        expect(Math.max(...cells)).toBeLessThanOrEqual(0);
        const diagram = page.locator("svg[role=img]").first();
        await diagram.scrollIntoViewIfNeeded();
        expect(await diagram.isVisible()).toBe(true);
        // Its smallest text, as drawn: at least 8 pixels high.
        const heights = await page
          .locator("svg .more")
          .evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
        expect(Math.min(...heights)).toBeGreaterThan(8);
        for (const fold of await page.locator("summary").all()) await fold.click();
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(look.width);
        expect(complaints).toEqual([]);
      });
    });
  });

  test("is light or dark as the reader's system is", async () => {
    const grounds: unknown[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await withPage(browser, await htmlReport(replacing), { width: 1280, colorScheme }, async ({ page }) => {
        grounds.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      });
    }
    expect(grounds).toEqual(["rgb(245, 246, 248)", "rgb(13, 18, 25)"]);
  });

  test("draws the path that clients take from left to right, above the others", async () => {
    await withPage(
      browser,
      await htmlReport(review()),
      { width: 1280, colorScheme: "light" },
      async ({ page }) => {
        const place = async (text: string) => page.locator("svg .first", { hasText: text }).boundingBox();
        const [name, first, second] = [
          await place("keys.example.com"),
          await place("sems1"),
          await place("sems2"),
        ];
        expect(first?.x).toBeGreaterThan(name?.x ?? Infinity);
        expect(first?.y).toBeLessThan(second?.y ?? -Infinity);
      },
    );
  });

  test("shows hostile texts as they are, and nothing comes of them", async () => {
    for (const text of HOSTILE) {
      await withPage(
        browser,
        await htmlReport(hostile(text)),
        { width: 390, colorScheme: "light" },
        async ({ page, complaints }) => {
          expect(
            await page.locator("script, img, a, iframe, object, form, [onerror], [onclick]").count(),
          ).toBe(0);
          expect(await page.locator("h1").textContent()).toBe("Outage: some clients get no service");
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
          expect(complaints).toEqual([]);
        },
      );
    }
    await withPage(
      browser,
      await htmlReport(hostile("<b>bold</b>")),
      { width: 390, colorScheme: "dark" },
      async ({ page }) => {
        expect(await page.locator(".findings p").first().textContent()).toBe("<b>bold</b>");
      },
    );
  });

  test("prints all of it: what is folded, and the diagram from end to end", async () => {
    await withPage(
      browser,
      await htmlReport(replacing),
      { width: 794, colorScheme: "dark" },
      async ({ page }) => {
        await page.emulateMedia({ media: "print" });
        expect(await page.locator("details .findings li").first().isVisible()).toBe(true);
        // Paper does not scroll: the whole diagram is on it.
        const [card, diagram] = [page.locator(".card:has(svg)"), page.locator("svg[role=img]")];
        const [paper, drawn] = [await card.boundingBox(), await diagram.boundingBox()];
        expect((drawn?.x ?? Infinity) + (drawn?.width ?? 0)).toBeLessThan(
          (paper?.x ?? 0) + (paper?.width ?? 0),
        );
        // Ink on paper, whatever the screen is.
        expect(await page.evaluate("getComputedStyle(document.querySelector('p')).color")).toBe(
          "rgb(24, 32, 43)",
        );
      },
    );
  });
});
