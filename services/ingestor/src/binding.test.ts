import { decodeText, examples, LARGEST_MESSAGE } from "@anshi/domain";
import type { KafkaMessage } from "@anshi/runtime/kafka";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRecord } from "./binding.js";
import type { KafkaRecord } from "./content-mode.js";

const clock = { now: Date.parse("2026-11-22T12:00:00+08:00"), maxAheadMs: 300_000 };
const origin = "anshi.complaints/3/9007199254740993";
const context = { ...clock, origin };

const data = { unit: "320902", category: "食品" };
const attributes = {
  specversion: "1.0",
  id: "e-1",
  source: "urn:yancheng:12315",
  type: "io.anshi.complaint.received.v1",
  subject: "投诉-1",
  time: "2026-11-22T09:00:00+08:00",
};
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), "utf8");
const event = json({ ...attributes, data });
const prefixed = (of: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`ce_${name}`, value]));
const ce = prefixed(attributes);
const without = (name: string): Record<string, string> => {
  const { [name]: _gone, ...rest } = ce;
  return rest;
};

function record(
  value: Buffer | null,
  headers: Readonly<Record<string, string | Buffer>> = {},
  key: Buffer | null = null,
): Pick<KafkaMessage, "key" | "value" | "headers"> {
  const bytes = (text: string | Buffer) => (typeof text === "string" ? Buffer.from(text, "utf8") : text);
  return { key, value, headers: new Map(Object.entries(headers).map(([name, text]) => [name, bytes(text)])) };
}

const structured = (value: Buffer | null, type = "application/cloudevents+json") =>
  record(value, { "content-type": type });
const binary = (value: Buffer | null, headers: Readonly<Record<string, string | Buffer>> = ce) =>
  record(value, { "content-type": "application/json", ...headers });

/** The outcome in one line: the subject, or each fault by code and path. */
function outcome(of: KafkaRecord): string {
  const read = readRecord(of, context);
  if ("event" in read) return `accepted ${read.event.subject}`;
  return read.rejected.rejection.faults.map(({ code, path }) => `${code} ${path}`.trim()).join(", ");
}

const accepted = "accepted 投诉-1";
const padded = (bytes: number): Buffer => Buffer.concat([event, Buffer.alloc(bytes - event.length, " ")]);
const notUtf8 = Buffer.from([0x22, 0xff, 0x22]);

describe("the CloudEvents Kafka binding", () => {
  it.each<readonly [string, KafkaRecord, string]>([
    // §3.3 structured content mode
    ["structured", structured(event), accepted],
    [
      "structured, with a charset",
      structured(event, "application/cloudevents+json; charset=UTF-8"),
      accepted,
    ],
    [
      "structured, in other letters",
      structured(event, "Application/CloudEvents+JSON ;charset=utf-8"),
      accepted,
    ],
    ["a header Content-Type", record(event, { "Content-Type": "application/cloudevents+json" }), accepted],
    [
      "structured, ce_ headers repeated beside it",
      record(event, { ...ce, ce_id: "another", "content-type": "application/cloudevents+json" }),
      accepted,
    ],
    [
      "structured in other letters and with a charset, other ce_ headers beside it",
      record(event, {
        ...ce,
        ce_subject: "another",
        "Content-Type": "APPLICATION/CloudEvents+JSON; charset=utf-8",
      }),
      accepted,
    ],
    [
      "structured, with a key",
      record(event, { "content-type": "application/cloudevents+json" }, Buffer.from("投诉-1")),
      accepted,
    ],
    [
      "structured, a partitionkey extension",
      structured(json({ ...attributes, data, partitionkey: "投诉-1" })),
      accepted,
    ],
    ["structured, no JSON", structured(Buffer.from("{")), "not-json"],
    ["structured, no UTF-8", structured(notUtf8), "not-json"],
    ["structured, an array", structured(json([JSON.parse(event.toString())])), "not-cloudevent"],
    [
      "structured, no CloudEvent",
      structured(json({ hello: 1 })),
      "not-cloudevent /specversion, not-cloudevent /id, not-cloudevent /source, not-cloudevent /type",
    ],
    ["structured, a tombstone", structured(null), "not-json"],
    ["structured, an empty value", structured(Buffer.alloc(0)), "not-json"],
    ["structured, the largest", structured(padded(LARGEST_MESSAGE)), accepted],
    ["structured, one byte more", structured(padded(LARGEST_MESSAGE + 1)), "too-large"],
    // Formats the binding has not, or that are not taken
    ["a batch", structured(json([attributes]), "application/cloudevents-batch+json"), "not-cloudevent"],
    ["Avro", structured(Buffer.from([0, 1, 2]), "application/cloudevents+avro"), "not-cloudevent"],
    ["no format", structured(event, "application/cloudevents"), "not-cloudevent"],
    // §3.2 binary content mode
    ["binary", binary(json(data)), accepted],
    [
      "binary, with a charset",
      binary(json(data), { ...ce, "content-type": "application/json; charset=utf-8" }),
      accepted,
    ],
    ["binary, no content type", record(json(data), ce), accepted],
    [
      "binary, no data where none is needed",
      binary(null, { ...ce, ce_type: "io.anshi.complaint.accepted.v1" }),
      accepted,
    ],
    [
      "binary, an empty value likewise",
      binary(Buffer.alloc(0), { ...ce, ce_type: "io.anshi.complaint.accepted.v1" }),
      accepted,
    ],
    ["binary, no data where it is needed", binary(null), "invalid-data /data/unit"],
    [
      "binary, an extension",
      binary(json(data), { ...ce, ce_partitionkey: "p", ce_traceparent: "00-1" }),
      accepted,
    ],
    ["binary, other headers", binary(json(data), { ...ce, "x-trace": notUtf8 }), accepted],
    [
      "binary, a header not percent-decoded",
      binary(json(data), { ...ce, ce_subject: "%E6%8A%95" }),
      "accepted %E6%8A%95",
    ],
    ["binary, a header ce_data beside the value", binary(json(data), { ...ce, ce_data: "{}" }), accepted],
    ["binary, a header ce_data alone", binary(null, { ...ce, ce_data: "{}" }), "invalid-data /data"],
    [
      "binary, content-type over ce_datacontenttype",
      binary(json(data), { ...ce, ce_datacontenttype: "text/plain" }),
      accepted,
    ],
    [
      "binary, of another content type",
      binary(json(data), { ...ce, "content-type": "text/xml" }),
      "invalid-attribute /datacontenttype",
    ],
    ["binary, no version", binary(json(data), without("ce_specversion")), "not-cloudevent /specversion"],
    ["binary, no id", binary(json(data), without("ce_id")), "not-cloudevent /id"],
    ["binary, no subject", binary(json(data), without("ce_subject")), "invalid-attribute /subject"],
    [
      "binary, an unknown type",
      binary(json(data), { ...ce, ce_type: "io.anshi.none.v1" }),
      "unknown-type /type",
    ],
    ["binary, an unknown field", binary(json({ ...data, phone: "1" })), "unexpected-field /data/phone"],
    [
      "binary, ahead of time",
      binary(json(data), { ...ce, ce_time: "2027-01-01T00:00:00Z" }),
      "time-in-future /time",
    ],
    ["binary, value no JSON", binary(Buffer.from("unit=320902")), "not-json"],
    ["binary, value no UTF-8", binary(notUtf8), "not-json"],
    [
      "binary, a header no UTF-8",
      binary(json(data), { ...ce, ce_subject: notUtf8 }),
      "invalid-attribute /subject",
    ],
    [
      "binary, an extension no UTF-8",
      binary(json(data), { ...ce, "ce_a/b": notUtf8 }),
      "invalid-attribute /a~1b",
    ],
    [
      "binary, content type no UTF-8",
      binary(json(data), { ...ce, "content-type": notUtf8 }),
      "invalid-attribute /datacontenttype",
    ],
    ["binary, neither", binary(notUtf8, { ...ce, ce_id: notUtf8 }), "not-json, invalid-attribute /id"],
    ["binary, too large", binary(json({ ...data, category: "x".repeat(LARGEST_MESSAGE) })), "too-large"],
    ["binary, too large and no JSON", binary(Buffer.alloc(LARGEST_MESSAGE + 1, "x")), "too-large"],
    [
      "binary, names in capitals",
      record(
        json(data),
        Object.fromEntries(Object.entries(ce).map(([name, text]) => [name.toUpperCase(), text])),
      ),
      accepted,
    ],
    // No header tells
    ["bare, a CloudEvent", record(event), accepted],
    ["bare, of another content type", record(event, { "content-type": "application/json" }), accepted],
    ["bare, with a fault", record(json({ ...attributes, data: {} })), "invalid-data /data/unit"],
    [
      "bare, a CloudEvent that lacks its id",
      record(json({ ...attributes, id: undefined, data })),
      "not-cloudevent /id",
    ],
    ["bare, JSON", record(json({ hello: 1 })), "not-cloudevent /specversion"],
    ["bare, a batch", record(json([attributes])), "not-cloudevent"],
    [
      "bare, of another version",
      record(json({ ...attributes, specversion: "0.3", data })),
      "not-cloudevent /specversion",
    ],
    ["bare, no JSON", record(Buffer.from("hello")), "not-json"],
    ["bare, a tombstone", record(null, {}, Buffer.from("k")), "not-json"],
    ["bare, too large", record(padded(LARGEST_MESSAGE + 1)), "too-large"],
  ])("%s", (_name, given, expected) => {
    expect(outcome(given)).toBe(expected);
  });

  it("reads the same event in either mode, save that binary mode names its content type", () => {
    const body = (of: KafkaRecord): unknown => {
      const read = readRecord(of, context);
      return "event" in read ? JSON.parse(read.event.body) : read.rejected.rejection;
    };
    expect(body(structured(event))).toEqual({ ...attributes, data });
    expect(body(record(json(data), ce))).toEqual({ ...attributes, data });
    expect(body(binary(json(data)))).toEqual({ ...attributes, datacontenttype: "application/json", data });
  });

  it("names topic, partition and offset, and keeps the value of a refused message byte for byte", () => {
    const value = Buffer.from('{ "specversion": "1.0", "é": 1.0 ');
    const read = readRecord(structured(value), context);
    expect(read).toMatchObject({
      rejected: { origin: "anshi.complaints/3/9007199254740993", payload: value },
    });
  });

  it("says what a tombstone, a batch and a message without headers lack", () => {
    const message = (of: KafkaRecord): string => {
      const read = readRecord(of, context);
      return "rejected" in read ? read.rejected.rejection.message : "accepted";
    };
    expect(message(structured(null))).toContain("record.retracted");
    expect(message(structured(json([]), "application/cloudevents-batch+json"))).toContain(
      "one event a message",
    );
    expect(message(record(json({})))).toContain("ce_");
  });

  it("names a refused message by source and id where they can be read", () => {
    const named = { rejected: { source: attributes.source, id: attributes.id } };
    expect(readRecord(structured(json({ ...attributes, data: {} })), context)).toMatchObject(named);
    expect(readRecord(binary(Buffer.from("?")), context)).toMatchObject(named);
    expect(readRecord(record(json({ ...attributes, specversion: "2.0" })), context)).toMatchObject(named);
  });
});

describe("what is kept of binary mode", () => {
  const kept = (of: KafkaRecord): Buffer => {
    const read = readRecord(of, context);
    return Buffer.from("rejected" in read ? read.rejected.payload : (read.event.raw as Uint8Array));
  };

  it("is one structured message of headers and value, the value's text as it came", () => {
    expect(kept(binary(Buffer.from('{ "unit": 3.0, "unit": 4 }'))).toString()).toBe(
      '{"specversion":"1.0","id":"e-1","source":"urn:yancheng:12315","type":"io.anshi.complaint.received.v1",' +
        '"subject":"投诉-1","time":"2026-11-22T09:00:00+08:00","datacontenttype":"application/json",' +
        '"data":{ "unit": 3.0, "unit": 4 }}',
    );
  });

  it("has data of the value alone", () => {
    const text = kept(binary(json(data), { ...ce, ce_data: "hidden" })).toString();
    expect(text).not.toContain("hidden");
    expect(kept(binary(notUtf8, { ...ce, ce_data: "hidden" })).toString()).not.toContain("hidden");
  });

  it("holds what is no text as base64", () => {
    const message = JSON.parse(kept(binary(notUtf8, { ...ce, ce_subject: notUtf8 })).toString());
    expect(message).toMatchObject({ id: "e-1", subject_base64: "Iv8i", data_base64: "Iv8i" });
    expect(message).not.toHaveProperty("subject");
    const large = Buffer.alloc(LARGEST_MESSAGE + 1, 0xfe);
    expect(Buffer.from(JSON.parse(kept(binary(large)).toString()).data_base64, "base64")).toEqual(large);
  });

  const name = fc.constantFrom(...Object.keys(ce), "ce_datacontenttype", "ce_data", "ce___proto__", "ce_x");
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...Object.values(ce)));
  const headers = fc.dictionary(name, text).map((own) => ({ ...ce, ...own }));
  const value = fc.oneof(
    fc.constantFrom(...Object.values(examples)).map(json),
    fc.json().map((each) => Buffer.from(each)),
    fc.constantFrom(Buffer.alloc(0), json(data)),
  );

  it("decodes as the message did, so that a redrive answers alike", () => {
    fc.assert(
      fc.property(headers, value, (own, bytes) => {
        const of = binary(bytes, own);
        const read = readRecord(of, context);
        const again = decodeText(kept(of), clock);
        if ("event" in read) expect(again).toMatchObject({ ok: true, event: { body: read.event.body } });
        else expect(again).toMatchObject({ ok: false, rejection: read.rejected.rejection });
      }),
    );
  });

  it("comes of any bytes without throwing", () => {
    const bytes = fc.uint8Array().map((each) => Buffer.from(each));
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(name, fc.string(), fc.constant("content-type")), bytes),
        fc.option(bytes),
        (own, any) => {
          const read = readRecord(record(any, own), context);
          expect("rejected" in read && read.rejected.rejection.faults.length > 0).toBe(true);
        },
      ),
    );
  });
});
