import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LARGEST_MESSAGE, parsePeriod, ruleSet, zone } from "@anshi/domain";
import { append, appendOwn, head, type LedgerId, type NewEvent, readEvents } from "@anshi/ledger";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { board } from "../board.js";
import { type Projection, projection } from "../projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "../testing.js";
import { factsOf } from "./facts.js";
import { NotEnded, type PublishOptions, publish } from "./publish.js";
import { figuresOf, publicationOf, publications } from "./read.js";
import { OtherRuleSet, recompute } from "./recompute.js";

const shanghai = zone("Asia/Shanghai");
const DAY = 86_400_000;
const start = Date.parse("2026-03-02T01:00:00Z");
const ledger = "3209" as LedgerId;
const period = (name: string) => parsePeriod(name) ?? expect.fail(name);

let database: BoardDatabase;
let follower: Projection;
beforeAll(async () => {
  database = await boardDatabase();
  follower = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  const units = Array.from({ length: 160 }, (_none, n) => unit(n));
  await record(
    ...units.map((id) =>
      newEvent("io.anshi.unit.registered.v1", ledger, "urn:test", id, start, {
        id,
        name: `${id} 县市场监督管理局`,
      }),
    ),
  );
  await record(...Array.from({ length: 300 }, (_none, n) => dispatch(n)).flat());
});
afterAll(() => database.close());

const unit = (n: number): string => `3209${String(n).padStart(4, "0")}`;

/** Some verified in time, some late, some never. */
function dispatch(n: number): readonly NewEvent[] {
  const at = start + (n * DAY) / 10;
  const event = (act: string, time: number, data: object) =>
    newEvent(`io.anshi.dispatch.${act}.v1`, `D${n}`, "urn:test", `D${n}/${act}`, time, { ...data });
  const issued = event("issued", at, { unit: unit(n % 7) });
  return n % 4 === 0
    ? [issued]
    : [issued, event("verified", at + (n % 5 === 0 ? 30 : 3) * DAY, { result: "confirmed" })];
}

async function record(...events: readonly NewEvent[]): Promise<void> {
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
  await project();
}

const options = (name: string, own: Partial<PublishOptions> = {}): PublishOptions => ({
  ...{ reading: database.pool, appending: database.pool, ledger, zone: shanghai, rules: ruleSet },
  ...{ smallSample: 20, period: period(name), now: Date.parse("2026-11-26T00:00:00Z") },
  ...own,
});
async function project(): Promise<void> {
  while ((await follower.step()).outcome !== "at-head");
}
/** With a projector at work until it is done. */
async function whileProjected<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const end = work.finally(() => {
    done = true;
  });
  while (!done) {
    await project();
    await sleep(50);
  }
  return end;
}

async function unequal(id: string): Promise<readonly string[]> {
  const publication = (await publicationOf(database.pool, ledger, id)) ?? expect.fail(id);
  const checks = await recompute(database.pool, publication);
  expect(checks.length).toBe(publication.figures);
  return checks.filter(({ equal }) => !equal).map(({ figure }) => figure);
}

describe("a published board", () => {
  it("is a fact of the ledger that holds every figure of the board, each in a fact that a door could not take", async () => {
    const { position: before } = await head(database.pool, ledger);
    const { outcome, publication } = await publish(options("2026-03"));
    expect(outcome).toBe("published");
    expect(publication).toMatchObject({
      ...{ id: "2026-03.1", edition: 1, knownAt: before, ruleSet: ruleSet.version, zone: "Asia/Shanghai" },
      ...{ asOf: Date.parse("2026-04-01T00:00:00+08:00"), cohort: "settled", period: period("2026-03") },
    });
    await project();
    const { measures } = await board(database.pool, {
      ...{
        ledger,
        zone: shanghai,
        rules: ruleSet,
        asOf: publication.asOf,
        knownAt: before,
        cohort: "settled",
      },
      window: { from: publication.period.from, to: publication.period.to },
    });
    const figures = await figuresOf(database.pool, publication);
    expect(publication.figures).toBe(measures.length);
    expect(figures.map(({ figure: _f, formula: _o, position: _p, ...row }) => row)).toEqual(measures);
    expect(figures.find(({ measure, unit }) => measure === "19.1" && unit === ledger)).toMatchObject({
      ...{ figure: `2026-03.1:19.1:${ledger}`, formula: "on-time" },
    });

    const events = await readEvents(database.pool, ledger, before, 1_000);
    // 160 units do not fit the fact of one measure.
    expect(events.length).toBeGreaterThan(13);
    for (const { body } of events) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LARGEST_MESSAGE);
    const last = JSON.parse(events.at(-1)?.body ?? "{}");
    expect(last.type).toBe("io.anshi.board.published.v1");
    expect(last.data.parts).toEqual(
      events
        .slice(0, -1)
        .map(({ id, body }) => ({ id, sha256: createHash("sha256").update(body).digest("hex") })),
    );
  });

  it("comes out as published, whatever was entered, corrected and published since", async () => {
    await record(
      newEvent("io.anshi.record.retracted.v1", "D1", "urn:test", "r1", start + 90 * DAY, {
        ...{ source: "urn:test", id: "D1/verified", reason: "entered for the wrong case" },
      }),
      newEvent("io.anshi.dispatch.verified.v1", "D4", "urn:test", "D4/verified", start + 4 * DAY, {
        result: "refuted",
      }),
      newEvent("io.anshi.unit.registered.v1", ledger, "urn:test", "renamed", start + DAY, {
        id: unit(1),
        name: "新名",
      }),
    );
    const now = await publish(options("2026-03", { again: true }));
    await project();
    expect(await unequal("2026-03.1")).toEqual([]);
    expect(await unequal("2026-03.2")).toEqual([]);
    const rows = async (id: string) =>
      figuresOf(database.pool, (await publicationOf(database.pool, ledger, id)) ?? expect.fail(id));
    const [first, second] = [await rows("2026-03.1"), await rows("2026-03.2")];
    const of = (all: typeof first) => all.find(({ measure, unit }) => measure === "19.1" && unit === ledger);
    expect(of(first)?.kept).toBe(of(second)?.kept);
    expect(first.filter(({ unitName }) => unitName === "新名")).toEqual([]);
    expect(second.filter(({ unitName }) => unitName === "新名").length).toBe(12);
    expect(now.publication.id).toBe("2026-03.2");
    expect((await publicationOf(database.pool, ledger, "2026-03"))?.id).toBe("2026-03.2");
  });

  it("is published once a period, however many do it at once, and once more for each who demands it", async () => {
    const once = await whileProjected(
      Promise.all(
        Array.from({ length: 6 }, (_none, n) =>
          publish(options("2026-04", { now: Date.parse("2026-11-26T00:00:00Z") + n })),
        ),
      ),
    );
    expect(once.filter(({ outcome }) => outcome === "published").length).toBe(1);
    expect(new Set(once.map(({ publication }) => publication.id))).toEqual(new Set(["2026-04.1"]));
    await project();
    const again = await whileProjected(
      Promise.all(Array.from({ length: 3 }, () => publish(options("2026-04", { again: true })))),
    );
    expect(again.map(({ publication }) => publication.id).sort()).toEqual([
      "2026-04.2",
      "2026-04.3",
      "2026-04.4",
    ]);
    await project();
    const ids = (await publications(database.pool, ledger)).map(({ id }) => id);
    expect(ids).toHaveLength(6);
    for (const id of ids) expect(await unequal(id)).toEqual([]);
  });

  it("is not recorded twice by one that died before it was told that it is recorded", async () => {
    await project();
    const { publication } = await publish(options("2026-05"));
    await project();
    const { measures, calendar } = await board(database.pool, {
      ...{ ledger, zone: shanghai, rules: ruleSet, asOf: publication.asOf, cohort: "settled" },
      window: { from: publication.period.from, to: publication.period.to },
    });
    const { position } = await head(database.pool, ledger);
    // What the one that comes after would record: the same edition, as known now.
    const facts = factsOf({ ...publication, knownAt: position, calendar, at: Date.now(), rows: measures });
    expect(await appendOwn(database.pool, ledger, facts)).toBe("conflict");
    expect((await head(database.pool, ledger)).position).toBe(position);
  });

  it("waits for the board to come up to the ledger, and says of a period that runs that it does", async () => {
    await append(database.pool, ledger, { events: dispatch(1_000), rejected: [], door: "file" });
    const ending = new AbortController();
    const waiting = publish(options("2026-06", { signal: ending.signal }));
    const outcome = waiting.then(
      () => "published",
      () => "given up",
    );
    expect(await publicationOf(database.pool, ledger, "2026-06")).toBeUndefined();
    ending.abort();
    expect(await outcome).toBe("given up");
    const patient = publish(options("2026-06"));
    await project();
    expect((await patient).outcome).toBe("published");
    await expect(publish(options("2026-11"))).rejects.toThrow(NotEnded);
    await expect(publish(options("2026"))).rejects.toThrow(NotEnded);
  });

  it("is not computed again by a board that is made with other rules", async () => {
    const publication = (await publicationOf(database.pool, ledger, "2026-03.1")) ?? expect.fail();
    const other = { ...publication, ruleSet: "cn-2031" };
    await expect(recompute(database.pool, other)).rejects.toThrow(OtherRuleSet);
  });

  it("is told where a figure no longer comes out as published", async () => {
    await project();
    await database.pool.query(
      "update clock set marks = '' where started_by = (select min(started_by) from clock where outcome = 'kept' and known_to is null) and known_to is null",
    );
    await database.pool.query("truncate anchor, node, node_64");
    expect((await unequal("2026-03.2")).filter((figure) => figure.endsWith(`:${ledger}`))).toContain(
      `2026-03.2:19.1:${ledger}`,
    );
  });
});
