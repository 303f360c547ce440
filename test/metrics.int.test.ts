import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Api, startApi } from "@anshi/api";
import { migrateBoard } from "@anshi/board";
import { migrate } from "@anshi/ledger";
import { startProjection } from "@anshi/projector";
import { loadConfig, migrateWith, openLog, openMetrics, type Running, stopAll } from "@anshi/runtime";
import { migrateSteward, startAlertRelay, startJobs } from "@anshi/steward";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import { root } from "@anshi/test-postgres/root";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { post, projected } from "./support/client.js";
import { checkMetrics } from "./support/promtool.js";
import { syntheticEvents } from "./support/synthetic.js";

const log = openLog("silent");
const events = syntheticEvents(200, 5);
const running: Running[] = [];
let database: FreshDatabase;
let exposition: string;

// The services in one process, as `anshi up` has them.
beforeAll(async () => {
  database = await freshDatabase();
  const databaseUrl = database.url;
  await migrateWith(
    async (pool) => {
      await migrate(pool);
      await migrateBoard(pool);
      await migrateSteward(pool);
    },
    databaseUrl,
    log,
  );
  const metrics = openMetrics(log);
  const config = loadConfig({
    ...{ ANSHI_PORT: "0", ANSHI_ALERT_RELAY_PORT: "0", ANSHI_ALERT_ROBOT_URL: "http://127.0.0.1:1/" },
  });
  running.push(startProjection(config, { databaseUrl, log, metrics }));
  running.push(startJobs(config, { databaseUrl, log, metrics }));
  const relay = await startAlertRelay(config, { log, metrics });
  if (relay !== undefined) running.push(relay);
  const api: Api = await startApi(config, { databaseUrl, log, metrics });
  running.push(api);
  await post(api.url, events);
  await post(api.url, [...events.slice(0, 7), { not: "an event" }]);
  await projected(api.url, "3209", BigInt(events.length));
  await lapse(api.url);
  exposition = await (await fetch(`${api.url}/metrics`)).text();
});
afterAll(async () => {
  await stopAll(running, log);
  await database?.drop();
});

/** Publishes a national figure, and lets a clock lapse and the steward see it. */
async function lapse(url: string): Promise<void> {
  const now = Date.now();
  const due = {
    specversion: "1.0",
    id: "lapses",
    source: "urn:test",
    type: "io.anshi.dispatch.issued.v1",
    subject: "LAPSES",
    time: new Date(now).toISOString(),
    data: { unit: "320902", dueAt: new Date(now + 1_500).toISOString() },
  };
  const national = {
    ...due,
    ...{ id: "national", type: "io.anshi.comparator.published.v1", subject: "25.2" },
    data: { measure: "25.2", period: "2026", value: 0.583, basis: "全国平均" },
  };
  await post(url, [due, national]);
  const seen = async () =>
    (await (await fetch(`${url}/metrics`)).text()).includes("anshi_clocks_lapsed_total{");
  while (!(await seen())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Name, type and labels of each metric of ours that a text tells of. */
type Described = Readonly<Record<string, { readonly type: string; readonly labels: readonly string[] }>>;

function documented(page: string): Described {
  const rows = page.matchAll(/^\| `(anshi_\w+)` \| (\w+) \| ([^|]+) \|/gmu);
  return Object.fromEntries(
    [...rows].map(([, name = "", type = "", labels = ""]) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/gu)].map(([, label = ""]) => label) },
    ]),
  );
}

function exported(): Described {
  const types = exposition.matchAll(/^# TYPE (anshi_\w+) (\w+)$/gmu);
  return Object.fromEntries(
    [...types].map(([, name = "", type = ""]) => {
      const [, labels = ""] = new RegExp(`^${name}(?:_sum)?(?:\\{([^}]*)\\})? `, "mu").exec(exposition) ?? [];
      return [name, { type, labels: [...labels.matchAll(/(\w+)="/gu)].map(([, label = ""]) => label) }];
    }),
  );
}

describe("the metrics of all services", () => {
  it("are those of docs/metrics.md, with their types and labels", () => {
    const all = documented(readFileSync(join(root, "docs/metrics.md"), "utf8"));
    // The ingestor's are held against the page where a broker is.
    const page = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("anshi_kafka_")));
    const own = exported();
    expect(Object.keys(own).sort()).toEqual(Object.keys(page).sort());
    for (const [name, { type, labels }] of Object.entries(own)) {
      // The steward has not run and nothing is published, so their metrics have no series yet.
      const told = /^anshi_(steward|published|seal|verification)_/u.test(name) ? page[name]?.labels : labels;
      expect({ name, type, labels: told }).toEqual({ name, ...page[name] });
    }
  });

  it("count what came in, and what was carried onto the board", () => {
    const value = (line: string) => Number(exposition.split(`\n${line} `)[1]?.split("\n")[0]);
    expect(value('anshi_events_accepted_total{ledger="3209"}')).toBe(events.length + 2);
    expect(value('anshi_events_duplicate_total{ledger="3209"}')).toBe(7);
    expect(value('anshi_rejected_total{ledger="3209",code="not-cloudevent"}')).toBe(1);
    expect(value("anshi_append_batch_events_sum")).toBe(events.length + 9);
    expect(value("anshi_append_duration_seconds_count")).toBe(3);
    expect(value('anshi_projection_batch_events_sum{ledger="3209"}')).toBe(events.length + 2);
    expect(value('anshi_projection_lag_events{ledger="3209"}')).toBe(0);
    expect(value('anshi_reconciliation_position{ledger="3209"}')).toBe(events.length + 2);
    expect(
      value('anshi_http_request_duration_seconds_count{method="POST",route="/v1/events",status="200"}'),
    ).toBe(3);
    const failures = [
      ...exposition.matchAll(/^anshi_collector_failures_total\{collector="(\w+)"\} (\d+)$/gmu),
    ];
    expect(failures.map(([, , n]) => n)).toEqual(failures.map(() => "0"));
    expect(failures.length).toBeGreaterThanOrEqual(8);
  });

  it.skipIf(!have("prometheus"))("are read by Prometheus, in the style of its names", () => {
    const { reads, complaints } = checkMetrics(exposition);
    expect(reads).toBe(true);
    // Hours here are office hours, not a unit of time.
    const own = complaints.filter(
      (line) => !line.startsWith("nodejs_") && !line.startsWith("anshi_working_hours "),
    );
    expect(own).toEqual([]);
    expect(checkMetrics(`${exposition}anshi_ledger_position 1 2 3\n`).reads).toBe(false);
  });
});
