import { createHash } from "node:crypto";
import { canonical, formatInstant } from "@anshi/domain";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CopiedRow } from "../copy/copy-rows.js";
import { eventFaults } from "./event-check.js";

interface Columns {
  readonly source: string;
  readonly event_id: string;
  readonly type: string;
  readonly kind: string;
  readonly subject: string;
  readonly occurred_at: number;
  readonly body: string;
}

/** A row of a binary COPY that holds these columns, with the hash of `hashed`. */
function rowOf(columns: Columns, hashed = columns.body): CopiedRow {
  const micros = (instant: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(BigInt(instant - 946_684_800_000) * 1_000n);
    return bytes;
  };
  const { source, event_id, type, kind, subject, occurred_at, body } = columns;
  const fields = [
    Buffer.alloc(8),
    ...[source, event_id, type, kind, subject].map((text) => Buffer.from(text, "utf8")),
    ...[micros(occurred_at), micros(0), Buffer.from(body, "utf8")],
    createHash("sha256").update(hashed).digest(),
  ];
  const at = new Int32Array(fields.length);
  fields.reduce((sum, field, index) => {
    at[index] = sum;
    return sum + field.length;
  }, 0);
  return { bytes: Buffer.concat(fields), at, length: Int32Array.from(fields, ({ length }) => length) };
}

// Among them what JSON escapes, what is no single byte, and what looks like JSON itself.
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }),
  fc.constantFrom("投诉-1", '"', "\\", 'a","source":"b', "C-2026-0001", "x".repeat(34)),
);
const event = fc
  .record({
    source: text,
    id: text,
    subject: text,
    type: fc.constantFrom("io.anshi.complaint.received.v1", "io.anshi.lead.verified.v1"),
    at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
    data: fc.option(fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean())), { nil: undefined }),
  })
  .map(({ source, id, subject, type, at, data }): Columns => {
    const members = { specversion: "1.0", source, id, subject, type, time: formatInstant(at) };
    const body = canonical(data === undefined ? members : { ...members, data });
    return { source, event_id: id, type, kind: type.split(".")[2] ?? "", subject, occurred_at: at, body };
  });

const told = (columns: Columns, hashed?: string): readonly string[] =>
  eventFaults(rowOf(columns, hashed)).map(({ code, message }) =>
    `${code} ${/column (\w+)/u.exec(message)?.[1] ?? ""}`.trim(),
  );

describe("an event", () => {
  it("is right when hash and columns are those of its body", () => {
    fc.assert(
      fc.property(event, (columns) => {
        expect(told(columns)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("has every column that its body contradicts named, and a wrong hash", () => {
    const names = ["source", "event_id", "type", "kind", "subject", "occurred_at"] as const;
    fc.assert(
      fc.property(event, fc.constantFrom(...names), text, (columns, name, other) => {
        const value = name === "occurred_at" ? columns.occurred_at + 1 : `${other}${columns[name]}`;
        expect(told({ ...columns, [name]: value })).toEqual([`column ${name}`]);
        expect(told({ ...columns, [name]: value }, "another")).toEqual(["body-hash", `column ${name}`]);
      }),
      { numRuns: 300 },
    );
  });

  it("is none when its body is no JSON object", () => {
    const columns = fc.sample(event, 1)[0];
    if (columns === undefined) throw new Error("no event");
    for (const body of ["", "{", "null", "7", '"x"', columns.body.slice(0, -1)])
      expect(told({ ...columns, body })).toEqual(["body-unreadable"]);
  });
});
