import { BOARD_SCHEMA, BOARD_SETTINGS, migrateBoard, projection } from "@anshi/board";
import { formatInstant, ruleSet, zone } from "@anshi/domain";
import { type LedgerId, migrate } from "@anshi/ledger";
import { type FreshDatabase, freshDatabase } from "@anshi/test-postgres";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { load } from "./bench/large/load.js";
import { calls } from "./bench/sql/calls.js";

const ledger = "3209" as LedgerId;
const EVENTS = 10_000;

/** A scan of a plan, as auto_explain writes it. */
interface Scan {
  readonly relation: string;
  readonly node: string;
  readonly index: string | undefined;
  /** Rows that were looked at. */
  readonly rows: number;
}

let database: FreshDatabase;
let pool: pg.Pool;
let client: pg.Client;
let last: string;
let versions: number;
let told: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({
    connectionString: database.url,
    options: [`search_path=${BOARD_SCHEMA}`, ...BOARD_SETTINGS].map((each) => `-c ${each}`).join(" "),
  });
  await migrate(pool);
  await migrateBoard(pool);
  const loaded = await load(pool, ledger, EVENTS, 0);
  last = formatInstant(loaded.last + 86_400_000);
  const project = projection({ pool, ledger, zone: zone("Asia/Shanghai"), rules: ruleSet, sealEvery: 128 });
  while ((await project.step()).outcome !== "at-head");
  // What lives of so few events would be read whole; another ledger's makes that dear.
  const columns = `known_from, open, unclassified, slot, start_at, due_day, stepped, suspended_since, lapse_at, miss_at, provisional`;
  await pool.query(`
    insert into live (ledger, started_by, kind, ${columns})
    select 'other', started_by + 100000 * n, kind, ${columns} from live, generate_series(1, 200) as n`);
  await pool.query("analyze");
  versions = Number((await pool.query<{ n: string }>("select count(*) as n from clock")).rows[0]?.n);

  client = new pg.Client({ connectionString: database.url, options: "-c client_min_messages=log" });
  client.on("notice", ({ message }) => told.push(String(message)));
  await client.connect();
  await client.query("load 'auto_explain'");
  for (const setting of [
    "log_min_duration = 0",
    "log_analyze = on",
    "log_nested_statements = on",
    "log_format = json",
  ])
    await client.query(`set auto_explain.${setting}`);
}, 300_000);

afterAll(async () => {
  await client?.end();
  await pool.end();
  await database.drop();
});

/** What a statement and every function within it read. */
async function scans(statement: string): Promise<readonly Scan[]> {
  told = [];
  await client.query(statement);
  const found: Scan[] = [];
  const walk = (plan: Readonly<Record<string, unknown>>): void => {
    const relation = plan["Relation Name"];
    if (typeof relation === "string") {
      const loops = Number(plan["Actual Loops"]);
      const removed =
        Number(plan["Rows Removed by Filter"] ?? 0) + Number(plan["Rows Removed by Index Recheck"] ?? 0);
      found.push({
        relation: relation.replace(/^event_p\d+$/u, "event"),
        node: String(plan["Node Type"]),
        index: plan["Index Name"] as string | undefined,
        rows: (Number(plan["Actual Rows"]) + removed) * loops,
      });
    }
    for (const each of (plan.Plans ?? []) as readonly Readonly<Record<string, unknown>>[]) walk(each);
  };
  for (const message of told) {
    const json = message.slice(message.indexOf("{"));
    walk((JSON.parse(json) as { readonly Plan: Readonly<Record<string, unknown>> }).Plan);
  }
  return found;
}

const LARGE = ["clock", "live", "event", "node", "event_key"];

describe("what the dashboards' functions read", () => {
  it.each(Object.keys(calls("3209", "now()")))("%s goes to large tables by an index", async (name) => {
    const statement = calls("3209", `'${last}'`)[name] ?? "";
    // The second time is planned as every later one.
    await client.query(statement);
    const read = await scans(statement);
    expect(read.length).toBeGreaterThan(0);
    const whole = read.filter(
      ({ relation, node, rows }) => LARGE.includes(relation) && node === "Seq Scan" && rows > 0,
    );
    expect(whole).toEqual([]);
    // A dashboard asks for the present: what is open, what changed since the last anchor, what was missed lately.
    const clocks = read
      .filter(({ relation }) => relation === "clock")
      .reduce((sum, { rows }) => sum + rows, 0);
    expect(clocks).toBeLessThan(versions / 5);
  });

  it("figures come from the sealed sums", async () => {
    const read = await scans(`select * from board.figures('3209', as_of => '${last}')`);
    expect(read.filter(({ relation }) => relation === "node").length).toBeGreaterThan(0);
    expect(
      read.filter(({ relation }) => relation === "event").reduce((sum, { rows }) => sum + rows, 0),
    ).toBeLessThan(200);
  });
});
