import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { append } from "./append.js";
import { roles } from "./roles.js";
import { type LedgerDatabase, ledgerDatabase } from "./testing/ledger-database.js";
import { sampleEvent, sampleLedger } from "./testing/sample.js";

let db: LedgerDatabase;
beforeAll(async () => {
  db = await ledgerDatabase();
  const rejection = { code: "not-json", message: "no", path: "", faults: [] } as const;
  await append(db.pool, sampleLedger("3209"), {
    door: "http",
    events: [sampleEvent("a")],
    rejected: [{ rejection, payload: Buffer.from("x"), origin: "o" }],
  });
});
afterAll(() => db.close());

interface Table {
  readonly name: string;
  readonly column: string;
}

/** Every table there is, partitions too: a new one is covered by itself. */
async function tables(schema: string): Promise<readonly Table[]> {
  const { rows } = await db.pool.query<Table>(
    `select c.oid::regclass::text as name, a.attname as column
       from pg_class as c join pg_attribute as a on a.attrelid = c.oid and a.attnum = 1
      where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')`,
    [schema],
  );
  return rows;
}

const statementsOn = ({ name, column }: Table): readonly string[] => [
  `update ${name} set ${column} = ${column}`,
  `update ${name} set ${column} = ${column} where false`,
  `delete from ${name}`,
  `delete from only ${name} where false`,
  `truncate ${name} cascade`,
];

/** SQLSTATE that a statement fails with under some settings; "done" when it does not. */
async function attempt(statement: string, ...settings: readonly string[]): Promise<string> {
  const client = await db.pool.connect();
  try {
    await client.query("begin");
    for (const setting of settings) await client.query(setting);
    await client.query(statement);
    return "done";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "unknown";
  } finally {
    await client.query("rollback");
    client.release();
  }
}

test("no table of the ledger can be changed or emptied, by a superuser either, in replica role either", async () => {
  const found = await tables("ledger");
  expect(found.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "ledger.batch",
      "ledger.event",
      "ledger.event_key",
      "ledger.event_p00001",
      "ledger.rejection",
      "ledger.seal",
    ]),
  );
  for (const table of found) {
    for (const statement of statementsOn(table)) {
      expect([statement, await attempt(statement)]).toEqual([statement, "AN010"]);
      expect([statement, await attempt(statement, "set local session_replication_role = replica")]).toEqual([
        statement,
        "AN010",
      ]);
    }
  }
});

test("a partition made later refuses as well", async () => {
  for (const statement of statementsOn({ name: "ledger.event_p00007", column: "ledger" })) {
    expect(await attempt(statement, "select ledger.ensure_partition(7)")).toBe("AN010");
  }
});

test("quarantined bytes can be erased, and nothing else", async () => {
  const [update, updateNone, , , truncate] = statementsOn({ name: "quarantine.payload", column: "ledger" });
  for (const statement of [update, updateNone, truncate])
    expect(await attempt(statement ?? "")).toBe("AN010");
  expect(await attempt("delete from quarantine.payload", "set local role anshi_admin")).toBe("done");
});

describe.each(roles)("%s", (role) => {
  test("is refused UPDATE, DELETE, TRUNCATE and INSERT on every table of the ledger", async () => {
    for (const table of await tables("ledger")) {
      for (const statement of [...statementsOn(table), `insert into ${table.name} default values`]) {
        expect([statement, await attempt(statement, `set local role ${role}`)]).toEqual([statement, "42501"]);
      }
    }
  });

  test("may do what its row of the matrix says", async () => {
    const can: Record<string, boolean> = {};
    for (const [name, statement] of Object.entries(acts)) {
      const code = await attempt(statement, `set local role ${role}`);
      if (code !== "done" && code !== "42501") throw new Error(`${statement}: ${code}`);
      can[name] = code === "done";
    }
    expect(Object.keys(can).filter((name) => can[name])).toEqual(matrix[role]);
  });
});

const acts = {
  append: "select ledger.append('3209', '{s}', '{i}', '{io.anshi.lead.x.v1}', '{c}', '{0}', '{b}')",
  reject:
    "select ledger.reject('3209', 'http', now(), '1 day', '{o}', '{c}', '{m}', '{p}', '{\"[]\"}', '{null}', '{null}', '{x}')",
  batch: "select from ledger.batch",
  event: "select from ledger.event",
  event_key: "select from ledger.event_key",
  rejection: "select from ledger.rejection",
  "keep a seal": "select ledger.keep_seal('3209', 1, 1, 't', repeat('s', 64)::bytea, '')",
  seal: "select from ledger.seal",
  "read payload": "select from quarantine.payload",
  "erase payload": "delete from quarantine.payload",
  "insert payload": "insert into quarantine.payload values ('3209', 9, 'x', now())",
  "make a partition": "select ledger.ensure_partition(9)",
  "make a table": "create table ledger.own (n integer)",
};

const matrix = {
  // Why messages were refused is told to a topic by whoever takes them from one.
  anshi_appender: ["append", "reject", "rejection"],
  anshi_projector: ["batch", "event", "event_key"],
  // Who verifies holds every table against the others.
  anshi_reader: ["batch", "event", "event_key", "rejection", "seal"],
  anshi_admin: [
    ...["batch", "event", "event_key", "rejection"],
    ...["keep a seal", "seal", "read payload", "erase payload"],
  ],
  // It asks the board, which asks the ledger for it.
  anshi_dashboard: [],
};
