import { parsePeriod, ruleSet, zone } from "@anshi/domain";
import { append, type LedgerId, type Verification, verify } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projection } from "../projection.js";
import { type BoardDatabase, boardDatabase, newEvent } from "../testing.js";
import { figuresCheck } from "./figures-check.js";
import { publish } from "./publish.js";

const ledger = "3209" as LedgerId;
const shanghai = zone("Asia/Shanghai");
const start = Date.parse("2026-03-02T01:00:00Z");

let database: BoardDatabase;
let head: bigint;
beforeAll(async () => {
  database = await boardDatabase();
  const events = Array.from({ length: 12 }, (_none, n) => {
    const event = (act: string, at: number, data: object) =>
      newEvent(`io.anshi.dispatch.${act}.v1`, `D${n}`, "urn:test", `D${n}/${act}`, at, { ...data });
    return [
      event("issued", start, { unit: "320902" }),
      event("verified", start + n * 86_400_000 * 3, { result: "refuted" }),
    ];
  }).flat();
  await append(database.pool, ledger, { events, rejected: [], door: "file" });
  const own = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await own.step()).outcome !== "at-head");
  const period = parsePeriod("2026-03");
  if (period === undefined) throw new Error("no period");
  const { publication } = await publish({
    ...{ reading: database.pool, appending: database.pool, ledger, zone: shanghai, rules: ruleSet, period },
    ...{ smallSample: 5, now: Date.parse("2026-11-26T00:00:00Z") },
  });
  head = publication.position;
});
afterAll(() => database.close());

const check = (): Promise<Verification> =>
  verify({ database: { url: database.url }, ledger, checks: [figuresCheck(database.pool)] });

/** As one who knows the format can: the body, what follows from it, and the last batch's chain hash. */
async function rewrite(position: bigint, from: string, to: string): Promise<void> {
  await database.pool.query(`
    alter table ledger.event disable trigger append_only; alter table ledger.event_p00000 disable trigger append_only;
    alter table ledger.batch disable trigger append_only`);
  await database.pool.query(
    "update ledger.event set body = replace(body, $3, $4), content_hash = sha256(convert_to(replace(body, $3, $4), 'UTF8')) where ledger = $1 and position = $2",
    [ledger, position, from, to],
  );
  await database.pool.query(
    `update ledger.batch as b set chain_hash = sha256(b.previous_hash
        || ledger.batch_header(b.ledger, b.number, b.first_position, b.last_position, b.recorded_at)
        || (select string_agg(content_hash, ''::bytea order by position) from ledger.event as e
             where e.ledger = b.ledger and e.position between b.first_position and b.last_position))
      where ledger = $1 and last_position = $2`,
    [ledger, head],
  );
}

it("passes what was published and stands", async () => {
  const whole = await check();
  expect(whole.findings).toEqual([]);
  expect(whole.checked.figures).toBeGreaterThan(10);
});

it("names a published figure that was altered, though hashes and chain were made to follow", async () => {
  const { rows } = await database.pool.query<{ position: string; body: string }>(
    "select position, body from ledger.event where kind = 'figures' and body like '%\"measure\":\"19.1\"%'",
  );
  const position = BigInt(rows[0]?.position ?? 0);
  const kept = /"kept":\d+/u.exec(rows[0]?.body ?? "")?.[0] ?? "";
  await rewrite(position, kept, '"kept":99');
  const { findings } = await check();
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(["figure"]));
  expect(new Set(findings.map((finding) => finding.position))).toEqual(new Set([position]));
  expect(findings.map(({ message }) => message).join()).toMatch(/2026-03\.1:19\.1:/u);
  await rewrite(position, '"kept":99', kept);
  expect((await check()).findings).toEqual([]);
});

it("does not take a board that has not come so far for one that differs, and says how many figures wait", async () => {
  await database.pool.query("delete from checkpoint");
  const { findings, checked } = await check();
  expect(findings).toEqual([]);
  expect(checked.figures).toBe(0);
  expect(checked.figuresWaiting).toBeGreaterThan(10);
});
