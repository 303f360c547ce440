import { parseArgs } from "node:util";
import { pathOf } from "@anshi/test-tools";
import { type Browser, chromium } from "playwright-core";
import { dataDirectory, runAnshi, startAnshi } from "../../support/anshi.js";
import { post, projected } from "../../support/client.js";

/** `pnpm bench:console`: how soon the first view can be used, and how soon an event is seen on it; see docs/benchmarks.md. */
const { values } = parseArgs({
  options: { cases: { type: "string", default: "12000" }, rounds: { type: "string", default: "7" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const rounds = Number(values.rounds);
const [directory, remove] = await dataDirectory();
const anshi = await startAnshi(directory);
const today = new Date().toISOString().slice(0, 10);
const words = `simulate --cases ${values.cases} --from ${today.slice(0, 4)}-01-01 --to ${today} --quiet --json`;
const { stdout } = await runAnshi(words.split(" "), { ANSHI_URL: anshi.url });
// What would happen later today is refused.
const { delivered } = JSON.parse(stdout) as { readonly delivered: { readonly accepted: number } };
await projected(anshi.url, "3209", BigInt(delivered.accepted));
const browser = await chromium.launch({
  executablePath: pathOf("chromium") ?? "chromium",
  args: ["--no-sandbox"],
});
try {
  const usable = await medianOf(() => firstView(browser));
  const bare = await medianOf(() => barePage(browser));
  const seen = await eventsSeen(browser);
  process.stdout.write(
    [
      `first view usable, nothing cached: ${usable.toFixed(0)} ms (aim: 2,000), ${(usable / bare).toFixed(1)} times a bare page (${bare.toFixed(0)} ms)`,
      `accepted → seen on the page: median ${median(seen).toFixed(0)} ms, slowest of ${seen.length} ${Math.max(...seen).toFixed(0)} ms (aim: 1,000)`,
      "",
    ].join("\n"),
  );
} finally {
  await browser.close();
  await anshi.stop();
  await remove();
}

/** From the address to a board whose measure opens when it is clicked. */
async function firstView(browser: Browser): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  const began = performance.now();
  await page.goto(anshi.url, { waitUntil: "commit" });
  await page.locator(".heat td [data-figure]").first().waitFor();
  await page.locator(".card h3 button").first().click();
  await page.locator(".counts td").first().waitFor();
  const took = performance.now() - began;
  await page.context().close();
  return took;
}

/** What the browser and the service take for a page of nothing. */
async function barePage(browser: Browser): Promise<number> {
  const page = await (await browser.newContext()).newPage();
  const began = performance.now();
  await page.goto(`${anshi.url}/healthz`);
  await page.locator("body").waitFor();
  const took = performance.now() - began;
  await page.context().close();
  return took;
}

/** From the answer of the intake to the number on an open page. */
async function eventsSeen(browser: Browser): Promise<readonly number[]> {
  const page = await browser.newPage();
  await page.goto(`${anshi.url}/#/board?period=all`);
  const pending = page.locator('.card[data-measure="19.1"] [data-figure="pending"]');
  let shown = Number((await pending.textContent())?.replaceAll(",", ""));
  const took: number[] = [];
  for (let nth = 0; nth < rounds; nth += 1) {
    await post(anshi.url, [dispatch(`BENCH-${nth}`)]);
    const began = performance.now();
    shown += 1;
    await page
      .locator('.card[data-measure="19.1"] [data-figure="pending"]', {
        hasText: shown.toLocaleString("en-US"),
      })
      .waitFor();
    took.push(performance.now() - began);
  }
  return took;
}

function dispatch(subject: string): object {
  const time = new Date().toISOString();
  const type = "io.anshi.dispatch.issued.v1";
  return {
    specversion: "1.0",
    id: subject,
    source: "urn:bench",
    type,
    subject,
    time,
    data: { unit: "320902" },
  };
}

async function medianOf(once: () => Promise<number>): Promise<number> {
  const took: number[] = [];
  for (let nth = 0; nth < rounds; nth += 1) took.push(await once());
  return median(took);
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
}
