import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "@anshi/test-postgres/root";
import type { Pool } from "pg";
import { type Kcat, kcat } from "../../kafka/kcat.js";
import { startIngestor } from "../../kafka/processes.js";
import type { Traffic } from "../../kafka/traffic.js";

/** From a message's being handed to the producer to its being counted on the board, milliseconds. */
export interface Visible {
  readonly "events/s": number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const LEDGER = "visible";
const SLICE_MS = 20;

/** Produces at a rate, with one ingestor and one projector at work, and watches the board's checkpoint. */
export async function visible(
  pool: Pool,
  env: Readonly<Record<string, string>>,
  bootstrap: string,
  all: readonly Traffic[],
  rate: number,
): Promise<Visible> {
  const own = { ...env, ANSHI_LEDGER: `${LEDGER}-${rate}`, ANSHI_KAFKA_GROUP: `visible-${rate}` };
  const ingestor = startIngestor(own);
  const projector: ChildProcess = spawn(process.execPath, [join(root, "services/projector/dist/main.js")], {
    env: { ...process.env, ...own },
    stdio: "ignore",
  });
  await ingestor.url;
  const senders = new Map<string, Kcat>(
    [...new Set(all.map(({ topic }) => topic))].map((topic) => [topic, kcat(bootstrap, topic)]),
  );
  await sleep(3_000);

  const produced = new Map<string, number>();
  const reached: { readonly at: number; readonly position: number }[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { rows } = await pool.query<{ position: string }>(
        "select position from board.checkpoint where ledger = $1",
        [own.ANSHI_LEDGER],
      );
      const position = Number(rows[0]?.position ?? 0);
      if (position > (reached.at(-1)?.position ?? 0)) reached.push({ at: performance.now(), position });
      await sleep(2);
    }
  })();
  const began = performance.now();
  for (let sent = 0; sent < all.length; ) {
    const due = Math.min(all.length, Math.floor((rate * (performance.now() - began)) / 1_000));
    const part = all.slice(sent, due);
    for (const [topic, sender] of senders) {
      const these = part.filter((each) => each.topic === topic);
      const now = performance.now();
      for (const { id } of these) if (id !== null && !produced.has(id)) produced.set(id, now);
      await sender.send(these);
    }
    sent = Math.max(sent, due);
    await sleep(SLICE_MS);
  }
  // kcat keeps its last lines until its input ends.
  await Promise.all([...senders.values()].map((sender) => sender.end()));
  while ((reached.at(-1)?.position ?? 0) < produced.size) await sleep(50);
  isOver = true;
  await watching;
  await ingestor.stop();
  projector.kill("SIGTERM");

  const { rows } = await pool.query<{ id: string; position: string }>(
    "select event_id as id, position from ledger.event where ledger = $1 order by position",
    [own.ANSHI_LEDGER],
  );
  const took: number[] = [];
  let next = 0;
  for (const { id, position } of rows) {
    while ((reached[next]?.position ?? Number.POSITIVE_INFINITY) < Number(position)) next += 1;
    const from = produced.get(id);
    const to = reached[next]?.at;
    if (from !== undefined && to !== undefined) took.push(to - from);
  }
  took.sort((a, b) => a - b);
  const at = (part: number): number => Math.round(took[Math.floor(part * (took.length - 1))] ?? 0);
  return { "events/s": rate, p50: at(0.5), p99: at(0.99), max: at(1) };
}
