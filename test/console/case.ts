import { expect, it } from "vitest";
import { correctedLead } from "./corrected.js";
import type { Site } from "./site.js";

/** 案件. */
export function caseChecks(site: () => Site): void {
  it("shows the facts in both times with what was corrected, and the days of the clock with its article", async () => {
    for (const event of correctedLead) await site().post(event);
    const page = await site().visit("#/case/lead/CONSOLE-CORRECTED");
    const clock = page.locator(".clock");
    await expect.poll(() => clock.getAttribute("data-state"), { timeout: 20_000 }).toBe("late");

    const facts = page.locator(".fact");
    expect(await facts.count()).toBe(6);
    const notes = await page.evaluate<readonly (string | null)[]>(
      `[...document.querySelectorAll(".fact")].map((each) => each.dataset.note ?? null)`,
    );
    expect(notes).toEqual([null, null, null, "retracted", null, null]);
    const texts = await facts.allTextContents();
    expect(texts[0]).toMatch(/发生 2025-09-22 09:00:00.*入账 20.*迟录 \d+ 天.*位置/u);
    expect(texts[4]).toMatch(/撤销.*CONSOLE-CORRECTED\/verified-wrongly.*误录/u);
    expect(await page.locator("dl.facts-of-clock").textContent()).toMatch(/第|art\. 18/u);

    // From 09-22 on: 23, 24, 25 counted, 26–29 suspended, 30 counted, 1–8 October off, 9, 10 and the make-up Saturday 11 counted …
    const toneOn = (date: string) => page.locator(`.strip-day[title^="${date}"]`).getAttribute("class");
    const expected: readonly (readonly [string, string])[] = [
      ["2025-09-22", "strip-start"],
      ["2025-09-25", "strip-counted"],
      ["2025-09-26", "strip-suspended"],
      ["2025-09-29", "strip-suspended"],
      ["2025-09-30", "strip-counted"],
      ["2025-10-01", "strip-holiday"],
      ["2025-10-11", "strip-counted"],
      ["2025-10-12", "strip-weekend"],
      ["2025-10-22", "strip-due"],
      ["2025-10-23", "strip-over"],
    ];
    for (const [date, tone] of expected)
      expect([date, await toneOn(date)]).toEqual([date, expect.stringContaining(tone)]);
    const answered = await site().get<{ clocks: readonly { due: string }[] }>(
      "/v1/cases/lead/CONSOLE-CORRECTED",
    );
    expect(answered.clocks[0]?.due).toBe("2025-10-22");
    await page.close();
  });

  it("shows the case as it was known before the correction, by its address", async () => {
    const { facts } = await site().get<{ facts: readonly { position: string; type: string }[] }>(
      "/v1/cases/lead/CONSOLE-CORRECTED",
    );
    const before = facts.find(({ type }) => type.includes("retracted"))?.position ?? "0";
    const page = await site().visit(`#/case/lead/CONSOLE-CORRECTED?knownAt=${BigInt(before) - 1n}`);
    await page.waitForSelector('.clock[data-state="kept"]');
    expect(await page.locator(".fact").count()).toBe(4);
    await page.close();
  });

  it("finds a case by its number, and says so when there is none", async () => {
    const page = await site().visit("#/case");
    await page.waitForSelector(".notice-empty");
    await page.locator("select").selectOption("lead");
    await page.locator("input[type=search]").fill("nobody");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".notice-empty").textContent()).toContain("没有这个案件");
    await page.close();
  });
}
