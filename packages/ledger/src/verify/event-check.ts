import { hash } from "node:crypto";
import type { CopiedRow } from "../copy/copy-rows.js";
import { bytesField, microsField, sliceField } from "../copy/fields.js";
import type { FindingCode } from "./finding.js";
import { readInstant } from "./read-instant.js";

/** The columns of an event's row, in order. */
export const eventFields =
  "position, source, event_id, type, kind, subject, occurred_at, recorded_at, body, content_hash";

export const POSITION = 0;
const SOURCE = 1;
const ID = 2;
const TYPE = 3;
const KIND = 4;
const SUBJECT = 5;
const OCCURRED_AT = 6;
export const RECORDED_AT = 7;
const BODY = 8;
export const CONTENT_HASH = 9;

/** What is wrong with an event by itself. */
export interface EventFault {
  readonly code: FindingCode;
  readonly message: string;
}

const none: readonly EventFault[] = [];
const fault = (code: FindingCode, message: string): EventFault => ({ code, message });
const wrongHash = fault("body-hash", "the body is not what its content hash was taken of");
const noEvent = fault("body-unreadable", "the body is no JSON object");

/** Holds a stored event's hash against its body, and each column against what the body says. */
export function eventFaults(row: CopiedRow): readonly EventFault[] {
  const isHashed = hash("sha256", sliceField(row, BODY), "binary") === bytesField(row, CONTENT_HASH);
  if (isHashed && endsAsColumnsSay(row)) return none;
  const body = readBody(bytesField(row, BODY));
  if (body === undefined) return isHashed ? [noEvent] : [wrongHash, noEvent];
  const wrong = wrongColumns(row, body);
  if (isHashed && wrong.length === 0) return none;
  const columns = wrong.map((name) => fault("column", `the column ${name} is not what the body says`));
  return isHashed ? columns : [wrongHash, ...columns];
}

const needsEscape = /["\\]/u;

/**
 * Whether a body ends as canonical JSON must that says what the columns say: its last members are `id`, `source`, `specversion`,
 * `subject`, `time` and `type`, as they stand. That is so for all but a few, and much sooner found than by parsing; the others are parsed.
 */
function endsAsColumnsSay(row: CopiedRow): boolean {
  const source = bytesField(row, SOURCE);
  const id = bytesField(row, ID);
  const type = bytesField(row, TYPE);
  const subject = bytesField(row, SUBJECT);
  if (needsEscape.test(source) || needsEscape.test(id) || needsEscape.test(type) || needsEscape.test(subject))
    return false;
  const body = bytesField(row, BODY);
  const end = `","type":"${type}"}`;
  const timeEnd = body.length - end.length;
  const timeStart = body.lastIndexOf('"', timeEnd - 1) + 1;
  const front = `"id":"${id}","source":"${source}","specversion":"1.0","subject":"${subject}","time":"`;
  const before = timeStart - front.length;
  return (
    before > 0 &&
    (body.charAt(before - 1) === "," || before === 1) &&
    body.startsWith(front, before) &&
    body.endsWith(end) &&
    body.startsWith("{") &&
    kindOf(type) === bytesField(row, KIND) &&
    isAt(body.slice(timeStart, timeEnd), microsField(row, OCCURRED_AT))
  );
}

function wrongColumns(row: CopiedRow, body: Readonly<Record<string, unknown>>): readonly string[] {
  const { source, id, type, subject, time } = body;
  const said: readonly (readonly [string, number, unknown])[] = [
    ["source", SOURCE, source],
    ["event_id", ID, id],
    ["type", TYPE, type],
    ["subject", SUBJECT, subject],
    ["kind", KIND, kindOf(type)],
  ];
  return [
    ...said.filter(([, field, value]) => bytesField(row, field) !== value).map(([name]) => name),
    ...(isAt(time, microsField(row, OCCURRED_AT)) ? [] : ["occurred_at"]),
  ];
}

function kindOf(type: unknown): string | undefined {
  if (typeof type !== "string") return undefined;
  const from = type.indexOf(".", type.indexOf(".") + 1) + 1;
  const to = type.indexOf(".", from);
  return type.slice(from, to === -1 ? type.length : to);
}

function isAt(time: unknown, micros: number): boolean {
  const instant = typeof time === "string" ? readInstant(time) : undefined;
  return instant !== undefined && instant * 1_000 === micros;
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
/** Its beginnings, by length: to cut one anew for each event costs as much as to hash it. */
const beginnings: Buffer[] = [];

/** Puts the 16 bytes of the event's identity (`ledger.event_identity`) at the start of `into`. */
export function identityInto(into: Buffer, { bytes, at, length }: CopiedRow): void {
  const [source, id] = [length[SOURCE] ?? 0, length[ID] ?? 0];
  const size = source + 1 + id;
  const fits = size <= scratch.length;
  const whole = fits ? scratch : Buffer.alloc(size);
  bytes.copy(whole, 0, at[SOURCE] ?? 0, (at[SOURCE] ?? 0) + source);
  whole[source] = 0;
  bytes.copy(whole, source + 1, at[ID] ?? 0, (at[ID] ?? 0) + id);
  let hashed: Buffer = whole;
  if (fits) {
    hashed = beginnings[size] ?? scratch.subarray(0, size);
    beginnings[size] = hashed;
  }
  into.write(hash("sha256", hashed, "binary"), 0, 16, "latin1");
}
