import { randomInt } from "node:crypto";
import type { ClientBase } from "pg";
import { columnTypes } from "../column-types.js";
import { copyRows } from "../copy/copy-rows.js";
import { bigintField } from "../copy/fields.js";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Finding } from "./finding.js";
import { type KeyPrint, KeyPrints } from "./key-prints.js";

/** The identities in the table that lead to positions up to one. */
export interface KeyTable {
  readonly ledger: LedgerId;
  readonly upTo: Position;
  readonly seeds: readonly [number, number];
}

/** Two fresh seeds. */
export function drawSeeds(): readonly [number, number] {
  return [randomInt(2 ** 32), randomInt(2 ** 32)];
}

/** What the table of identities holds. */
export interface KeyTableReport {
  readonly prints: readonly KeyPrint[];
  /** The last position that one leads to, also beyond those asked for. */
  readonly last: Position;
}

/** Reads the table of identities once. */
export async function readKeyTable(
  client: ClientBase,
  { ledger, upTo, seeds }: KeyTable,
): Promise<KeyTableReport> {
  const keys = new KeyPrints(seeds);
  let last = 0n;
  await copyRows(
    client,
    `select position, identity from ledger.event_key where ledger = '${ledger}'`,
    (row) => {
      const position = bigintField(row, 0);
      if (position > last) last = position;
      if (position > 0n && position <= upTo) keys.add(row.bytes, row.at[1] ?? 0, position);
    },
  );
  return { prints: keys.all(), last };
}

const MOST_FINDINGS = 200;

/** Names the keys of some positions up to one that are not those of their events, in both directions. */
export async function oddKeys(
  client: ClientBase,
  ledger: LedgerId,
  { from, to }: { readonly from: bigint; readonly to: bigint },
  upTo: Position,
): Promise<readonly Finding[]> {
  const { rows } = await client.query<{
    position: bigint;
    event: boolean;
    key: boolean;
    elsewhere: bigint | null;
  }>({
    text: `
      with wanted as (
        select position, ledger.event_identity(source, event_id) as identity from ledger.event
         where ledger = $1 and position > $2 and position <= least($3, $4::bigint)
      ), found as (
        select position, identity from ledger.event_key where ledger = $1 and position > $2 and position <= least($3, $4::bigint)
      )
      select coalesce(w.position, f.position) as position, w.identity is not null as event, f.identity is not null as key, k.position as elsewhere
        from wanted as w full join found as f using (position, identity)
        left join ledger.event_key as k on k.ledger = $1 and k.identity = w.identity
       where w.identity is null or f.identity is null
       order by 1 limit ${MOST_FINDINGS}`,
    values: [ledger, from, to, upTo],
    types: columnTypes,
  });
  return rows.map(({ position, event, elsewhere }) => ({
    code: "identity",
    position,
    message: !event
      ? "an identity leads here that is not the event's"
      : elsewhere === null
        ? "the identity by which the event would be recognised when it comes again is missing"
        : `the event's identity leads to position ${elsewhere}`,
  }));
}
