import { BOARD_SCHEMA, projection } from "@anshi/board";
import { formatDay, ruleSet, yearOf, zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import { openLog, openMetrics } from "@anshi/runtime";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Reading } from "../reading.js";
import { type TestApi, testApi } from "../testing.js";
import { collectBoard } from "./board.js";
import { sample, samples } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const ledgers = ["3209", "3210"];
const DAY = 86_400_000;
const noon = shanghai.startOf(shanghai.dayOf(Date.now())) + DAY / 2;

let api: TestApi;
let pool: pg.Pool;
beforeAll(async () => {
  api = await testApi();
  for (const [n, ledger] of ledgers.entries()) await seed(ledger, 120 + 40 * n);
  pool = new pg.Pool({ connectionString: api.database.url, options: `-c search_path=${BOARD_SCHEMA}` });
  for (const ledger of ledgers) {
    const project = projection({ pool, ledger: ledger as LedgerId, zone: shanghai, rules: ruleSet });
    while ((await project.step()).outcome !== "at-head");
  }
});
afterAll(async () => {
  await pool?.end();
  await api?.close();
});

/** Cases of the last 500 days by a fixed pattern: every measure with kept, late, overdue and pending ones somewhere. */
async function seed(ledger: string, count: number): Promise<void> {
  const event = (subject: string, type: string, daysAgo: number, data?: object) => ({
    specversion: "1.0",
    id: `${subject}/${type}`,
    source: "urn:test",
    type: `io.anshi.${type}.v1`,
    subject,
    time: new Date(noon - daysAgo * DAY).toISOString(),
    ...(data === undefined ? {} : { data }),
  });
  const unit = (id: string, parent?: string) =>
    event(id, "unit.registered", 600, {
      id,
      name: id,
      ...(parent === undefined ? {} : { parent }),
    });
  const events: object[] = [unit("320900"), unit("320902", "320900"), unit("320903", "320900")];
  for (let n = 0; n < count; n += 1) {
    const ago = (n * 37) % 500;
    const after = (days: number) => Math.max(ago - days, 1);
    const at = { unit: ["320902", "320903", "999"][n % 3] };
    const length = 5 + ((n * 13) % 40);
    const online = n % 7 === 0 ? {} : { online: n % 5 !== 0 };
    const stops = n % 4 !== 0 && length < ago;
    const subject = `${ledger}-${n}`;
    const act = (type: string, days: number, data?: object) =>
      stops ? [event(subject, type, after(days), data)] : [];
    if (n % 5 === 0) {
      events.push(event(subject, "dispatch.issued", ago + 2, at));
      events.push(...act("dispatch.verified", length, { result: "confirmed" }));
    } else if (n % 5 === 1) {
      events.push(event(subject, "complaint.received", ago + 2, { ...at, ...online }));
      events.push(event(subject, "complaint.accepted", Math.min(ago + 1, 480)));
      events.push(
        ...act("complaint.agreed", 2 * length),
        ...act("complaint.rated", 2 * length, { score: 1 + (n % 5) }),
      );
    } else if (n % 5 === 2) {
      const origin = ["report", "assigned", "supervised"][n % 3];
      events.push(event(subject, "lead.received", ago + 2, { ...at, ...online, origin }));
      events.push(...act("lead.verified", length, { result: "filed" }), ...act("lead.completed", length));
    } else if (n % 5 === 3) {
      const dueOn = formatDay(shanghai.dayOf(noon - (ago - 10) * DAY));
      events.push(event(subject, "identity.issued", ago + 2, { ...at, dueOn }));
      events.push(...act("identity.disposed", length));
    } else {
      events.push(event(subject, "odr.received", ago + 2, at));
      events.push(...act(n % 2 === 0 ? "odr.settled" : "odr.failed", length));
    }
  }
  const tomorrow = formatDay(shanghai.dayOf(noon) + 1);
  events.push(event(`${ledger}-near`, "identity.issued", 3, { unit: "320902", dueOn: tomorrow }));
  const response = await fetch(`${api.url}/v1/events?ledger=${ledger}`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect(await response.json()).toMatchObject({ accepted: events.length, rejected: [] });
}

interface Row {
  readonly measure: string;
  readonly unit: string;
  readonly threshold: number | null;
  readonly met: boolean | null;
  readonly lateBudget: number | null;
  readonly [figure: string]: unknown;
}

const scraped = async () => samples(await (await fetch(`${api.url}/metrics`)).text());
async function asked(ledger: string, window: string): Promise<readonly Row[]> {
  const today = shanghai.dayOf(Date.now());
  const span = { from: `${yearOf(today)}-01-01`, to: formatDay(today) };
  const query = new URLSearchParams({ ledger, ...(window === "year" ? span : {}) });
  const response = await fetch(`${api.url}/v1/board?${query}`);
  return ((await response.json()) as { readonly measures: readonly Row[] }).measures;
}

describe("the board on /metrics", () => {
  it.each(ledgers.flatMap((ledger) => ["all", "year"].map((window) => [ledger, window] as const)))(
    "holds the integers of /v1/board: ledger %s, window %s",
    async (ledger, window) => {
      const metrics = await scraped();
      const rows = await asked(ledger, window);
      expect(rows.length).toBe(12 * 5);
      const same = ["kept", "late", "overdue", "pending", "void", "counted", "numerator", "unclassified"];
      const expected = new Map<string, number>();
      for (const row of rows) {
        const labels = { ledger, measure: row.measure, unit: row.unit, window };
        const put = (name: string, value: unknown) =>
          expected.set(sample(`anshi_measure_${name}`, labels), Number(value));
        for (const figure of same) put(figure, row[figure]);
        if (row.threshold !== null) put("threshold_ratio", row.threshold);
        if (row.met !== null) put("met", row.met);
        if (row.lateBudget !== null) put("late_budget", row.lateBudget);
      }
      const told = [...metrics].filter(
        ([name]) => name.includes(`ledger="${ledger}"`) && name.includes(`window="${window}"`),
      );
      expect(new Map(told)).toEqual(expected);
      // The seed is no seed when a column is empty; of a year that has just begun some may be.
      if (window === "year") return;
      for (const figure of same.filter((name) => name !== "void"))
        expect([figure, rows.some((row) => Number(row[figure]) > 0)]).toEqual([figure, true]);
    },
  );

  it("counts the near dues that /v1/cases lists", async () => {
    const metrics = await scraped();
    for (const within of ["2", "5"]) {
      const query = new URLSearchParams({ state: "near-due", clock: "odr.close", within, limit: "1000" });
      const { items } = (await (await fetch(`${api.url}/v1/cases?${query}`)).json()) as { items: object[] };
      const name = sample("anshi_measure_near_due", {
        ledger: "3209",
        measure: "26.1a",
        unit: "3209",
        within,
      });
      expect([within, metrics.get(name)]).toEqual([within, items.length]);
    }
    const near = [...metrics].filter(([name]) => name.startsWith("anshi_measure_near_due{"));
    expect([near.length, near.some(([, count]) => count > 0)]).toEqual([2 * 2 * 12 * 5, true]);
  });

  it("counts what has been overdue for more than 30 days, of what /v1/cases lists", async () => {
    const metrics = await scraped();
    const query = new URLSearchParams({ state: "overdue", clock: "odr.close", limit: "1000" });
    const { items } = (await (await fetch(`${api.url}/v1/cases?${query}`)).json()) as {
      items: { readonly due: string }[];
    };
    const oldest = formatDay(shanghai.dayOf(Date.now()) - 30);
    const long = items.filter(({ due }) => due < oldest).length;
    const name = sample("anshi_measure_long_overdue", {
      ...{ ledger: "3209", measure: "26.1a", unit: "3209", days: "30" },
    });
    expect([long > 0, long < items.length, metrics.get(name)]).toEqual([true, true, long]);
    const all = [...metrics].filter(([each]) => each.startsWith("anshi_measure_long_overdue{"));
    expect(all.length).toBe(2 * 12 * 5);
  });

  it("is cut to roots and their children when there are too many series, and says how many it left out", async () => {
    const reading: Reading = {
      pool,
      rules: ruleSet,
      defaultLedger: "3209" as LedgerId,
      configured: ["3209" as LedgerId],
      zoneNameOf: () => "Asia/Shanghai",
      smallSample: 20,
      now: Date.now,
    };
    const limited = async (most: number) => {
      const metrics = openMetrics(openLog("silent"));
      collectBoard(metrics, reading, 30, most);
      const told = samples(await metrics.text());
      const series = [...told.keys()].filter((name) => name.includes('measure="'));
      const units = new Set(series.map((name) => /unit="([^"]+)"/u.exec(name)?.[1]));
      return {
        series: series.length,
        units: [...units].sort(),
        omitted: told.get("anshi_measure_series_omitted") ?? 0,
      };
    };
    const all = await limited(100_000);
    expect([all.units, all.omitted]).toEqual([
      ["320900", "320902", "320903", "3209", "3210", "999"].sort(),
      0,
    ]);
    const fewer = await limited(all.series - 1);
    expect(fewer.units).toEqual(["320900", "3209", "3210", "999"].sort());
    expect(fewer.series + fewer.omitted).toBe(all.series);
    const least = await limited(10);
    expect([least.units, least.series, least.omitted]).toEqual([["3209"], 10, all.series - 10]);
  });
});
