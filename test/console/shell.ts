import { expect, it } from "vitest";
import { seriousFindings } from "./accessible.js";
import { picture } from "./browser.js";
import { READER, type Site } from "./site.js";
import { views } from "./views.js";

const looks = [
  { width: 1280, dark: false },
  { width: 390, dark: true },
];

/** What holds of every view. */
export function shellChecks(site: () => Site): void {
  it("asks for a token, says when it is not known, and keeps a good one for the tab", async () => {
    const page = await site().browser.open();
    await page.goto(site().url);
    const field = page.locator("input[type=password]");
    await field.fill("a-token-nobody-knows-of");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".token [role=alert]");
    await field.fill(READER);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".heat td [data-figure]");
    await page.reload();
    await page.waitForSelector(".heat td [data-figure]");
    const other = await page.context().newPage();
    await other.goto(site().url);
    await other.waitForSelector("input[type=password]");
    await page.context().close();
  });

  it("speaks Chinese first, and English in every view when asked", async () => {
    const page = await site().visit("#/board?period=all");
    await page.waitForSelector(".heat");
    expect(await page.locator("h1").first().textContent()).toMatch(/\p{Script=Han}/u);
    await page.locator("header button[lang=en]").click();
    expect(await page.evaluate("document.documentElement.lang")).toBe("en");
    for (const { name, hash, shows } of views) {
      await page.goto(`${site().url}/${hash}`);
      await page.waitForSelector(shows);
      // Names of units and articles of the law stay as they are; labels do not.
      const labels = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll("h1, h2, th[scope=col], dt, label > span, nav a")].map((each) => each.textContent)`,
      );
      const chinese = labels.filter((text) => /\p{Script=Han}/u.test(text));
      expect([name, chinese]).toEqual([name, []]);
    }
    await page.close();
  });

  it.each(views)(
    "has nothing serious for axe to find in $name, wide and light, narrow and dark",
    async (view) => {
      for (const { width, dark } of looks) {
        const page = await site().visit(view.hash, { width, dark, english: dark });
        await page.waitForSelector(view.shows);
        await picture(page, `${view.name}-${width}`);
        expect(await seriousFindings(page)).toEqual([]);
        // Nothing but tables, which scroll within themselves, is wider than the window.
        const wide = await page.evaluate<number>("document.documentElement.scrollWidth");
        expect([view.name, wide]).toEqual([view.name, width]);
        await page.close();
      }
    },
  );

  it("breaks no rule of its policy and asks no other host", () => {
    expect(site().browser.complaints()).toEqual([]);
  });
}
