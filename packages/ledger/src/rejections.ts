import type { Fault, RejectionCode } from "@anshi/domain";
import { columnTypes } from "./column-types.js";
import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import type { Door } from "./rejected-message.js";

/** A rejected message as recorded, without its bytes. */
export interface RecordedRejection {
  /** From 1, without gaps, in commit order. */
  readonly number: bigint;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly door: Door;
  readonly origin: string;
  readonly code: RejectionCode;
  readonly message: string;
  readonly path: string;
  readonly faults: readonly Fault[];
  /** SHA-256 of the bytes; it stays when they are erased. */
  readonly payloadHash: Buffer;
  readonly payloadBytes: number;
  readonly source: string | null;
  readonly id: string | null;
}

/** The rejections after a number (default 0), in order, at most `limit`. */
export async function rejections(
  db: Queryable,
  ledger: LedgerId,
  page: { readonly after?: bigint; readonly limit: number },
): Promise<readonly RecordedRejection[]> {
  const { rows } = await db.query<RecordedRejection>({
    text: `
      select number, received_at as "receivedAt", door, origin, code, message, path, faults,
             payload_hash as "payloadHash", payload_bytes as "payloadBytes", source, event_id as id
        from ledger.rejection where ledger = $1 and number > $2 order by number limit $3`,
    values: [ledger, page.after ?? 0n, page.limit],
    types: columnTypes,
  });
  return rows;
}
