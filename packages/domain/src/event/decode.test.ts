import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "./canonical.js";
import type { EventType } from "./catalogue.js";
import { decode, decodeText } from "./decode.js";
import { examples } from "./examples.js";
import { LARGEST_MESSAGE, rejectionCodes } from "./rejection.js";

const now = Date.parse("2026-11-22T12:00:00+08:00");
const context = { now, maxAheadMs: 300_000 };
const types = Object.keys(examples) as EventType[];

const event = (own: Record<string, unknown> = {}): Record<string, unknown> => ({
  specversion: "1.0",
  id: "1",
  source: "urn:yancheng:12315",
  type: "io.anshi.complaint.received.v1",
  subject: "C-1",
  time: "2026-11-22T09:00:00+08:00",
  data: { unit: "320902" },
  ...own,
});
const without = (name: string): Record<string, unknown> => {
  const { [name]: _gone, ...rest } = event();
  return rest;
};
const answer = (message: unknown): string => {
  const decoded = decode(message, context);
  return decoded.ok
    ? "accepted"
    : decoded.rejection.faults.map(({ code, message }) => `${code} | ${message}`).join("\n");
};

describe("decode", () => {
  it.each(types)("accepts a valid %s", (type) => {
    const data = examples[type];
    expect(answer(event({ type, data }))).toBe("accepted");
    const mayBeAbsent = Object.keys(data).length === 0 || onlyOptional(type);
    expect(answer({ ...without("data"), type }) === "accepted").toBe(mayBeAbsent);
    expect(answer(event({ type, data: { ...data, phone: "13800000000" } }))).toBe(
      "unexpected-field | /data/phone: there is no such field",
    );
  });

  it.each([
    ["not an object", [1], "not-cloudevent | the message is not a JSON object"],
    ["another version", event({ specversion: "0.3" }), 'not-cloudevent | /specversion: expected "1.0"'],
    ["no id", without("id"), "not-cloudevent | /id: this attribute is required"],
    [
      "an unknown type",
      event({ type: "io.anshi.case.opened.v1" }),
      "unknown-type | /type: expected a type of the catalogue",
    ],
    [
      "no subject",
      without("subject"),
      "invalid-attribute | /subject: expected 1 to 128 characters, no control characters",
    ],
    [
      "a control character",
      event({ id: "a\u0000b" }),
      "invalid-attribute | /id: expected 1 to 128 characters, no control characters",
    ],
    [
      "a lone surrogate",
      event({ subject: "\ud800" }),
      "invalid-attribute | /subject: expected 1 to 128 characters, no control characters",
    ],
    [
      "a source with spaces",
      event({ source: "no uri" }),
      "invalid-attribute | /source: expected a URI reference of 1 to 256 characters",
    ],
    [
      "a time without an offset",
      event({ time: "2026-11-22T09:00:00" }),
      "invalid-attribute | /time: expected an instant of RFC 3339 with offset and at most 6 fractional digits",
    ],
    [
      "a day that does not exist",
      event({ time: "2026-02-30T09:00:00Z" }),
      "invalid-attribute | /time: expected an instant of RFC 3339 with offset and at most 6 fractional digits",
    ],
    [
      "seven fractional digits",
      event({ time: "2026-02-03T09:00:00.1234567Z" }),
      "invalid-attribute | /time: expected an instant of RFC 3339 with offset and at most 6 fractional digits",
    ],
    [
      "another content type",
      event({ datacontenttype: "text/xml" }),
      "invalid-attribute | /datacontenttype: expected application/json or none",
    ],
    [
      "a time far ahead",
      event({ time: "2026-11-22T12:05:00.001+08:00" }),
      "time-in-future | /time: the time lies further ahead of the server's than is allowed",
    ],
    [
      "a bad unit",
      event({ data: { unit: "3" } }),
      "invalid-data | /data/unit: expected 2 to 32 characters of 0-9 A-Z a-z _ -",
    ],
    [
      "no unit",
      event({ data: {} }),
      "invalid-data | /data/unit: this field is required: 2 to 32 characters of 0-9 A-Z a-z _ -",
    ],
    ["data that is no object", event({ data: "x" }), "invalid-data | /data: expected an object"],
    [
      "a bad check digit",
      event({ data: { unit: "320902", respondent: "91320900MA1X5T3P4B" } }),
      "invalid-data | /data/respondent: expected a unified social credit code of 18 characters with a valid check digit",
    ],
    [
      "two due dates",
      event({
        type: "io.anshi.dispatch.issued.v1",
        data: { unit: "320902", dueOn: "2026-12-01", dueAt: "2026-12-01T00:00:00Z" },
      }),
      "invalid-data | /data/dueAt: expected no dueAt beside dueOn",
    ],
    [
      "a day off in another year",
      event({
        type: "io.anshi.calendar.published.v1",
        data: { year: 2027, off: ["2026-01-01"], work: [], notice: "n" },
      }),
      "invalid-data | /data/off/0: expected a date within the year",
    ],
    [
      "several faults, the gravest first",
      event({ id: "", data: { unit: "3", phone: "1" } }),
      "invalid-attribute | /id: expected 1 to 128 characters, no control characters\nunexpected-field | /data/phone: there is no such field\ninvalid-data | /data/unit: expected 2 to 32 characters of 0-9 A-Z a-z _ -",
    ],
  ])("says what is wrong with %s", (_name, message, expected) => {
    expect(answer(message)).toBe(expected);
  });

  it("takes a time up to the allowance ahead, and the time as given into the body", () => {
    const decoded = decode(event({ time: "2026-11-22T12:05:00+08:00" }), context);
    expect(decoded.ok && decoded.event.body).toContain('"time":"2026-11-22T12:05:00+08:00"');
  });

  it("stores the canonical body, without extensions and without empty data", () => {
    const decoded = decode(
      event({ type: "io.anshi.complaint.accepted.v1", data: {}, traceparent: "x" }),
      context,
    );
    expect(decoded.ok && decoded.event.body).toBe(
      '{"id":"1","source":"urn:yancheng:12315","specversion":"1.0","subject":"C-1","time":"2026-11-22T09:00:00+08:00","type":"io.anshi.complaint.accepted.v1"}',
    );
  });

  it("gives the same body for its own body", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }),
        (type, subject) => {
          const first = decode(event({ type, subject, data: examples[type] }), context);
          if (!first.ok) return;
          expect(decode(JSON.parse(first.event.body), context)).toEqual(first);
        },
      ),
    );
  });

  it("never throws, and never shows a value, whatever the mutation", () => {
    const secret = "13812345678";
    const value = fc.oneof(
      fc.constant(secret),
      fc.constant([secret]),
      fc.constant({ [secret.slice(0, 3)]: secret }),
      fc.jsonValue(),
      fc.double(),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.array(
          fc.tuple(
            fc.constantFrom("id", "source", "type", "subject", "time", "data", "datacontenttype", "x"),
            value,
          ),
          { maxLength: 3 },
        ),
        fc.dictionary(fc.string({ maxLength: 6 }), value, { maxKeys: 2 }),
        (type, attributes, fields) => {
          const message = event({
            type,
            data: { ...examples[type], ...fields },
            ...Object.fromEntries(attributes),
          });
          const decoded = decode(message, context);
          if (decoded.ok) return;
          expect(rejectionCodes).toContain(decoded.rejection.code);
          for (const { message: said } of decoded.rejection.faults) expect(said).not.toContain(secret);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe("decodeText", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const code = (text: Uint8Array): string => {
    const decoded = decodeText(text, context);
    return decoded.ok ? "accepted" : `${decoded.rejection.code} | ${decoded.rejection.message}`;
  };

  it("refuses what is not JSON, not UTF-8 or too large", () => {
    expect(code(bytes("{"))).toBe("not-json | the message is not JSON in UTF-8");
    expect(code(new Uint8Array([0x22, 0xff, 0x22]))).toBe("not-json | the message is not JSON in UTF-8");
    expect(code(bytes(`"${"x".repeat(LARGEST_MESSAGE - 1)}"`))).toBe(
      "too-large | the message is larger than 65536 bytes",
    );
    expect(code(bytes(`"${"x".repeat(LARGEST_MESSAGE - 2)}"`))).toBe(
      "not-cloudevent | the message is not a JSON object",
    );
  });

  it("refuses a number beyond the finite", () => {
    const text = JSON.stringify(
      event({ type: "io.anshi.complaint.agreed.v1", data: { recoveredAmount: 7 } }),
    );
    expect(code(bytes(text.replace(":7", ":1e400")))).toBe(
      "invalid-data | /data/recoveredAmount: expected a number",
    );
  });
});

describe("canonical", () => {
  it("sorts by code units and writes numbers and strings as RFC 8785 does", () => {
    const value = {
      "\u20ac": 1,
      "\r": 2,
      "\ufb33": 3,
      "1": [1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      "\u0080": '\u20ac$\u000F\nA\'B"\\\\"/',
    };
    expect(canonical(value)).toBe(
      '{"\\r":2,"1":[1e+30,4.5,0.002,1e-27],"\u0080":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/","\u20ac":1,"\ufb33":3}',
    );
    expect(canonical({ b: null, a: [true, -0] })).toBe('{"a":[true,0],"b":null}');
  });
});

function onlyOptional(type: EventType): boolean {
  return ["rejected", "agreed", "terminated", "extended"].some((act) => type.includes(`.${act}.`));
}
