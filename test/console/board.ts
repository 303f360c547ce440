import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { figuresIn, type Row, textOf } from "./figures.js";
import { dispatchNow, type Site } from "./site.js";

/** 看板. */
export function boardChecks(site: () => Site): void {
  const rows = async (): Promise<readonly Row[]> =>
    (await site().get<{ measures: readonly Row[] }>("/v1/board")).measures;
  const figure = (page: Page, measure: string, name: string) =>
    page.locator(`.card[data-measure="${measure}"] [data-figure="${name}"]`);

  it("shows in every cell the integer that the service answers", async () => {
    const page = await site().visit("#/board?period=all");
    await page.waitForSelector(".heat td [data-figure]");
    const measures = [...new Set((await rows()).map(({ measure }) => measure))];
    const compare = async (selector: string, figures: readonly string[]): Promise<number> => {
      const answered = new Map((await rows()).map((row) => [`${row.measure} ${row.unit}`, row]));
      const shown = await figuresIn(page, selector);
      const wrong = shown.filter(({ measure, unit, figure: name, text }) => {
        const row = answered.get(`${measure} ${unit}`);
        const isNone = name === "rate" && row?.counted === 0;
        return row === undefined || (!isNone && textOf(row, name) !== text);
      });
      expect(wrong).toEqual([]);
      expect([...new Set(shown.map(({ figure: name }) => name))].sort()).toEqual([...figures].sort());
      return shown.length;
    };
    await expect
      .poll(() =>
        compare(".card", ["rate", "numerator", "counted", "lateBudget", "pending", "overdue", "late"]),
      )
      .toBe(7 * 12);
    expect(await compare(".heat td", ["rate", "fraction"])).toBeGreaterThan(200);
    for (const measure of measures) {
      await page.locator(`.card[data-measure="${measure}"] h3 button`).click();
      const counts = ["kept", "late", "overdue", "pending", "void", "unclassified", "provisional"];
      const cells = await compare(".counts tr", ["rate", "fraction", "lateBudget", ...counts]);
      expect([measure, cells]).toEqual([measure, 10 * 12]);
    }
    await page.close();
  });

  it("shows an event that comes while the page is open, and lights up what it changed", async () => {
    const page = await site().visit("#/board?period=all");
    const pending = figure(page, "19.1", "pending");
    const before = Number((await pending.textContent())?.replaceAll(",", ""));
    expect(before).toBeGreaterThan(0);
    await site().post(dispatchNow("CONSOLE-1", "320902"));
    await expect.poll(() => pending.textContent(), { timeout: 20_000 }).toBe(String(before + 1));
    expect(await pending.getAttribute("class")).toContain("figure-changed");
    expect(await figure(page, "17.1", "pending").getAttribute("class")).not.toContain("figure-changed");
    await page.close();
  });

  it("names a unit that is registered while the page is open", async () => {
    const page = await site().visit("#/board?period=all");
    await page.waitForSelector(".heat td [data-figure]");
    await site().post({
      ...dispatchNow("320999", "320902"),
      type: "io.anshi.unit.registered.v1",
      data: { id: "320999", name: "新设区", parent: "320900" },
    });
    await expect
      .poll(() => page.locator(".heat tbody th").allTextContents(), { timeout: 20_000 })
      .toContain("新设区");
    await page.close();
  });

  it("leads from a count to the list of its cases", async () => {
    const page = await site().visit("#/board?period=all");
    const late = figure(page, "25.1a", "late");
    const count = (await late.textContent())?.replaceAll(",", "");
    expect(Number(count)).toBeGreaterThan(5);
    await late.click();
    const found = page.locator(".list-foot [data-count]");
    await expect.poll(() => found.getAttribute("data-count")).toBe(count);
    await page.close();
  });

  it("says that it stands still when the service dies, and goes on when it returns", async () => {
    const page = await site().visit("#/board?period=all");
    const pending = figure(page, "19.1", "pending");
    const before = await pending.textContent();
    expect(await page.locator(".banner-stale").count()).toBe(0);
    await site().stopService();
    await page.waitForSelector(".banner-stale");
    expect(await page.locator(".status").getAttribute("data-stale")).toBe("true");
    expect(await pending.textContent()).toBe(before);
    await site().startService();
    await site().post(dispatchNow("CONSOLE-2", "320903"));
    await expect.poll(() => pending.textContent(), { timeout: 30_000 }).toBe(String(Number(before) + 1));
    expect(await page.locator(".banner-stale").count()).toBe(0);
    await page.close();
  });
}
