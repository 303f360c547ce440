import type { LedgerId } from "./ledger-id.js";
import type { Queryable } from "./queryable.js";
import type { Door, RejectedMessage } from "./rejected-message.js";

/** How rejected messages are kept. */
export interface Keeping {
  readonly door: Door;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** Days until the bytes are erased. */
  readonly keepDays: number;
}

const LONGEST = 1_024;

const sql = `select ledger.reject($1, $2, $3, make_interval(days => $4), $5, $6, $7, $8, $9::jsonb[], $10, $11, $12)`;

/** Keeps rejected messages, in order, in the client's transaction. */
export async function keepRejected(
  db: Queryable,
  ledger: LedgerId,
  messages: readonly RejectedMessage[],
  keeping: Keeping,
): Promise<void> {
  if (messages.length === 0) return;
  await db.query(sql, [
    ledger,
    keeping.door,
    new Date(keeping.receivedAt),
    keeping.keepDays,
    messages.map(({ origin }) => storable(origin)),
    messages.map(({ rejection }) => rejection.code),
    messages.map(({ rejection }) => storable(rejection.message)),
    messages.map(({ rejection }) => storable(rejection.path)),
    messages.map(({ rejection }) =>
      JSON.stringify(rejection.faults, (_key, value: unknown) =>
        typeof value === "string" ? storable(value) : value,
      ),
    ),
    messages.map(({ source }) => (source === undefined ? null : storable(source))),
    messages.map(({ id }) => (id === undefined ? null : storable(id))),
    messages.map(({ payload }) => Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength)),
  ]);
}

/** What PostgreSQL cannot hold in a text – NUL, lone surrogates – replaced: a refused message must never be refused again. */
function storable(text: string): string {
  return text.slice(0, LONGEST).replace(/\0|\p{Cs}/gu, "\uFFFD");
}
