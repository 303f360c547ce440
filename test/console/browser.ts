import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "@anshi/test-postgres/root";
import { pathOf } from "@anshi/test-tools";
import { type Browser, chromium, type Page } from "playwright-core";

/** Where pictures of the views are put, to be looked at; not part of the repository. */
const pictures = join(root, "test-results/console");

/** One browser for all checks, and what its pages complained of. */
export interface TestBrowser {
  readonly open: (options?: PageOptions) => Promise<Page>;
  /** What pages wrote to their console as errors, threw, or asked of another host; emptied by reading. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
}

export interface PageOptions {
  readonly width?: number;
  readonly dark?: boolean;
  readonly english?: boolean;
  /** Kept as the console keeps it, so that it does not ask. */
  readonly token?: string;
}

/** Starts Debian's Chromium. */
export async function openBrowser(url: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: pathOf("chromium") ?? "chromium",
    args: ["--no-sandbox"],
  });
  const complaints: string[] = [];
  return {
    open: async ({ width = 1280, dark = false, english = false, token } = {}) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: dark ? "dark" : "light",
        acceptDownloads: true,
      });
      const kept = JSON.stringify({ english, token });
      await context.addInitScript(
        `{ const kept = ${kept};
           if (kept.english) localStorage.setItem("anshi-language", "en");
           if (kept.token && !sessionStorage.getItem("anshi-token")) sessionStorage.setItem("anshi-token", kept.token); }`,
      );
      const page = await context.newPage();
      page.on("pageerror", (error) => complaints.push(`threw ${error.message}`));
      page.on("console", (message) => {
        // A refused or failed request is told by the page itself; Chromium writes a line of its own beside it.
        const own = /^Failed to load resource/u.test(message.text());
        if (message.type() === "error" && !own) complaints.push(`${page.url()}: ${message.text()}`);
      });
      page.on("request", (request) => {
        const address = request.url();
        if (!address.startsWith(url) && !/^(?:blob|data):/u.test(address))
          complaints.push(`asked ${address}`);
      });
      return page;
    },
    complaints: () => complaints.splice(0),
    close: () => browser.close(),
  };
}

/** Takes a picture of the whole page. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
