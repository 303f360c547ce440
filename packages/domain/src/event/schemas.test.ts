import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventType } from "./catalogue.js";
import { decode } from "./decode.js";
import { examples } from "./examples.js";
import { eventSchemas } from "./schemas.js";

const ajv = new Ajv2020({ strict: false, strictNumbers: true, allErrors: true });
addFormats.default(ajv);
const schemas = eventSchemas();
ajv.addSchema({ $id: "anshi", components: { schemas } });
const validators = new Map(
  Object.keys(examples).map((type) => [type, ajv.compile({ $ref: `anshi#/components/schemas/${type}` })]),
);
const context = { now: Date.parse("2026-11-22T12:00:00+08:00"), maxAheadMs: 300_000 };

const types = Object.keys(examples) as EventType[];
const event = (type: EventType, own: object = {}): Record<string, unknown> => ({
  specversion: "1.0",
  id: "1",
  source: "urn:test",
  type,
  subject: "1",
  time: "2026-11-22T09:00:00+08:00",
  data: examples[type],
  ...own,
});

/** What no JSON Schema can say: the server's time, a check digit, days against the year beside them. */
function isBeyondSchema(message: Record<string, unknown>): boolean {
  const decoded = decode(message, context);
  return (
    !decoded.ok &&
    decoded.rejection.faults.every(
      ({ code, path, message: text }) =>
        code === "time-in-future" ||
        (path === "/data/respondent" && text.includes("check digit")) ||
        (message.type === "io.anshi.calendar.published.v1" && /^\/data\/(off|work)\/\d+$/u.test(path)),
    )
  );
}

const bySchema = (message: Record<string, unknown>): boolean =>
  validators.get(String(message.type))?.(message) === true;
const byDecoder = (message: Record<string, unknown>): boolean => decode(message, context).ok;

describe("event schemas", () => {
  it.each(Object.entries(examples) as [EventType, object][])(
    "take the example of %s and refuse an unknown field",
    (type, data) => {
      const validate = validators.get(type);
      expect([validate?.(event(type)), validate?.errors]).toEqual([true, null]);
      expect(bySchema(event(type, { data: { ...data, phone: "1" } }))).toBe(false);
    },
  );

  const complaint = "io.anshi.complaint.received.v1";
  const rare = "\u{20BB7}"; // 𠮷: one character, two UTF-16 units
  it.each<readonly [string, boolean, object]>([
    ["an extension", true, { traceparent: "00-1", partitionkey: "k", n: 1 }],
    ["the longest id", true, { id: "x".repeat(128) }],
    ["the longest id, of rare characters", true, { id: rare.repeat(128) }],
    ["a longer id", false, { id: "x".repeat(129) }],
    ["a longer id, of rare characters", false, { id: rare.repeat(129) }],
    ["no id", false, { id: "" }],
    ["an id that is a number", false, { id: 1 }],
    ["a control character", false, { subject: "a\nb" }],
    ["half a surrogate pair", false, { subject: "\ud842" }],
    ["half a surrogate pair in data", false, { data: { unit: "320902", category: "\ud842" } }],
    ["the longest category, of rare characters", true, { data: { unit: "32", category: rare.repeat(128) } }],
    ["a longer category", false, { data: { unit: "32", category: rare.repeat(129) } }],
    ["a source with a space", false, { source: "urn:a b" }],
    ["a relative source", true, { source: "/12315/yancheng?a=[1]" }],
    ["the system's own source", false, { source: "urn:anshi:system" }],
    ["a half-encoded source", false, { source: "urn:%zz" }],
    ["another version", false, { specversion: "1.1" }],
    ["JSON by name", true, { datacontenttype: "Application/JSON; charset=utf-8" }],
    ["XML", false, { datacontenttype: "application/xml" }],
    ["base64", false, { data_base64: "e30=" }],
    ["no offset", false, { time: "2026-11-22T09:00:00" }],
    ["seven digits", false, { time: "2026-11-22T09:00:00.1234567Z" }],
    ["six digits", true, { time: "2026-11-22T01:00:00.123456Z" }],
    ["lower case", true, { time: "2026-11-22t01:00:00z" }],
    ["a leap second", false, { time: "2016-12-31T23:59:60Z" }],
    ["24:00", false, { time: "2026-11-21T24:00:00Z" }],
    ["30 February", false, { time: "2026-02-30T09:00:00Z" }],
    ["29 February", true, { time: "2024-02-29T09:00:00-23:59" }],
    ["an offset of a day", false, { time: "2026-02-20T09:00:00+24:00" }],
    ["no data where it is needed", false, { data: undefined }],
    ["null for data", false, { data: null }],
    ["a list for data", false, { data: [] }],
    ["a text for data", false, { data: "{}" }],
    ["null for a field", false, { data: { unit: "320902", online: null } }],
    ["a field of a prototype", false, { data: JSON.parse('{"unit":"320902","__proto__":{}}') }],
    [
      "both dues",
      false,
      {
        type: "io.anshi.dispatch.issued.v1",
        data: { unit: "32", dueOn: "2026-12-31", dueAt: "2026-11-30T18:00:00+08:00" },
      },
    ],
    [
      "a due on no day",
      false,
      { type: "io.anshi.dispatch.issued.v1", data: { unit: "32", dueOn: "2026-11-31" } },
    ],
    ["a half score", false, { type: "io.anshi.complaint.rated.v1", data: { score: 4.5 } }],
    [
      "a whole score with a point",
      true,
      { type: "io.anshi.complaint.rated.v1", data: { score: JSON.parse("4.0") } },
    ],
    [
      "an endless amount",
      false,
      { type: "io.anshi.complaint.agreed.v1", data: { recoveredAmount: JSON.parse("1e999") } },
    ],
    [
      "a day twice",
      false,
      {
        type: "io.anshi.calendar.published.v1",
        data: { year: 2027, off: ["2027-01-01", "2027-01-01"], work: [], notice: "n" },
      },
    ],
  ])("agree with the decoder on %s", (_name, accepted, own) => {
    const message = event(complaint, own);
    expect([bySchema(message), byDecoder(message)]).toEqual([accepted, accepted]);
  });

  it("leave to the decoder what they cannot say, and no more", () => {
    const beyond = [
      event(complaint, { time: "2027-01-01T00:00:00Z" }),
      event(complaint, { data: { unit: "320902", respondent: "91320900MA1X5T3P4B" } }),
      event("io.anshi.calendar.published.v1", {
        data: { year: 2027, off: ["2026-01-01"], work: [], notice: "n" },
      }),
    ];
    expect(beyond.map((each) => [bySchema(each), byDecoder(each)])).toEqual(beyond.map(() => [true, false]));
  });

  const names = [
    ...new Set(Object.values(examples).flatMap((data) => Object.keys(data))),
    "phone",
    "__proto__",
  ];
  const values = [
    ...Object.values(examples).flatMap((data) => Object.values(data)),
    ...[
      "",
      " ",
      "1.0",
      "\ud800",
      "\u0000",
      rare,
      "x".repeat(65),
      "九".repeat(129),
      "2026-02-29",
      "0000-01-01",
    ],
    ...[
      "2026-11-22T09:00:00+08:00",
      "2026-11-22T09:00:00.5Z",
      "2026-11-22T09:00Z",
      "application/json",
      "urn:a",
    ],
    ...[0, -0, 1, 7, 8, 9, 1.5, -1, 2027, 1e300, null, [], ["2027-01-01"], {}, { a: 1 }],
  ];
  const value = fc.oneof(
    fc.constantFrom(...values),
    fc.string({ unit: "binary", maxLength: 140 }),
    fc.jsonValue(),
  );
  const change = fc.record({
    where: fc.constantFrom("attribute", "data"),
    attribute: fc.constantFrom(
      "id",
      "source",
      "subject",
      "time",
      "datacontenttype",
      "data",
      "specversion",
      "x",
    ),
    name: fc.constantFrom(...names),
    gone: fc.boolean(),
    value,
  });

  it("accept what the decoder accepts, and nothing else", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.array(change, { maxLength: 2 }), (type, changes) => {
        const data = new Map<string, unknown>(Object.entries(examples[type]));
        const attributes = new Map<string, unknown>(Object.entries(event(type)));
        attributes.delete("data");
        let own: unknown;
        for (const { where, attribute, name, gone, value: given } of changes) {
          const [of, key] = where === "data" ? [data, name] : [attributes, attribute];
          if (key === "data") own = given;
          else if (gone) of.delete(key);
          else of.set(key, given);
        }
        const message = { ...Object.fromEntries(attributes), data: own ?? Object.fromEntries(data) };
        if (!isBeyondSchema(message)) expect(bySchema(message)).toBe(byDecoder(message));
      }),
      { numRuns: 3_000 },
    );
  });
});
