import type { Fault, RejectionCode } from "@anshi/domain";
import { columnTypes } from "./column-types.js";
import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import type { Door } from "./rejected-message.js";
import type { Disposal } from "./rejected-payload.js";

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
  /** How and when the bytes went; null while they are kept, or when they expired. */
  readonly disposal: Disposal | null;
  readonly disposedAt: number | null;
}

const select = `
  select r.number, r.received_at as "receivedAt", r.door, r.origin, r.code, r.message, r.path, r.faults,
         r.payload_hash as "payloadHash", r.payload_bytes as "payloadBytes", r.source, r.event_id as id,
         d.how as disposal, d.disposed_at as "disposedAt"
    from ledger.rejection as r left join ledger.disposal as d using (ledger, number)`;

/** Which rejections are asked for. */
export interface RejectionPage {
  /** The number after which to go on, in the order asked. */
  readonly after?: bigint;
  readonly newest?: boolean;
  readonly code?: RejectionCode;
  readonly limit: number;
}

/** The rejections of a page, the oldest first or, when asked, the newest. */
export async function rejections(
  db: Queryable,
  ledger: LedgerId,
  { after, newest = false, code, limit }: RejectionPage,
): Promise<readonly RecordedRejection[]> {
  const [beyond, order] = newest ? ["<", "desc"] : [">", "asc"];
  const { rows } = await db.query<RecordedRejection>({
    text: `${select} where r.ledger = $1 and ($2::bigint is null or r.number ${beyond} $2) and ($4::text is null or r.code = $4)
            order by r.number ${order} limit $3`,
    values: [ledger, after ?? null, limit, code ?? null],
    types: columnTypes,
  });
  return rows;
}

/** The rejection of a number; `undefined` when there is none. */
export async function rejectionAt(
  db: Queryable,
  ledger: LedgerId,
  number: bigint,
): Promise<RecordedRejection | undefined> {
  const { rows } = await db.query<RecordedRejection>({
    text: `${select} where r.ledger = $1 and r.number = $2`,
    values: [ledger, number],
    types: columnTypes,
  });
  return rows[0];
}
