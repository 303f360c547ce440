import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { periodOf, zone } from "@anshi/domain";
import type { Logger, Running } from "@anshi/runtime";
import { demoYear } from "./year.js";

/** The demonstration: a synthetic year, then its cases going on as time passes. */
export type Demo = Running;

const SEED = 3209;
const BATCH = 500;
const TRICKLE_MS = 2_000;

interface Kept {
  /** End of the year that was loaded, ms; the same year is made again from it. */
  readonly now: number;
  /** The `EDITION` that was loaded. */
  readonly edition: number;
}

/** To be raised when the same seed gives other cases: a demonstration goes on only as it began. */
const EDITION = 3;

/**
 * Whether the demonstration is to be played: when asked for, when it was played here before, or on the first start at a
 * terminal of an empty ledger.
 */
export async function wantsDemo(
  dataDir: string,
  options: { readonly demo?: boolean; readonly empty?: boolean },
  url: string,
): Promise<boolean> {
  if (options.empty === true) return false;
  if (options.demo === true || (await kept(dataDir)) !== undefined) return true;
  return process.stdin.isTTY === true && process.stdout.isTTY === true && (await isEmpty(url));
}

/** Where the demonstration plays. */
export interface Stage {
  readonly url: string;
  /** Of the role `intake`, where the service asks for one. */
  readonly token: string | null;
}

/** Loads the year where it was left and then follows the clock: an event is sent when its time has come. */
export function startDemo(stage: Stage, dataDir: string, log: Logger): Demo {
  const ending = new AbortController();
  const { signal } = ending;
  const play = async (): Promise<void> => {
    const { now, edition } =
      (await kept(dataDir)) ?? (await keep(dataDir, { now: Date.now(), edition: EDITION }));
    if (edition !== EDITION) {
      log.info("the demonstration loaded here is of another version of anshi; it stays as it is");
      return;
    }
    const events = demoYear(now, SEED);
    log.info(
      { events: events.length },
      "playing the demonstration: synthetic data, marked by its source urn:anshi:demo",
    );
    let sent = 0;
    let published: string | undefined;
    while (!signal.aborted && sent < events.length) {
      const next = events[sent];
      if (next !== undefined && next.at > Date.now()) {
        await sleep(TRICKLE_MS, undefined, { signal });
        continue;
      }
      const month = next === undefined ? undefined : monthOf(next.at);
      // A month is published as it ends: what arrives later is not in it.
      if (month !== undefined && published !== undefined && month !== published) {
        if (!(await publish(stage, published, signal))) {
          await sleep(TRICKLE_MS, undefined, { signal });
          continue;
        }
      }
      published = month;
      const batch = events
        .slice(sent, sent + BATCH)
        .filter(({ at }) => at <= Date.now() && monthOf(at) === month);
      // Sent again after a restart: what is there already is a duplicate and counts once.
      if (
        await post(
          stage,
          batch.map(({ event }) => event),
          signal,
        )
      )
        sent += batch.length;
      else await sleep(TRICKLE_MS, undefined, { signal });
    }
  };
  const playing = play().catch((error: unknown) => {
    if (!signal.aborted) log.warn({ err: error }, "the demonstration ended");
  });
  return {
    stop: async () => {
      ending.abort();
      await playing;
    },
  };
}

/** Whether the service took them; not while it cannot be reached. Rejects when it refuses the token. */
async function post({ url, token }: Stage, events: readonly object[], signal: AbortSignal): Promise<boolean> {
  const response = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: {
      "content-type": "application/cloudevents-batch+json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(events),
    signal,
  }).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
  if (response?.status === 401 || response?.status === 403)
    throw new Error(`refused with ${response.status}`);
  return response?.ok === true;
}

/**
 * Publishes a month that has ended; one that was published stands. Whether the play may go on: also where the token may not
 * publish, not while the service cannot be reached or its board is behind.
 */
async function publish({ url, token }: Stage, period: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(`${url}/v1/publications`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ period }),
    signal,
  }).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
  return response !== undefined && response.status < 500;
}

const place = zone("Asia/Shanghai");
const monthOf = (at: number): string => periodOf("month", place.dayOf(at)).name;

async function isEmpty(url: string): Promise<boolean> {
  const response = await fetch(`${url}/v1/board?measure=19.1`);
  const { head } = (await response.json()) as { readonly head: { readonly position: string } };
  return head.position === "0";
}

const fileOf = (dataDir: string): string => join(dataDir, "demo.json");

async function kept(dataDir: string): Promise<Kept | undefined> {
  const text = await readFile(fileOf(dataDir), "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

async function keep(dataDir: string, value: Kept): Promise<Kept> {
  await mkdir(dataDir, { recursive: true });
  // Put in place whole: half a file, left by a kill, would be no demonstration and no empty ledger either.
  const draft = `${fileOf(dataDir)}.new`;
  await writeFile(draft, JSON.stringify(value));
  await rename(draft, fileOf(dataDir));
  return value;
}
