import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { append } from "../append.js";
import type { LedgerId } from "../ledger-id.js";
import { newKeys, publicKey, type SealKey, sealKey } from "../seal/key.js";
import { sealHead } from "../seal/make-seal.js";
import type { Seal } from "../seal/seal.js";
import { type LedgerDatabase, ledgerDatabase } from "../testing/ledger-database.js";
import { sampleEvents, sampleLedger } from "../testing/sample.js";
import { tamper } from "../testing/tamper.js";
import type { Verification } from "./verify.js";
import { verify } from "./verify.js";

let db: LedgerDatabase;
const pair = newKeys();
const key: SealKey = sealKey(pair.privateKey);
beforeAll(async () => {
  db = await ledgerDatabase();
});
afterAll(() => db.close());

/** A ledger of 60 events in batches of 5, sealed at 20, 40 and 60, and five more that no seal covers. */
async function sealedLedger(
  name: string,
): Promise<{ readonly ledger: LedgerId; readonly seals: readonly Seal[] }> {
  const ledger = sampleLedger(name);
  const seals: Seal[] = [];
  for (let batch = 0; batch < 13; batch += 1) {
    await append(db.pool, ledger, { door: "http", rejected: [], events: sampleEvents(`${batch}`, 5) });
    if (batch % 4 === 3) seals.push((await sealHead({ database: { url: db.url }, ledger, key })).seal);
  }
  return { ledger, seals };
}

const check = (
  ledger: LedgerId,
  held: readonly Seal[] = [],
  publicKeys: readonly string[] = [],
): Promise<Verification> =>
  // Spans so short that several are checked, and some ahead.
  verify({ database: { url: db.url }, ledger, spanEvents: 7, trust: { held, publicKeys } });

const found = ({ findings }: Verification): readonly string[] =>
  findings.map(({ code, position }) => `${code} ${position}`);

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Makes every batch's hashes follow again from what the tables hold, from a position on, as one who knows the format can. */
async function relink(client: PoolClient, ledger: LedgerId, from: number): Promise<void> {
  const { rows } = await client.query<{ number: string }>(
    "select number from ledger.batch where ledger = $1 and last_position >= $2 order by number",
    [ledger, from],
  );
  for (const { number } of rows) {
    await client.query(
      `update ledger.batch as b set previous_hash = link.previous, chain_hash = sha256(link.previous
          || ledger.batch_header(b.ledger, b.number, b.first_position, b.last_position, b.recorded_at)
          || (select string_agg(content_hash, ''::bytea order by position) from ledger.event as e
               where e.ledger = b.ledger and e.position between b.first_position and b.last_position))
         from (select coalesce((select chain_hash from ledger.batch where ledger = $1 and number = $2::bigint - 1),
                               decode(repeat('00', 32), 'hex')) as previous) as link
        where b.ledger = $1 and b.number = $2`,
      [ledger, number],
    );
  }
}

/** Writes another body, and everything of the row that follows from it. */
async function rewrite(client: PoolClient, ledger: LedgerId, position: number): Promise<void> {
  const { rows } = await client.query<{ body: string }>(
    "select body from ledger.event where ledger = $1 and position = $2",
    [ledger, position],
  );
  const body = (rows[0]?.body ?? "").replace("320902", "320999");
  await client.query(
    "update ledger.event set body = $3, content_hash = $4 where ledger = $1 and position = $2",
    [ledger, position, body, sha256(body)],
  );
}

test("a ledger that nobody touched verifies, sealed or not, also against a seal and a key held elsewhere", async () => {
  const { ledger, seals } = await sealedLedger("whole");
  const whole = await check(ledger, seals, [key.key, publicKey(pair.publicKey)]);
  expect(found(whole)).toEqual([]);
  expect(whole).toMatchObject({
    ok: true,
    position: 65n,
    sealed: 60n,
    key: key.key,
    checked: { events: 65, batches: 13, seals: 3 },
  });
  expect(await check(sampleLedger("nothing"))).toMatchObject({ ok: true, position: 0n, key: null });
});

interface Tampering {
  readonly name: string;
  readonly act: (client: PoolClient, ledger: LedgerId) => Promise<unknown>;
  readonly expected: readonly string[];
  /** Seals that were kept outside. */
  readonly holds?: "last";
}

const tamperings: readonly Tampering[] = [
  {
    name: "a byte of a body",
    act: (client, ledger) =>
      client.query(
        "update ledger.event set body = replace(body, '320902', '320903') where ledger = $1 and position = 33",
        [ledger],
      ),
    expected: ["body-hash 33"],
  },
  {
    name: "a column that the body contradicts",
    act: (client, ledger) =>
      client.query("update ledger.event set subject = 'another' where ledger = $1 and position = 33", [
        ledger,
      ]),
    expected: ["column 33"],
  },
  {
    name: "hash and body together",
    act: (client, ledger) => rewrite(client, ledger, 33),
    expected: ["seal-mismatch 21", "batch-hash 31"],
  },
  {
    name: "hash and body together, where no seal reaches",
    act: (client, ledger) => rewrite(client, ledger, 63),
    expected: ["batch-hash 61"],
  },
  {
    name: "two events in each other's place",
    act: (client, ledger) =>
      client.query(
        `with moved as (update ledger.event_key set position = 65 - position where ledger = $1 and position in (32, 33))
         update ledger.event as e set (source, event_id, type, kind, subject, occurred_at, body, content_hash) =
           (select o.source, o.event_id, o.type, o.kind, o.subject, o.occurred_at, o.body, o.content_hash
              from ledger.event as o where o.ledger = e.ledger and o.position = 65 - e.position)
          where ledger = $1 and position in (32, 33)`,
        [ledger],
      ),
    expected: ["seal-mismatch 21", "batch-hash 31"],
  },
  {
    name: "the middle removed",
    act: async (client, ledger) => {
      await client.query("delete from ledger.event where ledger = $1 and position between 23 and 34", [
        ledger,
      ]);
      await client.query("delete from ledger.event_key where ledger = $1 and position between 23 and 34", [
        ledger,
      ]);
    },
    // Two spans have a part of it each.
    expected: [
      ...["batch-hash 21", "seal-mismatch 21", "position-missing 23"],
      ...["batch-hash 26", "position-missing 31", "batch-hash 31"],
    ],
  },
  {
    name: "the middle removed, all that follows moved up, and the chain linked anew",
    act: async (client, ledger) => {
      for (const table of ["event", "event_key"]) {
        await client.query(`delete from ledger.${table} where ledger = $1 and position between 21 and 25`, [
          ledger,
        ]);
        await client.query(
          `update ledger.${table} set position = position - 5 where ledger = $1 and position > 25`,
          [ledger],
        );
      }
      await client.query("delete from ledger.batch where ledger = $1 and number = 5", [ledger]);
      await client.query(
        `update ledger.batch set number = number - 1, first_position = first_position - 5,
                last_position = last_position - 5 where ledger = $1 and number > 5`,
        [ledger],
      );
      await relink(client, ledger, 21);
    },
    expected: ["seal-mismatch 21"],
  },
  {
    name: "the tail removed",
    act: async (client, ledger) => {
      for (const [table, column] of [
        ["event", "position"],
        ["event_key", "position"],
        ["batch", "last_position"],
      ])
        await client.query(`delete from ledger.${table} where ledger = $1 and ${column} > 50`, [ledger]);
    },
    expected: ["seal-beyond 51"],
  },
  {
    name: "the tail removed with the seals that covered it, which are held elsewhere",
    act: async (client, ledger) => {
      for (const [table, column] of [
        ["event", "position"],
        ["event_key", "position"],
        ["batch", "last_position"],
        ["seal", "position"],
      ])
        await client.query(`delete from ledger.${table} where ledger = $1 and ${column} > 50`, [ledger]);
    },
    holds: "last",
    expected: ["seal-held 1", "seal-beyond 51"],
  },
  {
    name: "identities removed, moved and made up",
    act: async (client, ledger) => {
      await client.query("delete from ledger.event_key where ledger = $1 and position = 12", [ledger]);
      await client.query("update ledger.event_key set position = 34 where ledger = $1 and position = 33", [
        ledger,
      ]);
      await client.query(
        "insert into ledger.event_key values ($1, '00000000-0000-0000-0000-000000000001', 50), ($1, '00000000-0000-0000-0000-000000000002', 66)",
        [ledger],
      );
    },
    expected: ["identity 12", "identity 33", "identity 34", "identity 50", "identity 66"],
  },
  {
    name: "two identities that lead to each other's event",
    act: (client, ledger) =>
      client.query(
        "update ledger.event_key set position = 25 - position where ledger = $1 and position in (12, 13)",
        [ledger],
      ),
    expected: ["identity 12", "identity 12", "identity 13", "identity 13"],
  },
  {
    name: "times of recording",
    act: async (client, ledger) => {
      await client.query(
        "update ledger.event set recorded_at = recorded_at - interval '1 microsecond' where ledger = $1 and position = 12",
        [ledger],
      );
      await client.query(
        "update ledger.batch set recorded_at = recorded_at + interval '1 microsecond' where ledger = $1 and number = 5",
        [ledger],
      );
    },
    expected: ["column 12", "column 21", "batch-hash 21", ...[22, 23, 24, 25].map((at) => `column ${at}`)],
  },
  {
    name: "a batch removed",
    act: (client, ledger) =>
      client.query("delete from ledger.batch where ledger = $1 and number = 5", [ledger]),
    expected: ["batch-missing 21", "batch-missing 21", "batch-link 26"],
  },
  {
    name: "an event added beyond the end",
    act: (client, ledger) =>
      client.query(
        `insert into ledger.event select ledger, 66, source, 'other', type, kind, subject, occurred_at, recorded_at, body, content_hash
           from ledger.event where ledger = $1 and position = 65`,
        [ledger],
      ),
    expected: ["batch-missing 66"],
  },
  {
    name: "a seal's text, and the subtrees it keeps",
    act: async (client, ledger) => {
      await client.query(
        'update ledger.seal set text = replace(text, \'"count":"40"\', \'"count":"41"\') where ledger = $1 and number = 2',
        [ledger],
      );
      await client.query("update ledger.seal set blocks = sha256('x') where ledger = $1 and number = 3", [
        ledger,
      ]);
    },
    expected: ["seal-signature 21", "seal-mismatch 21", "seal-mismatch 21", "seal-link 41"],
  },
  {
    name: "the chain rewritten",
    act: async (client, ledger) => {
      await rewrite(client, ledger, 33);
      await relink(client, ledger, 33);
    },
    expected: ["seal-mismatch 21"],
  },
  {
    name: "the chain rewritten and sealed anew with another key, against a seal held elsewhere",
    act: async (client, ledger) => {
      await rewrite(client, ledger, 33);
      await relink(client, ledger, 33);
      await client.query("delete from ledger.seal where ledger = $1", [ledger]);
    },
    holds: "last",
    expected: ["seal-held 1", "seal-mismatch 1"],
  },
  {
    name: "a seal removed",
    act: (client, ledger) =>
      client.query("delete from ledger.seal where ledger = $1 and number = 2", [ledger]),
    expected: ["seal-missing 21"],
  },
  {
    name: "the last seal removed, which is held elsewhere",
    act: (client, ledger) =>
      client.query("delete from ledger.seal where ledger = $1 and number = 3", [ledger]),
    holds: "last",
    expected: ["seal-held 1"],
  },
];

test.each(tamperings)("found: $name", async ({ act, expected, holds, name }) => {
  const { ledger, seals } = await sealedLedger(`t-${sha256(name).toString("hex").slice(0, 12)}`);
  await tamper(db.pool, (client) => act(client, ledger));
  const verification = await check(ledger, holds === "last" ? seals.slice(-1) : []);
  expect(verification.ok).toBe(false);
  expect(found(verification)).toEqual(expected);
});
