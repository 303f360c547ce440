import { hash } from "node:crypto";
import { parseInstant } from "@anshi/domain";
import type { CopiedRow } from "./copy-rows.js";
import { bytesField, microsField, sliceField } from "./fields.js";
import type { FindingCode } from "./finding.js";

/** The columns of `checkEvent`'s row, in order. */
export const eventFields =
  "position, source, event_id, type, kind, subject, occurred_at, recorded_at, body, content_hash";

const SOURCE = 1;
const ID = 2;
const TYPE = 3;
const KIND = 4;
const SUBJECT = 5;
const OCCURRED_AT = 6;
const BODY = 8;
export const POSITION = 0;
export const RECORDED_AT = 7;
export const CONTENT_HASH = 9;

/** What is wrong with a stored event by itself: its hash is held against its body, and each column against what the body says. */
export function checkEvent(row: CopiedRow, tell: (code: FindingCode, message: string) => void): void {
  if (hash("sha256", sliceField(row, BODY), "binary") !== bytesField(row, CONTENT_HASH))
    tell("body-hash", "the body is not what its content hash was taken of");
  const body = readBody(bytesField(row, BODY));
  if (body === undefined) {
    tell("body-unreadable", "the body is no JSON object");
    return;
  }
  const said = (column: string, field: number, value: unknown): void => {
    if (bytesField(row, field) !== value) tell("column", `the column ${column} is not what the body says`);
  };
  said("source", SOURCE, body.source);
  said("event_id", ID, body.id);
  said("type", TYPE, body.type);
  said("subject", SUBJECT, body.subject);
  said("kind", KIND, typeof body.type === "string" ? body.type.split(".")[2] : undefined);
  const instant = typeof body.time === "string" ? parseInstant(body.time) : undefined;
  if (instant === undefined || microsField(row, OCCURRED_AT) !== BigInt(instant) * 1_000n)
    tell("column", "the column occurred_at is not what the body says");
}

/** Strings in it hold a byte a character, as the columns they are held against do. */
function readBody(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null
      ? (body as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

const scratch = Buffer.alloc(4_096);

/** Puts the 16 bytes of the event's identity (`ledger.event_identity`) at the start of `into`. */
export function identityInto(into: Buffer, row: CopiedRow): void {
  const [source, id] = [sliceField(row, SOURCE), sliceField(row, ID)];
  const size = source.length + 1 + id.length;
  const bytes = size <= scratch.length ? scratch : Buffer.alloc(size);
  source.copy(bytes);
  bytes[source.length] = 0;
  id.copy(bytes, source.length + 1);
  into.write(hash("sha256", bytes.subarray(0, size), "binary"), 0, 16, "latin1");
}
