import { BOARD_SCHEMA, projection } from "@anshi/board";
import { ruleSet, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
let pool: pg.Pool;
let projecting = true;
let projected: Promise<void>;

beforeAll(async () => {
  api = await testApi();
  pool = new pg.Pool({ connectionString: api.database.url, options: `-c search_path=${BOARD_SCHEMA}` });
  const own = projection({ pool, ledger: "3209" as LedgerId, zone: zone("Asia/Shanghai"), rules: ruleSet });
  projected = (async () => {
    while (projecting) {
      if ((await own.step()).outcome === "at-head") await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
});
afterAll(async () => {
  projecting = false;
  await projected;
  await pool.end();
  await api.close();
});

interface Sent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: {
    readonly knownAt: { readonly position: string };
    readonly measures: readonly Readonly<Record<string, unknown>>[];
  };
}

/** Reads a stream event by event. */
async function* stream(query: string, headers: Record<string, string> = {}): AsyncGenerator<Sent> {
  const ending = new AbortController();
  const response = await fetch(`${api.url}/v1/stream?${query}`, { headers, signal: ending.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  let text = "";
  try {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "mu").exec(block)?.[1];
        const data = field("data");
        if (data !== undefined)
          yield { id: field("id"), event: field("event") ?? "", data: JSON.parse(data) };
      }
    }
  } finally {
    ending.abort();
  }
}

/** The next event that satisfies a condition. */
async function next(events: AsyncGenerator<Sent>, wanted: (sent: Sent) => boolean): Promise<Sent> {
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) throw new Error("the stream ended");
    if (wanted(value)) return value;
  }
}

async function post(subject: string, act: string, time: number, data: object): Promise<void> {
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify({
      specversion: "1.0",
      id: `${subject}/${act}`,
      source: "urn:test",
      type: `io.anshi.dispatch.${act}.v1`,
      subject,
      time: new Date(time).toISOString(),
      data,
    }),
  });
  expect(await response.json()).toMatchObject({ accepted: 1 });
}

const rowOf = ({ data }: Sent) => data.measures.find(({ unit }) => unit === "320902");
const asked = "measure=19.1&unit=320902";

describe("the stream", () => {
  it("begins with the board, then sends rows as events change them", async () => {
    const events = stream(asked);
    const first = await next(events, () => true);
    expect(first.event).toBe("board");
    await post("S1", "issued", Date.now(), { unit: "320902" });
    const change = await next(events, (sent) => rowOf(sent)?.pending === 1);
    expect(change).toMatchObject({ event: "change", data: { knownAt: { position: "1" } } });
    await events.return(undefined);
  });

  it("shows a clock that lapses with no event", async () => {
    const lapse = Date.now() + 1_200;
    await post("S2", "issued", Date.now(), { unit: "320902", dueAt: new Date(lapse).toISOString() });
    const events = stream(asked);
    await next(events, (sent) => rowOf(sent)?.pending === 2);
    const change = await next(events, (sent) => rowOf(sent)?.overdue === 1);
    expect(change.data.knownAt.position).toBe("2");
    expect(Number(change.id?.split("@")[1])).toBeGreaterThan(lapse);
    await events.return(undefined);
  });

  it("takes up after an id with what changed since, and only that", async () => {
    const events = stream(asked);
    const { id } = await next(events, () => true);
    await events.return(undefined);
    await post("S3", "issued", Date.now(), { unit: "320902" });
    const resumed = stream(`measure=19.1`, { "last-event-id": id ?? "" });
    const change = await next(resumed, ({ data }) => data.knownAt.position === "3");
    expect(change.event).toBe("change");
    expect(change.data.measures.map(({ unit }) => unit)).toEqual(["3209", "320902"]);
    await resumed.return(undefined);
    const still = stream(asked, { "last-event-id": change.id ?? "" });
    expect((await next(still, () => true)).data.measures).toEqual([]);
    await still.return(undefined);
  });

  it("answers an id it never gave with the whole board", async () => {
    for (const id of ["nonsense", "999999@1", `1@${Date.now() + 3_600_000}`]) {
      const events = stream(asked, { "last-event-id": id });
      expect((await next(events, () => true)).event).toBe("board");
      await events.return(undefined);
    }
  });

  it("passes on what the steward says has lapsed, to those of the ledger", async () => {
    const events = stream(asked);
    await next(events, () => true);
    const notify = setInterval(() => {
      void pool.query(
        `select pg_notify('anshi_lapsed', '{"ledger":"3209","counts":[]}'), pg_notify('anshi_lapsed', 'x')`,
      );
    }, 50);
    try {
      const lapsed = await next(events, ({ event }) => event === "lapsed");
      expect(lapsed.data).toMatchObject({ ledger: "3209" });
    } finally {
      clearInterval(notify);
      await events.return(undefined);
    }
  });

  it("keeps no place for those who leave before they are answered", async () => {
    const holder = await pool.connect();
    await holder.query("begin; lock table checkpoint in access exclusive mode");
    const leaving = new AbortController();
    const answers: Promise<unknown>[] = [];
    try {
      // Boards wait for the lock, so streams are being opened until there are as many as are served.
      for (let status: number | undefined; status !== 429; ) {
        const asked = fetch(`${api.url}/v1/stream`, { signal: leaving.signal }).then(
          (response) => response.status,
          () => undefined,
        );
        answers.push(asked);
        const soon = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 2));
        status = await Promise.race([asked, soon]);
      }
      leaving.abort();
      await Promise.all(answers);
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    await expect
      .poll(
        async () => {
          const ending = new AbortController();
          const { status } = await fetch(`${api.url}/v1/stream`, { signal: ending.signal });
          ending.abort();
          return status;
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe(200);
  });

  it("refuses what a stream cannot show", async () => {
    const response = await fetch(`${api.url}/v1/stream?asOf=2026-01-01T00:00:00Z`);
    expect([response.status, await response.json()]).toMatchObject([400, { code: "unknown-parameter" }]);
  });
});
