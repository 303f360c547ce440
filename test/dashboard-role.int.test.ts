import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection } from "@anshi/board";
import { canonical, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, migrate, type NewEvent } from "@anshi/ledger";
import { migrateSteward } from "@anshi/steward";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAnshi } from "./support/anshi.js";

const ledger = "3209" as LedgerId;
const REFUSED = "42501";
const password = "a long enough password";

let database: FreshDatabase;
let owner: pg.Pool;
let dashboard: pg.Client;
let login: string;
const directory = mkdtempSync(join(tmpdir(), "anshi-dashboard-"));

beforeAll(async () => {
  database = await freshDatabase();
  owner = new pg.Pool({
    connectionString: database.url,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((each) => `-c ${each}`).join(" "),
  });
  await migrate(owner);
  await migrateBoard(owner);
  await migrateSteward(owner);
  await append(owner, ledger, { events: events(), rejected: [], door: "file" });
  const project = projection({ pool: owner, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet });
  while ((await project.step()).outcome !== "at-head");
  // Logins belong to the cluster, which other test files share.
  login = `dashboard_${database.name.slice(-12)}`;
  expect(await dashboardLogin(login, password)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("nothing else."),
  });
  dashboard = await connect(password);
});

afterAll(async () => {
  await dashboard?.end();
  await owner.query(`drop role if exists "${login}"`);
  await owner.end();
  await database.drop();
  rmSync(directory, { recursive: true });
});

function events(): readonly NewEvent[] {
  const event = (type: string, subject: string, time: string, data: object): NewEvent => {
    const own = {
      specversion: "1.0",
      id: `${type}${subject}`,
      source: "urn:test",
      type: `io.anshi.${type}.v1`,
      subject,
      time,
    };
    return { ...own, body: canonical({ ...own, data }) };
  };
  return [
    event("unit.registered", "320902", "2026-01-01T00:00:00.000Z", { id: "320902", name: "亭湖区" }),
    event("dispatch.issued", "D1", "2026-03-02T01:00:00.000Z", { unit: "320902" }),
    event("dispatch.verified", "D1", "2026-03-03T01:00:00.000Z", { result: "confirmed" }),
    event("dispatch.issued", "D2", "2026-03-02T01:00:00.000Z", { unit: "320902" }),
  ];
}

async function dashboardLogin(name: string, secret: string) {
  const file = join(directory, "password");
  writeFileSync(file, `${secret}\n`);
  return runAnshi(["dashboard-login", name, "--password-file", file], { ANSHI_DATABASE_URL: database.url });
}

async function connect(secret: string): Promise<pg.Client> {
  const url = new URL(database.url);
  url.username = login;
  url.password = secret;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  return client;
}

/** The error's code, or "done"; what was done is taken back. */
async function attempt(statement: string, client = dashboard): Promise<string> {
  await client.query("begin read write");
  try {
    await client.query(statement);
    return "done";
  } catch (error) {
    return (error as { readonly code?: string }).code ?? "no code";
  } finally {
    await client.query("rollback");
  }
}

/** Everything that docs/board-sql.md tells of, asked once. */
const asks: Readonly<Record<string, string>> = {
  figures: "figures('3209')",
  figures_by_month: "figures_by_month('3209')",
  trend: "trend('3209', units => '{3209}')",
  ranking: "ranking('3209')",
  changes: "changes('3209', before => 0)",
  position_at: "position_at('3209', now())",
  position_of: "position_of('3209', '2')",
  instant_of: "instant_of('3209', 'now')",
  near_due: "near_due('3209')",
  overdue: "overdue('3209')",
  late: "late('3209')",
  ended: "ended('3209')",
  unclassified: "unclassified('3209')",
  suspended: "suspended('3209')",
  parked: "parked('3209')",
  near_due_counts: "near_due_counts('3209')",
  units: "units('3209')",
  working_day: "working_day('3209', '2026-10-01')",
  working_days_after: "working_days_after('3209', '2026-09-30', 1)",
  throughput: "throughput('3209')",
  rejections: "rejections('3209')",
  publications: "publications('3209')",
  published: "published('3209', 'none')",
  seals: "seals('3209')",
};
const views = ["board.clock_kind", "board.measure", "board.standing", "steward.job_run"];

const own = "n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'";

describe("a login for dashboards", () => {
  it("reads each view and asks each function", async () => {
    for (const view of views) expect([view, await attempt(`select * from ${view}`)]).toEqual([view, "done"]);
    for (const call of Object.values(asks))
      expect([call, await attempt(`select * from board.${call}`)]).toEqual([call, "done"]);
    const { rows } = await dashboard.query(
      "select overdue, unit_name from board.figures('3209', measures => '{19.1}', units => '{320902}')",
    );
    expect(rows).toEqual([{ overdue: "1", unit_name: "亭湖区" }]);
  });

  it("reads no other relation of any schema, and writes none", async () => {
    const { rows } = await owner.query<{ name: string; kind: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name, c.relkind as kind
         from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
        where ${own} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') order by 1`,
    );
    expect(rows.length).toBeGreaterThan(30);
    const readable: string[] = [];
    for (const { name, kind } of rows) {
      if ((await attempt(`select * from ${name}`)) === "done") readable.push(name);
      if (kind === "S") continue;
      for (const statement of [
        `insert into ${name} default values`,
        `delete from ${name}`,
        ...(kind === "v" ? [] : [`truncate ${name}`, `lock table ${name} in access exclusive mode`]),
      ])
        expect([statement, await attempt(statement)]).toEqual([
          statement,
          expect.stringMatching(/^(42501|55000)$/u),
        ]);
    }
    expect(readable).toEqual(views);
  });

  it("calls no other function, and none that writes", async () => {
    const { rows } = await owner.query<{ name: string; volatile: boolean }>(
      `select format('%I.%I', n.nspname, p.proname) as name, p.provolatile = 'v' as volatile
         from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
        where ${own} and has_function_privilege($1, p.oid, 'execute') and has_schema_privilege($1, n.oid, 'usage') order by 1`,
      [login],
    );
    expect(rows.map(({ name }) => name)).toEqual(
      Object.keys(asks)
        .map((name) => `board.${name}`)
        .sort(),
    );
    expect(rows.filter(({ volatile }) => volatile)).toEqual([]);
  });

  it.each([
    "create table own (n integer)",
    "create temporary table own (n integer)",
    "create schema own",
    "create function board.own() returns integer language sql return 1",
    "set role anshi_reader",
    "set role anshi_admin",
    "set session authorization postgres",
    "alter role current_user superuser",
    "select * from pg_authid",
    "select pg_read_file('postgresql.conf')",
    "select lo_create(0)",
    "copy (select 1) to '/tmp/own'",
    "select body from ledger.event",
    "select ledger.append(null, null, null, null, null, null, null)",
    "select * from board.clock",
    "select * from board.counts('3209', now(), current_date, 0, true, 'settled', '{}', '{}', '{}', null, null)",
  ])("is refused: %s", async (statement) => {
    expect(await attempt(statement)).toBe(REFUSED);
  });

  it("begins read-only, and no statement of it runs for long", async () => {
    const { rows } = await dashboard.query(
      "select current_setting('transaction_read_only') as read_only, current_setting('statement_timeout') as timeout",
    );
    expect(rows).toEqual([{ read_only: "on", timeout: "15s" }]);
  });

  it("is told where it asks for what the board has not come to, or of an unknown cohort", async () => {
    expect(await attempt("select * from board.figures('3209', known_at => 5)")).toBe("AN001");
    expect(await attempt("select * from board.overdue('3209', known_at => 5)")).toBe("AN001");
    expect(await attempt("select * from board.figures('3209', cohort => 'all')")).toBe("22023");
  });

  it("is given another password, which no statement holds", async () => {
    expect((await dashboardLogin(login, `${password}!`)).stdout).toContain("its password is changed");
    const { rows } = await owner.query<{ secret: string }>(
      "select rolpassword as secret from pg_authid where rolname = $1",
      [login],
    );
    // The throw-away server trusts everybody: the verifier itself is looked at.
    expect(rows[0]?.secret).toMatch(/^SCRAM-SHA-256\$4096:/u);
  });

  it.each([
    ["postgres", password, /may do more/u],
    ["anshi_reader", password, /cannot be the login's name/u],
    ["Grafana; drop", password, /cannot be the login's name/u],
    ["grafana_short", "short", /at least 12 characters/u],
  ])("is not made of %s with %s", async (name, secret, message) => {
    const { code, stderr } = await dashboardLogin(name, secret);
    expect([code, stderr]).toEqual([1, expect.stringMatching(message)]);
  });
});
