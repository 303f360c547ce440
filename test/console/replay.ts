import { expect, it } from "vitest";
import { correctedLead } from "./corrected.js";
import { figuresIn, type Row, textOf } from "./figures.js";
import type { Site } from "./site.js";

interface Case {
  readonly facts: readonly { readonly position: string; readonly type: string }[];
}

/** 回放. */
export function replayChecks(site: () => Site): void {
  const positionOf = async (type: string): Promise<bigint> => {
    const { facts } = await site().get<Case>("/v1/cases/lead/CONSOLE-CORRECTED");
    return BigInt(facts.find((fact) => fact.type === `io.anshi.${type}.v1`)?.position ?? 0);
  };
  const asOf = new Date(Date.now() - 2 * 86_400_000).toISOString();

  it("shows every figure as it was at (T, P), by its address", async () => {
    expect(correctedLead.length).toBe(6);
    const before = (await positionOf("record.retracted")) - 1n;
    const page = await site().visit(`#/replay?period=all&asOf=${asOf}&knownAt=${before}`);
    await page.waitForSelector(`.replayed[data-known-at="${before}"]`);
    const { measures } = await site().get<{ measures: readonly Row[] }>(
      `/v1/board?asOf=${asOf}&knownAt=${before}`,
    );
    const answered = new Map(measures.map((row) => [`${row.measure} ${row.unit}`, row]));
    const shown = await figuresIn(page, ".card, .heat td");
    expect(shown.length).toBeGreaterThan(100);
    const wrong = shown.filter(({ measure, unit, figure, text }) => {
      const row = answered.get(`${measure} ${unit}`);
      const isNone = figure === "rate" && row?.counted === 0;
      return row === undefined || (!isNone && textOf(row, figure) !== text);
    });
    expect(wrong).toEqual([]);
    // The wrong verification still counts there, and now it does not.
    const kept = measures.find(({ measure, unit }) => measure === "17.1" && unit === "3209")?.numerator;
    const now = await site().get<{ measures: readonly Row[] }>(
      `/v1/board?asOf=${asOf}&measure=17.1&unit=3209`,
    );
    expect(now.measures[0]?.numerator).toBe(Number(kept) - 1);
    await page.close();
  });

  it("names the events that made the difference between two positions, and leads to their case", async () => {
    const retraction = await positionOf("record.retracted");
    const page = await site().visit(
      `#/replay?period=all&asOf=${asOf}&knownAt=${retraction - 1n}&and=${retraction}&measure=17.1`,
    );
    const difference = page.locator('.difference[data-measure="17.1"]');
    await difference.locator("summary").click();
    const row = await difference.locator("tbody tr").first().textContent();
    expect(row).toMatch(/撤销.*CONSOLE-CORRECTED/u);
    expect(await difference.locator("tbody tr").count()).toBe(1);
    await difference.locator("tbody a").click();
    await page.waitForSelector(".clock");
    expect(page.url()).toContain(`#/case/lead/CONSOLE-CORRECTED?knownAt=${retraction}`);
    await page.close();
  });

  it("keeps the very moment of a board that goes on", async () => {
    const page = await site().visit("#/board?period=all");
    await page.locator(".provenance a").click();
    await page.waitForSelector(".replayed");
    const query = new URLSearchParams(page.url().split("?")[1]);
    const [then, position] = [query.get("asOf"), query.get("knownAt")];
    expect([Date.parse(then ?? "") > 0, Number(position) > 0]).toEqual([true, true]);
    await page.reload();
    await page.waitForSelector(`.replayed[data-as-of="${then}"][data-known-at="${position}"]`);
    await page.close();
  });

  it("moves by the keyboard, plays by itself, and keeps the moment in the address", async () => {
    const page = await site().visit("#/replay?period=all");
    await page.waitForSelector(".replayed");
    const sliders = page.locator("input[type=range]");
    await sliders.nth(0).press("ArrowLeft");
    await sliders.nth(0).press("ArrowLeft");
    await expect.poll(() => page.url()).toMatch(/asOf=\d{4}-\d\d-\d\dT/u);
    const asked = new URLSearchParams(page.url().split("?")[1]).get("asOf");
    await page.waitForSelector(`.replayed[data-as-of="${asked}"]`);
    await sliders.nth(1).press("Home");
    await page.waitForSelector('.replayed[data-known-at="0"]');
    await page.locator("button", { hasText: "播放位置" }).click();
    await expect
      .poll(() => page.locator(".replayed").getAttribute("data-known-at"), { timeout: 20_000 })
      .not.toBe("0");
    await page.locator("button", { hasText: "暂停" }).click();
    await page.close();
  });
}
