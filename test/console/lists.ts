import { readSheet } from "read-excel-file/node";
import { expect, it } from "vitest";
import type { Site } from "./site.js";

interface ListPage {
  readonly items: readonly { readonly subject: string; readonly unit: string; readonly due: string | null }[];
  readonly next: string | null;
}

/** 临期与超期. */
export function listChecks(site: () => Site): void {
  const items = async (query: string) => (await site().get<ListPage>(`/v1/cases?limit=1000&${query}`)).items;

  it("lists what the service lists, of which only rows in sight are in the page, sorted as asked", async () => {
    const late = await items("state=late");
    expect(late.length).toBeGreaterThan(40);
    const page = await site().visit("#/lists?state=late");
    const firstOf = () => page.locator(".list tbody td a").first().textContent();
    await expect.poll(firstOf).toBe(late[0]?.subject);
    expect(await page.locator(".list-foot [data-count]").getAttribute("data-count")).toBe(
      String(late.length),
    );
    expect(await page.locator(".list tbody td a").count()).toBeLessThan(late.length);
    await page.locator(".list th button", { hasText: "期限" }).click();
    await page.locator(".list th button", { hasText: "期限" }).click();
    expect(page.url()).toContain("sort=-due");
    const latest = late
      .map(({ due }) => due ?? "")
      .sort()
      .at(-1);
    await expect.poll(() => page.locator(".list tbody .list-due").first().textContent()).toBe(latest);
    await page.reload();
    await expect.poll(() => page.locator(".list tbody .list-due").first().textContent()).toBe(latest);
    await page.close();
  });

  it("keeps its filters in the address and narrows by them", async () => {
    const unit = (await items("state=late"))[0]?.unit ?? "";
    const own = await items(`state=late&unit=${unit}`);
    const page = await site().visit(`#/lists?state=late&unit=${unit}`);
    const count = page.locator(".list-foot [data-count]");
    await expect.poll(() => count.getAttribute("data-count")).toBe(String(own.length));
    await page.locator("input[type=search]").fill(own[0]?.subject.toLowerCase() ?? "");
    await expect.poll(() => count.getAttribute("data-count")).toBe("1");
    expect(page.url()).toContain(`unit=${unit}&q=`);
    await page.locator(".list tbody a").click();
    await page.waitForSelector(".clock");
    expect(await page.locator("h1").textContent()).toContain(own[0]?.subject);
    await page.close();
  });

  it("shows each list the service has, or says that it is empty", async () => {
    const page = await site().visit("#/lists");
    const tabs = page.locator(".tabs a");
    await page.waitForSelector(".tabs a");
    expect(await tabs.count()).toBe(9);
    for (let nth = 0; nth < 9; nth += 1) {
      await tabs.nth(nth).click();
      await page.waitForSelector(".list tbody a, .notice-empty");
      expect(await page.locator(".notice-failed").count()).toBe(0);
    }
    await page.close();
  });

  it("exports what is shown to Excel", async () => {
    const overdue = await items("state=overdue");
    expect(overdue.length).toBeGreaterThan(0);
    const page = await site().visit("#/lists?state=overdue");
    await page.waitForSelector(".list tbody a");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("button", { hasText: "导出" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("逾期未办.xlsx");
    const rows = await readSheet((await download.path()) ?? "", 1);
    expect(rows[0]?.[0]).toBe("案件");
    expect(rows.slice(1, 1 + overdue.length).map(([subject]) => subject)).toEqual(
      overdue.map(({ subject }) => subject),
    );
    expect(String(rows.at(-1)?.[0])).toContain("数据截至");
    await page.close();
  });
}
