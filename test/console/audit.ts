import { tamper } from "@anshi/ledger/testing/tamper";
import pg from "pg";
import { expect, it } from "vitest";
import { picture } from "./browser.js";
import type { Site } from "./site.js";

/** 审计. */
export function auditChecks(site: () => Site): void {
  const alter = async (from: string, to: string): Promise<void> => {
    const pool = new pg.Pool({ connectionString: await site().database() });
    try {
      await tamper(pool, (client) =>
        client.query(
          `update ledger.event set body = replace(body, $1, $2) where position = 100 and ledger = '3209'`,
          [from, to],
        ),
      );
    } finally {
      await pool.end();
    }
  };
  const verified = async (): Promise<{ readonly ok: string | null; readonly codes: readonly string[] }> => {
    const page = await site().visit("#/audit");
    await page.locator("section[aria-labelledby=verify] button.primary").click();
    const outcome = page.locator("[data-ok]");
    await outcome.waitFor({ timeout: 60_000 });
    const ok = await outcome.getAttribute("data-ok");
    await picture(page, `audit-${ok === "true" ? "intact" : "tampered"}`);
    const codes = await page.locator(".findings tbody td:nth-child(2)").allTextContents();
    await page.close();
    return { ok, codes };
  };

  it("verifies a ledger, and turns red when a byte of it was altered", async () => {
    expect(await verified()).toEqual({ ok: "true", codes: [] });
    await alter('"1.0"', '"1.1"');
    const { ok, codes } = await verified();
    expect(ok).toBe("false");
    expect(codes).toContain("body-hash");
    await alter('"1.1"', '"1.0"');
    expect((await verified()).ok).toBe("true");
  });

  it("seals the head on demand, and keeps the seal as a file", async () => {
    const page = await site().visit("#/audit");
    const sealed = page.locator('[data-count="sealed"]');
    await page.locator("section[aria-labelledby=seals] .actions button").click();
    const position = await page.locator('[data-count="position"]').textContent();
    await expect.poll(() => sealed.textContent()).toBe(position);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(".seals tbody button").first().click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^anshi-seal-3209-\d+\.json$/u);
    await page.close();
  });

  it("publishes a month and shows each figure beside its recompute", async () => {
    const month = new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 7);
    const page = await site().visit("#/audit");
    const form = page.locator("section[aria-labelledby=publications] form");
    await form.locator("input").fill("2999-01");
    await form.locator("button").click();
    await page.waitForSelector("section[aria-labelledby=publications] .notice-failed");
    await form.locator("input").fill(month);
    await form.locator("button").click();
    const row = page.locator(`tr[data-publication^="${month}"]`);
    await row.locator("button[aria-expanded]").click();
    await page.waitForSelector('.recomputed[data-equal="true"] tbody tr');
    expect(await page.locator(".recomputed tbody tr").count()).toBeGreaterThan(20);
    await picture(page, "audit-recomputed");
    await page.close();
  });
}
