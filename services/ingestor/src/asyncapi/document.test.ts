import { eventSchemas, notJson } from "@anshi/domain";
import { type LedgerId, newKeys, sealJson, sealKey } from "@anshi/ledger";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { readRecord } from "../binding.js";
import { rejectedMessage } from "../rejected-message.js";
import { asyncApi } from "./document.js";

interface Message {
  readonly payload: object;
  readonly headers?: object;
  readonly traits?: readonly { readonly $ref: string }[];
  readonly examples?: readonly { readonly headers: Record<string, string>; readonly payload: object }[];
}
interface Document {
  readonly components: {
    readonly messages: Readonly<Record<string, Message>>;
    readonly messageTraits: Readonly<Record<string, { readonly headers: object }>>;
  };
}
const document = asyncApi() as unknown as Document;
const { messages, messageTraits } = document.components;
const examples = Object.entries(messages).flatMap(([name, message]) =>
  (message.examples ?? []).map((example) => [name, message, example] as const),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "http://anshi.invalid/document", components: document.components });
const errorsOf = (pointer: string, value: unknown): unknown => {
  const validate = ajv.compile({ $ref: `http://anshi.invalid/document#${pointer}` });
  return validate(value) ? null : validate.errors;
};

describe("the AsyncAPI document", () => {
  it.each(examples)("shows a %s that fits, and that is taken as it stands", (name, message, example) => {
    const at = name.replaceAll("/", "~1");
    expect(errorsOf(`/components/messages/${at}/payload`, example.payload)).toBeNull();
    for (const { $ref } of message.traits ?? [])
      expect(errorsOf(`${$ref.slice(1)}/headers`, example.headers)).toBeNull();
    if (message.headers !== undefined)
      expect(errorsOf(`/components/messages/${at}/headers`, example.headers)).toBeNull();
    const value =
      Object.keys(example.payload).length === 0 ? null : Buffer.from(JSON.stringify(example.payload));
    const headers = new Map(Object.entries(example.headers).map(([key, text]) => [key, Buffer.from(text)]));
    const context = { now: Date.parse("2026-11-23T00:00:00Z"), maxAheadMs: 0, origin: "t/0/0" };
    expect(readRecord({ value, headers }, context)).toHaveProperty("event");
  });

  it("has two examples of each type, and traits that ask for what a mode needs", () => {
    expect(examples).toHaveLength(2 * Object.keys(eventSchemas()).length);
    expect(Object.keys(messageTraits)).toEqual(["structured", "binary"]);
    expect(errorsOf("/components/messageTraits/binary/headers", { ce_specversion: "1.0" })).not.toBeNull();
    expect(errorsOf("/components/messageTraits/structured/headers", {})).not.toBeNull();
  });

  it("tells of rejections what the outbox sends", () => {
    const sent = rejectedMessage("3209" as LedgerId, {
      ...{ number: 7n, receivedAt: 0, door: "kafka", origin: "anshi.leads/3/42", ...notJson() },
      ...{ payloadHash: Buffer.alloc(32), payloadBytes: 1, source: null, id: null },
      ...{ disposal: null, disposedAt: null },
    });
    expect(errorsOf("/components/messages/rejection/payload", JSON.parse(String(sent.value)))).toBeNull();
    expect(errorsOf("/components/messages/rejection/headers", sent.headers)).toBeNull();
    expect(
      errorsOf("/components/messages/rejection/headers", { ...sent.headers, "rejection-code": "x" }),
    ).not.toBeNull();
  });

  it("tells of seals what is sent of them", () => {
    const key = sealKey(newKeys().privateKey);
    const seal = key.seal({
      ...{ ledger: "3209" as LedgerId, number: 1n, position: 5n, count: 5n, sealedAt: 0, previous: null },
      ...{ chainHash: "0".repeat(64), root: "0".repeat(64), key: key.key, nextKey: null },
    });
    const payload = JSON.parse(sealJson(seal)) as Record<string, unknown>;
    expect(errorsOf("/components/messages/seal/payload", payload)).toBeNull();
    expect(errorsOf("/components/messages/seal/payload", { ...payload, signature: "x" })).not.toBeNull();
    expect(
      errorsOf("/components/messages/seal/headers", {
        "content-type": "application/json",
        "seal-number": "1",
      }),
    ).toBeNull();
  });
});
