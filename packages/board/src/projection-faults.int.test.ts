import { ruleSet } from "@anshi/domain";
import { append, type LedgerId, type NewEvent } from "@anshi/ledger";
import fc from "fast-check";
import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "./board.js";
import { MOST_FACTS } from "./history.js";
import { type Projection, projection } from "./projection.js";
import { shanghai, stream } from "./testing/streams.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

let database: BoardDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await boardDatabase();
  pool = database.pool;
  // As the services' pools do: a connection may end while nobody uses it.
  pool.on("error", () => undefined);
});
afterAll(() => database.close());

const start = Date.UTC(2026, 2, 2, 1);

const project = (ledger: LedgerId, batch: number, own = pool): Projection =>
  projection({ pool: own, ledger, zone: shanghai, rules: ruleSet, batch, sealEvery: 7 });

/** Steps to the head, whatever fails on the way; says what the steps came to. */
async function carry(own: Projection): Promise<ReadonlySet<string>> {
  const outcomes = new Set<string>();
  while (!outcomes.has("at-head")) {
    const step = own.step().then(({ outcome }) => outcome);
    outcomes.add(await step.catch(() => "failed"));
  }
  return outcomes;
}

/** Two ledgers of the same events: one projected undisturbed, the other by the caller, who has the two compared. */
async function twoOf(name: string, events: readonly NewEvent[]) {
  const [calm, own] = [`${name}-calm`, name] as [LedgerId, LedgerId];
  for (const ledger of [calm, own]) await append(pool, ledger, { events, rejected: [], door: "file" });
  await carry(project(calm, 8_000));
  const expectSame = async (): Promise<void> => {
    expect(await held(own)).toEqual(await held(calm));
    expect(await figures(own)).toEqual(await figures(own, "recomputed"));
  };
  return { own, expectSame };
}

/** All that the board holds of a ledger, but for the numbers of its slots and the places of its anchors. */
async function held(ledger: LedgerId) {
  const read = async (sql: string) => (await pool.query<{ readonly row: object }>(sql, [ledger])).rows;
  return {
    clocks: await read(
      `select to_jsonb(clock) - array['ledger', 'slot', 'was_slot']
                || jsonb_build_array(own.unit, own.online, own.origin, was.unit, was.online, was.origin) as row
         from clock left join slot as own using (slot) left join slot as was on was.slot = clock.was_slot
        where clock.ledger = $1 order by started_by, clock.kind, known_from`,
    ),
    live: await read(
      "select to_jsonb(live) - array['ledger', 'slot'] as row from live where ledger = $1 order by 1",
    ),
    parked: await read("select to_jsonb(parked) - 'ledger' as row from parked where ledger = $1 order by 1"),
    steps: await read("select position as row from reference_step where ledger = $1 order by position"),
    checkpoint: await read("select position as row from checkpoint where ledger = $1"),
  };
}

async function figures(ledger: LedgerId, manner?: "recomputed") {
  const asOf = start + 400 * 86_400_000;
  return board(pool, { ledger, zone: shanghai, rules: ruleSet, asOf, window: {}, cohort: "settled" }, manner);
}

/** The pool, but that every statement waits for what `before` answers, and fails when that rejects. */
function watched(before: (text: string, client: PoolClient) => Promise<unknown> | undefined): Pool {
  const connect = async () => {
    const client = await pool.connect();
    const send = client.query.bind(client) as (...args: readonly unknown[]) => unknown;
    const query = (...args: readonly [string | { readonly text: string }, ...unknown[]]) => {
      const wait = before(typeof args[0] === "string" ? args[0] : args[0].text, client);
      return wait === undefined ? send(...args) : wait.then(() => send(...args));
    };
    return Object.assign(Object.create(client), { query });
  };
  return Object.assign(Object.create(pool), { connect, query: pool.query.bind(pool) });
}

const dispatch = (subject: string, act: "issued" | "assigned" | "verified", nth = 0): NewEvent => {
  const data = { issued: { unit: "320902" }, assigned: { office: "o1" }, verified: { result: "confirmed" } };
  const id = `${subject}/${act}/${nth}`;
  return newEvent(`io.anshi.dispatch.${act}.v1`, subject, "urn:test", id, start + nth, data[act]);
};
const retraction = (subject: string, id: string): NewEvent =>
  newEvent("io.anshi.record.retracted.v1", subject, "urn:test", `${id}/retracted`, start, {
    source: "urn:test",
    id,
    reason: "test",
  });
/** Cases of every kind in no order, with calendars, units and comparators that come, change and are retracted. */
const anything = (seed: number): readonly NewEvent[] =>
  fc.sample(stream, { seed, numRuns: 1 })[0]?.events ?? [];

describe("a projection comes to what an undisturbed one in one batch comes to", () => {
  it.each([1, 2, 7, 100])("in batches of %i", async (batch) => {
    for (const seed of [1, 2, 3]) {
      const { own, expectSame } = await twoOf(`batches-of-${batch}-${seed}`, anything(seed));
      await carry(project(own, batch));
      await expectSame();
    }
  });

  it("when a step fails while the batches after it are still read", async () => {
    const { own, expectSame } = await twoOf(
      "reading",
      Array.from({ length: 9 }, (_none, nth) => dispatch(`D${nth}`, "issued")),
    );
    let refusals = 1;
    const refusing = watched((text) =>
      text === "commit" && refusals-- > 0 ? Promise.reject(new Error("no commit")) : undefined,
    );
    let lent = 0;
    let letRead = (): void => undefined;
    const mayRead = new Promise<void>((resolve) => {
      letRead = resolve;
    });
    // The second connection is that of the first reading ahead.
    const connect = async () => {
      lent += 1;
      if (lent === 2) await mayRead;
      return refusing.connect();
    };
    const broken = project(own, 3, Object.assign(Object.create(refusing), { connect }));
    await expect(broken.step()).rejects.toThrow("no commit");
    letRead();
    await carry(broken);
    await expectSame();
  });

  it("when it begins anew with nothing but a clock that is gone", async () => {
    const events = [dispatch("D1", "issued"), dispatch("D2", "issued"), retraction("D1", "D1/issued/0")];
    const { own, expectSame } = await twoOf("gone", events);
    await project(own, 2).step();
    await carry(project(own, 2));
    await expectSame();
  });

  it("whatever statement the connection ends before or in", async () => {
    const ended = new Set<string>();
    for (const [seed, batch] of [
      [4, 1],
      [5, 2],
      [6, 7],
      [7, 30],
    ] as const) {
      const { own, expectSame } = await twoOf(`ended-${batch}`, anything(seed));
      const endings: Promise<unknown>[] = [];
      let until = 3;
      const ending = watched((text, client) => {
        until -= 1;
        if (until > 0) return undefined;
        // Every third statement at first, ever fewer, so that it comes to an end; every other one in its midst.
        until = 3 + endings.length;
        ended.add(text.trim().slice(0, 12));
        const { processID } = client as PoolClient & { readonly processID: number };
        const end = pool.query("select pg_terminate_backend($1)", [processID]).catch(() => undefined);
        endings.push(end);
        return text.startsWith("copy") || endings.length % 2 === 0 ? undefined : end;
      });
      expect(await carry(project(own, batch, ending))).toContain("failed");
      await Promise.all(endings);
      await expectSame();
    }
    expect([...ended]).toEqual(
      expect.arrayContaining(["copy (select", "copy clock (", "commit", "begin; set l"]),
    );
    expect(pool.idleCount).toBe(pool.totalCount);
  });

  it("by several that race for it", async () => {
    const { own, expectSame } = await twoOf("raced", anything(8));
    const outcomes = await Promise.all([1, 2, 3].map((batch) => carry(project(own, batch))));
    expect(outcomes.flatMap((each) => [...each])).toContain("lost");
    await expectSame();
  });

  it("when a case is parked whose further facts are read already", async () => {
    const more = Array.from({ length: MOST_FACTS + 30 }, (_none, nth) => dispatch("D1", "assigned", nth));
    const { own, expectSame } = await twoOf("parked", [
      ...[dispatch("D1", "issued"), ...more, dispatch("D2", "issued"), dispatch("D1", "verified")],
      ...[retraction("D1", "D1/assigned/3"), dispatch("D3", "issued"), dispatch("D1", "assigned", 5_000)],
    ]);
    await carry(project(own, 7));
    await expectSame();
    expect((await held(own)).parked).toHaveLength(1);
  });

  it("when it may go no further for a while", async () => {
    const { own, expectSame } = await twoOf("bounded", anything(9));
    let bound = 0n;
    const options = { pool, ledger: own, zone: shanghai, rules: ruleSet, batch: 3, upTo: () => bound };
    const bounded = projection(options);
    for (; bound < 200n; bound += 5n) {
      for (const _each of [1, 2, 3]) {
        const step = await bounded.step();
        if (step.outcome === "advanced") expect(step.to).toBeLessThanOrEqual(bound);
      }
    }
    await expectSame();
  });

  it("of cases with any name", async () => {
    const names = [
      '"',
      "'",
      "\\",
      '\\"',
      "{}",
      "}{",
      "a,b",
      "a\nb",
      "a\tb",
      " ",
      "NULL",
      "null",
      "$1",
      "%s",
      "e\\'x",
    ];
    names.push('","', ',"id":"', "😀", "e\u0301", "'; drop table clock; --");
    const events = names.flatMap((name) => [
      ...[dispatch(name, "issued"), dispatch(name, "assigned"), dispatch(name, "verified")],
      retraction(name, `${name}/verified/0`),
    ]);
    const { own, expectSame } = await twoOf("names", events);
    await carry(project(own, 3));
    await expectSame();
    const { rows } = await pool.query<{ readonly subject: string }>(
      "select subject from clock where ledger = $1 and known_to is null and outcome = 'open'",
      [own],
    );
    expect(rows.map(({ subject }) => subject).sort()).toEqual([...names].sort());
  });
});
