import { columnTypes } from "../column-types.js";
import type { LedgerId, Position } from "../ledger-id.js";
import type { Hash } from "../merkle/index.js";
import type { Queryable } from "../queryable.js";
import { readSealContent } from "./parse-seal.js";
import { type Seal, sealText } from "./seal.js";

/** A seal as recorded. */
export interface StoredSeal {
  readonly number: bigint;
  readonly position: Position;
  readonly text: string;
  readonly signature: Buffer;
  /** Roots of the blocks that are complete since the seal before, 32 bytes each. */
  readonly blocks: Buffer;
}

const columns = "number, position, text, signature, blocks";

/** The seals after a number, in order; at most `limit`, or all. */
export async function sealsAfter(
  db: Queryable,
  ledger: LedgerId,
  number: bigint,
  limit: number | null = null,
): Promise<readonly StoredSeal[]> {
  return select(db, `where ledger = $1 and number > $2 order by number limit $3`, [ledger, number, limit]);
}

/** The seals before a number (default: all), the newest first, at most `limit`. */
export async function sealsBefore(
  db: Queryable,
  ledger: LedgerId,
  number: bigint | undefined,
  limit: number,
): Promise<readonly StoredSeal[]> {
  return select(
    db,
    "where ledger = $1 and number < coalesce($2, 9223372036854775807) order by number desc limit $3",
    [ledger, number ?? null, limit],
  );
}

/** The seal of a number; `undefined` when there is none. */
export async function sealAt(
  db: Queryable,
  ledger: LedgerId,
  number: bigint,
): Promise<StoredSeal | undefined> {
  return (await select(db, "where ledger = $1 and number = $2", [ledger, number]))[0];
}

/** The last seal; `undefined` while there is none. */
export async function lastSeal(db: Queryable, ledger: LedgerId): Promise<StoredSeal | undefined> {
  return (await sealsBefore(db, ledger, undefined, 1))[0];
}

/** What a stored seal says; `undefined` when its text, its columns and the ledger are not of one mind. */
export function sealOf(ledger: LedgerId, stored: StoredSeal): Seal | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored.text);
  } catch {
    return undefined;
  }
  const content = readSealContent(parsed);
  if (content === undefined || sealText(content) !== stored.text) return undefined;
  const { number, position } = stored;
  if (content.ledger !== ledger || content.number !== number || content.position !== position)
    return undefined;
  return { ...content, signature: stored.signature.toString("base64url") };
}

/** The blocks that seals keep, in order. */
export function keptBlocks(stored: readonly StoredSeal[]): readonly Hash[] {
  const hex = Buffer.concat(stored.map(({ blocks }) => blocks)).toString("hex");
  return Array.from({ length: hex.length / 64 }, (_none, index) => hex.slice(64 * index, 64 * (index + 1)));
}

async function select(db: Queryable, where: string, values: unknown[]): Promise<readonly StoredSeal[]> {
  const { rows } = await db.query<StoredSeal>({
    text: `select ${columns} from ledger.seal ${where}`,
    values,
    types: columnTypes,
  });
  return rows;
}
