import { expect, it } from "vitest";
import { picture } from "./browser.js";
import { READER, type Site } from "./site.js";

const csv = `案号,时间,单位,网络
INTAKE-1,2026-03-02 09:00,320902,是
INTAKE-2,昨天,320902,是
INTAKE-3,2026-03-02 10:00,320902,也许
INTAKE-4,2026-03-02 11:00,没有 这样的单位,是
INTAKE-5,2026-03-02 12:00,320903,否
`;
const mapping = `timeZone: Asia/Shanghai
events:
  - type: io.anshi.complaint.received.v1
    source: urn:test:console
    id: "{案号}/received"
    subject: "{案号}"
    time: { column: 时间 }
    data:
      unit: { column: 单位 }
      online: { boolean: 网络 }
`;

/** 接入. */
export function intakeChecks(site: () => Site): void {
  const rejections = async () =>
    (
      await site().get<{ items: readonly { number: string; code: string; disposal: string | null }[] }>(
        "/v1/rejections?order=newest&limit=100",
      )
    ).items;

  it("imports a table with bad rows: shows what a mapping gives, sends what is good, and tells the rest", async () => {
    const page = await site().visit("#/intake");
    await page.setInputFiles("input[type=file]", {
      name: "cases.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv),
    });
    const text = page.locator(".mapping textarea");
    await expect.poll(() => text.inputValue()).toContain("案号 | 时间 | 单位 | 网络");
    await text.fill(mapping.replace("{案号}/received", "{卷号}/received"));
    await expect.poll(() => page.locator(".mapping [role=alert]").textContent()).toContain("卷号");
    expect(await page.locator(".import > button.primary").count()).toBe(0);
    await text.fill(mapping);
    await page.waitForSelector(".preview .row-bad");
    expect(await page.locator(".preview tbody tr").count()).toBe(5);
    await picture(page, "intake-preview");
    await page.locator(".import > button.primary").click();
    await page.waitForSelector('.result[data-state="done"]');
    const counts = await page.locator(".result dd").allTextContents();
    expect(counts).toEqual(["5", "5", "2", "0", "3"]);
    const codes = await page.locator(".faults tbody td:nth-child(3)").allTextContents();
    expect(codes.sort()).toEqual(["invalid-data", "mapping", "mapping"]);
    await picture(page, "intake-result");
    await page.close();
    await expect
      .poll(() =>
        site()
          .get<{ facts: readonly unknown[] }>("/v1/cases/complaint/INTAKE-1")
          .then(({ facts }) => facts.length),
      )
      .toBe(1);
  });

  it("takes dropped events, and counts none twice", async () => {
    const page = await site().visit("#/intake");
    const event = (id: string) =>
      JSON.stringify({
        ...{
          specversion: "1.0",
          id,
          source: "urn:test:console",
          subject: id,
          time: "2026-03-02T09:00:00+08:00",
        },
        ...{ type: "io.anshi.complaint.received.v1", data: { unit: "320902" } },
      });
    await page.waitForSelector(".drop");
    const lines = `${event("DROP-1")}\n{\n${event("DROP-1")}\n`;
    await page.evaluate(
      `{ const data = new DataTransfer();
         data.items.add(new File([${JSON.stringify(lines)}], "events.ndjson"));
         document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true })); }`,
    );
    await page.locator(".import > button.primary").click();
    await page.waitForSelector('.result[data-state="done"]');
    expect(await page.locator(".result dd").allTextContents()).toEqual(["3", "3", "1", "1", "1"]);
    await page.close();
  });

  it("shows a refused message with its bytes, redrives it, and erases it", async () => {
    const wanted = (await rejections()).find(({ code }) => code === "invalid-data")?.number ?? "";
    const page = await site().visit(`#/intake?number=${wanted}&code=invalid-data`);
    await page.waitForSelector(".raw");
    expect(await page.locator(".raw").textContent()).toContain("specversion");
    const [redrive, purge] = [
      page.locator(".actions button.primary"),
      page.locator(".actions button").nth(1),
    ];
    await redrive.click();
    await expect.poll(() => page.locator(".rejection [role=status]").textContent()).toMatch(/仍拒收 1/u);
    await picture(page, "intake-rejection");
    page.once("dialog", (dialog) => void dialog.accept());
    await purge.click();
    await expect
      .poll(async () => (await rejections()).find(({ number }) => number === wanted)?.disposal)
      .toBe("purged");
    await expect.poll(() => page.locator(".raw").count()).toBe(0);
    await page.close();
  });

  it("tells a reader that this page is not theirs", async () => {
    const page = await site().visit("#/intake", { token: READER });
    await page.waitForSelector(".panel .notice-failed");
    expect(await page.locator(".notice-failed").textContent()).toMatch(/\p{Script=Han}/u);
    await page.close();
  });
}
