import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Anshi, dataDirectory, startAnshi } from "./support/anshi.js";
import { chunks, get, post, projected, seeded } from "./support/client.js";
import { isAlive, killHard, tree } from "./support/process-tree.js";
import { syntheticEvents } from "./support/synthetic.js";

const KILLS = Number(process.env.ANSHI_TEST_KILLS ?? 20);
const asOf = "2026-09-01T00:00:00+08:00";

let crashed: string;
let unbroken: string;
const removals: (() => Promise<void>)[] = [];

beforeAll(async () => {
  for (const set of [(name: string) => (crashed = name), (name: string) => (unbroken = name)]) {
    const [directory, remove] = await dataDirectory();
    set(directory);
    removals.push(remove);
  }
});
afterAll(async () => {
  for (const remove of removals) await remove();
});

/** The PostgreSQL of a data directory, by its own pid file. */
function postmaster(directory: string): number {
  return Number(readFileSync(join(directory, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
}

const boardOf = (anshi: Anshi): Promise<{ readonly measures: readonly object[] }> =>
  get(`${anshi.url}/v1/board?${new URLSearchParams({ asOf })}`);

it(`loses and doubles nothing over ${KILLS} kills of the process tree`, { timeout: 900_000 }, async () => {
  const events = syntheticEvents(60_000, 7);
  const random = seeded(20);
  const batches = chunks(events, 25);
  const acknowledged = new Set<string>();
  let next = 0;
  let url = "";
  let over = false;

  // Clients that know only what they were answered: a batch without an answer is sent again.
  const client = async (): Promise<void> => {
    for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
      for (let done = false; !done && !over; ) {
        try {
          await post(url, batch);
          for (const event of batch) acknowledged.add((event as { readonly id: string }).id);
          done = true;
        } catch {
          await sleep(20);
        }
      }
      await sleep(random() * 10);
    }
  };

  let anshi = await startAnshi(crashed);
  url = anshi.url;
  const clients = Promise.all([client(), client(), client(), client()]);
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(50 + random() * 700);
    const database = postmaster(crashed);
    const doomed = tree(database);
    // Looking took a while in which nothing was sent: let the clients fill the pipe again.
    await sleep(20 + random() * 20);
    // Every other time PostgreSQL goes first, in the middle of what it does; otherwise the next start meets it as an orphan.
    if (kill % 2 === 0) for (const pid of doomed) killHard(pid);
    await anshi.kill();
    if (kill % 2 === 1) expect(isAlive(database)).toBe(true);
    anshi = await startAnshi(crashed);
    url = anshi.url;
  }
  await clients;
  over = true;

  const { position } = await get<{ position: string }>(`${url}/v1/ledgers/3209`);
  expect(position).toBe(String(events.length));
  const stored = new Set<string>();
  for (let after = "0"; after !== "done"; ) {
    const page = await get<{ items: { position: string; event: { id: string } }[]; next: string | null }>(
      `${url}/v1/ledgers/3209/events?after=${after}&limit=1000`,
    );
    page.items.forEach((item, index) => {
      expect(BigInt(item.position)).toBe(BigInt(after) + BigInt(index) + 1n);
      stored.add(item.event.id);
    });
    after = page.next ?? "done";
  }
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
  expect(stored.size).toBe(events.length);
  await projected(url, "3209", BigInt(events.length));
  const broken = await boardOf(anshi);
  const database = postmaster(crashed);
  await anshi.stop();
  // Its process table entry goes when its new parent has looked.
  while (isAlive(database)) await sleep(50);

  const whole = await startAnshi(unbroken);
  for (const batch of batches) await post(whole.url, batch);
  await projected(whole.url, "3209", BigInt(events.length));
  expect(broken.measures).toEqual((await boardOf(whole)).measures);
  await whole.stop();
});
