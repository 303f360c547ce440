import { type EventType, examples, rejectionCodes } from "@anshi/domain";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestApi, testApi } from "./testing.js";

let api: TestApi;
beforeAll(async () => {
  api = await testApi();
});
afterAll(() => api.close());

interface Answer {
  readonly accepted: number;
  readonly duplicates: number;
  readonly position: string;
  readonly rejected: readonly {
    readonly index: number;
    readonly id: string | null;
    readonly code: string;
    readonly message: string;
    readonly path: string;
    readonly faults: readonly object[];
  }[];
}

async function send(
  body: string | Uint8Array<ArrayBuffer>,
  contentType: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${api.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": contentType, ...headers },
    body,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer & { code?: string },
  };
}
const structured = (message: unknown) => send(JSON.stringify(message), "application/cloudevents+json");
const batch = (messages: readonly unknown[]) =>
  send(JSON.stringify(messages), "application/cloudevents-batch+json");
const rejections = async (): Promise<number> => {
  let total = 0;
  for (let cursor = "0"; cursor !== "end"; ) {
    const response = await fetch(`${api.url}/v1/rejections?limit=1000&cursor=${cursor}`);
    const page = (await response.json()) as { items: object[]; next: string | null };
    total += page.items.length;
    cursor = page.next ?? "end";
  }
  return total;
};

let count = 0;
const event = (own: Record<string, unknown> = {}): Record<string, unknown> => {
  count += 1;
  return {
    specversion: "1.0",
    id: `e${count}`,
    source: "urn:test",
    type: "io.anshi.complaint.received.v1",
    subject: `C${count}`,
    time: "2026-03-02T09:00:00+08:00",
    data: { unit: "320902" },
    ...own,
  };
};

describe("POST /v1/events", () => {
  it("takes an event in each content mode and knows it again", async () => {
    const one = event();
    expect((await structured(one)).body).toMatchObject({
      ledger: "3209",
      accepted: 1,
      duplicates: 0,
      rejected: [],
    });
    expect((await batch([one, event()])).body).toMatchObject({ accepted: 1, duplicates: 1 });
    const { data, ...attributes } = one;
    const headers = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [`ce-${name}`, String(value)]),
    );
    const { datacontenttype: _none, ...plain } = headers;
    // The content type of binary mode is an attribute of the event, so it is another body than the structured one.
    const binary = await send(JSON.stringify(data), "application/json", { ...plain, "ce-id": "binary" });
    expect(binary.body).toMatchObject({ accepted: 1, rejected: [] });
  });

  const faulty: readonly [string, () => Promise<{ body: Answer }>, string, string, string][] = [
    [
      "not-json",
      () => send("{", "application/cloudevents+json"),
      "not-json",
      "",
      "the message is not JSON in UTF-8",
    ],
    [
      "not-cloudevent",
      () => structured({ hello: 1 }),
      "not-cloudevent",
      "/specversion",
      '/specversion: expected "1.0"',
    ],
    [
      "unknown-type",
      () => structured(event({ type: "io.anshi.case.opened.v1" })),
      "unknown-type",
      "/type",
      "/type: expected a type of the catalogue",
    ],
    [
      "invalid-attribute",
      () => structured(event({ time: "yesterday" })),
      "invalid-attribute",
      "/time",
      "/time: expected an instant of RFC 3339 with offset and at most 6 fractional digits",
    ],
    [
      "invalid-data",
      () => structured(event({ data: { unit: "?" } })),
      "invalid-data",
      "/data/unit",
      "/data/unit: expected 2 to 32 characters of 0-9 A-Z a-z _ -",
    ],
    [
      "unexpected-field",
      () => structured(event({ data: { unit: "320902", 电话: "13812345678" } })),
      "unexpected-field",
      "/data/电话",
      "/data/电话: there is no such field",
    ],
    [
      "time-in-future",
      () => structured(event({ time: "2999-01-01T00:00:00Z" })),
      "time-in-future",
      "/time",
      "/time: the time lies further ahead of the server's than is allowed",
    ],
    [
      "too-large",
      () => structured(event({ subject: "x".repeat(70_000) })),
      "too-large",
      "",
      "the message is larger than 65536 bytes",
    ],
    [
      "conflicting-duplicate",
      async () => {
        const first = event();
        await structured(first);
        return structured({ ...first, data: { unit: "320903" } });
      },
      "conflicting-duplicate",
      "/id",
      "/id: an event of this source and id was accepted before with another content",
    ],
  ];

  it.each(faulty)(
    "answers %s by its text, and keeps the message",
    async (_name, act, code, path, message) => {
      const before = await rejections();
      const { body } = await act();
      expect(body.accepted).toBe(0);
      expect(body.rejected).toMatchObject([{ index: 0, code, path, message }]);
      expect(await rejections()).toBe(before + 1);
    },
  );

  it("has an answer text for every code there is", () => {
    expect(faulty.map(([, , code]) => code).sort()).toEqual([...rejectionCodes].sort());
  });

  it("takes the good of a batch and names the bad by index", async () => {
    const twice = event();
    const { body } = await batch([
      event(),
      event({ type: "x" }),
      twice,
      twice,
      { ...twice, data: { unit: "999" } },
      7,
    ]);
    expect(body).toMatchObject({ accepted: 2, duplicates: 1 });
    expect(body.rejected.map(({ index, code }) => [index, code])).toEqual([
      [1, "unknown-type"],
      [4, "conflicting-duplicate"],
      [5, "not-cloudevent"],
    ]);
  });

  it("answers a body that is no JSON, or no array, with one rejection", async () => {
    const broken = await send('[{"a":1},{]', "application/cloudevents-batch+json");
    expect(broken.body.rejected).toMatchObject([{ index: 0, code: "not-json" }]);
    const one = await send(JSON.stringify(event()), "application/cloudevents-batch+json");
    expect(one.body.rejected).toMatchObject([{ index: 0, code: "not-cloudevent" }]);
    expect((await batch([])).body).toMatchObject({ accepted: 0, rejected: [] });
  });

  it("keeps attributes and body of a message refused in binary mode, as one that can be sent again", async () => {
    const headers = { "ce-specversion": "1.0", "ce-id": "kept", "ce-source": "urn:test" };
    const kept = async (body: string | Uint8Array<ArrayBuffer>) => {
      const { body: answer } = await send(body, "application/json", headers);
      const number = await rejections();
      const response = await fetch(`${api.url}/v1/rejections/${number}`);
      const { payload } = (await response.json()) as { payload: { text: string } };
      return [answer.rejected[0]?.code, payload.text];
    };
    const attributes =
      '"specversion":"1.0","id":"kept","source":"urn:test","datacontenttype":"application/json"';
    expect(await kept("unit=1")).toEqual(["not-json", `{${attributes},"data_base64":"dW5pdD0x"}`]);
    expect(await kept(new Uint8Array([0x22, 0xff, 0x22]))).toEqual([
      "not-json",
      `{${attributes},"data_base64":"Iv8i"}`,
    ]);
    expect(await kept('{ "unit": 1.0 }')).toEqual([
      "not-cloudevent",
      `{${attributes},"data":{ "unit": 1.0 }}`,
    ]);
  });

  it("refuses another content type, and a body beyond 16 MiB", async () => {
    const other = await send("<xml/>", "text/xml");
    expect([other.status, other.headers.get("content-type"), other.body.code]).toEqual([
      415,
      "application/problem+json; charset=utf-8",
      "unsupported-media-type",
    ]);
    const squeezed = await send("{}", "application/cloudevents+json", { "content-encoding": "gzip" });
    expect([squeezed.status, squeezed.body.code]).toEqual([415, "unsupported-media-type"]);
    const large = await send(new Uint8Array(16 * 1024 * 1024 + 1), "application/cloudevents+json");
    expect([large.status, large.body.code]).toEqual([413, "body-too-large"]);
  });

  it("accepts or keeps with a reason each of 10,000 mutated events", { timeout: 300_000 }, async () => {
    const types = Object.keys(examples) as EventType[];
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, "", "\u0000", "\ud800", "x".repeat(200), -1, 1e308, [], {}),
    );
    const name = fc.constantFrom(
      "id",
      "source",
      "type",
      "subject",
      "time",
      "data",
      "specversion",
      "datacontenttype",
      "extension",
    );
    const mutated = fc
      .tuple(
        fc.constantFrom(...types),
        fc.array(fc.tuple(name, value), { maxLength: 2 }),
        fc.array(fc.tuple(fc.string({ maxLength: 8 }), value), { maxLength: 2 }),
      )
      .map(([type, attributes, fields]) =>
        event({
          type,
          data: { ...examples[type], ...Object.fromEntries(fields) },
          ...Object.fromEntries(attributes),
        }),
      );
    const messages = fc.sample(mutated, { numRuns: 10_000, seed: 42 });
    const before = await rejections();
    const totals = { accepted: 0, duplicates: 0, rejected: 0 };
    for (let from = 0; from < messages.length; from += 250) {
      const { status, body } = await batch(messages.slice(from, from + 250));
      expect(status).toBe(200);
      totals.accepted += body.accepted;
      totals.duplicates += body.duplicates;
      totals.rejected += body.rejected.length;
      for (const { code } of body.rejected) expect(rejectionCodes).toContain(code);
    }
    expect(totals.accepted + totals.duplicates + totals.rejected).toBe(10_000);
    expect(totals.accepted).toBeGreaterThan(1_000);
    expect(totals.rejected).toBeGreaterThan(1_000);
    expect(await rejections()).toBe(before + totals.rejected);
  });
});
