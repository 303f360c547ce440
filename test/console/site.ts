import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { embeddedUrl } from "@anshi/runtime";
import type { Page } from "playwright-core";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "../support/anshi.js";
import { openBrowser, type PageOptions, type TestBrowser } from "./browser.js";

export const ADMIN = "admin-token-of-the-console-tests";
export const READER = "reader-token-of-the-console-tests";

/** A service with a half year of invented cases, and a browser: one of each for every check of the console. */
export interface Site {
  readonly url: string;
  readonly browser: TestBrowser;
  /** A page of the console at a view, as an admin unless told otherwise. */
  readonly visit: (hash: string, options?: PageOptions) => Promise<Page>;
  /** What the service answers an admin. */
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: (event: object) => Promise<void>;
  /** The address of its database, for a superuser. */
  readonly database: () => Promise<string>;
  readonly stopService: () => Promise<void>;
  /** Starts the service again, at the same address. */
  readonly startService: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const DAY = 86_400_000;

export async function openSite(): Promise<Site> {
  const [directory, remove] = await dataDirectory();
  const tokens = join(directory, "..", `${directory.split("/").at(-1)}-tokens.json`);
  await writeFile(
    tokens,
    JSON.stringify({
      tokens: [
        { name: "admin", token: ADMIN, roles: ["admin"] },
        { name: "reader", token: READER, roles: ["read"] },
      ],
    }),
  );
  const env = { ANSHI_TOKENS_FILE: tokens };
  let anshi: Anshi = await startAnshi(directory, env);
  const { url } = anshi;
  const port = new URL(url).port;
  const day = (ago: number): string => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
  const simulated = await runAnshi(
    `simulate --cases 1200 --seed 3209 --from ${day(180)} --to ${day(0)} --late-entry 0.03 --corrections 0.02 --bad 0.01 --quiet --json`.split(
      " ",
    ),
    { ANSHI_URL: url, ANSHI_TOKEN: ADMIN },
  );
  // Some are refused on purpose, which the exit code tells too.
  if (!simulated.stdout.includes('"delivered"')) {
    await anshi.stop();
    throw new Error(`the simulation failed: ${simulated.stderr}`);
  }
  await fetch(`${url}/v1/ledgers/3209/seals`, {
    method: "POST",
    headers: { authorization: `Bearer ${ADMIN}` },
  });
  const browser = await openBrowser(url);

  const asked = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...init.headers, authorization: `Bearer ${ADMIN}` },
    });
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    url,
    browser,
    visit: async (hash, options = {}) => {
      const page = await browser.open({ token: ADMIN, ...options });
      await page.goto(`${url}/${hash}`);
      return page;
    },
    get: async <T>(path: string) => (await (await asked(path)).json()) as T,
    post: async (event) => {
      const answer = await asked("/v1/events", {
        method: "POST",
        headers: { "content-type": "application/cloudevents+json" },
        body: JSON.stringify(event),
      });
      const { accepted, rejected } = (await answer.json()) as {
        readonly accepted: number;
        readonly rejected: object;
      };
      if (accepted !== 1) throw new Error(`the event was not accepted: ${JSON.stringify(rejected)}`);
    },
    database: async () => (await embeddedUrl(directory)) ?? "",
    stopService: () => anshi.stop(),
    startService: async () => {
      anshi = await startAnshi(directory, env, ["--port", port]);
    },
    close: async () => {
      await browser.close();
      await anshi.stop();
      await remove();
    },
  };
}

/** A dispatch issued now, due long after. */
export function dispatchNow(subject: string, unit: string): object {
  return {
    specversion: "1.0",
    id: `${subject}/issued`,
    source: "urn:test:console",
    type: "io.anshi.dispatch.issued.v1",
    subject,
    time: new Date().toISOString(),
    data: { unit },
  };
}
