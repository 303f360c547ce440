import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { examples } from "@anshi/domain";
import specs from "@asyncapi/specs";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { asyncApi } from "./asyncapi/document.js";
import { schemaFiles } from "./schemas.js";

const docs = new URL("../../../docs/", import.meta.url);
const committed = (name: string): unknown => JSON.parse(readFileSync(new URL(name, docs), "utf8"));

describe("docs/asyncapi.json", () => {
  it("is what `pnpm docs:generate` writes", () => {
    expect(committed("asyncapi.json")).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  it("is an AsyncAPI 3.0 document", () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, meta: false, validateSchema: false });
    const validate = ajv.compile(specs.schemas["3.0.0"] as object);
    validate(committed("asyncapi.json"));
    expect(validate.errors).toBeNull();
  });

  it("refers only to what is there", () => {
    const document = committed("asyncapi.json");
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/gu)].map(([, path = ""]) => path);
    expect(references.length).toBeGreaterThan(100);
    const missing = references.filter(
      (path) =>
        path
          .split("/")
          .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document) ===
        undefined,
    );
    expect(missing).toEqual([]);
  });

  it("has a topic for every type there is", () => {
    const { channels } = committed("asyncapi.json") as { channels: Record<string, { messages: object }> };
    const named = new Set(Object.values(channels).flatMap(({ messages }) => Object.keys(messages)));
    expect(Object.keys(examples).filter((type) => !named.has(type) || !named.has(`${type}.binary`))).toEqual(
      [],
    );
  });
});

describe("docs/schemas", () => {
  const files = schemaFiles();

  it("holds what `pnpm docs:generate` writes, and nothing else", () => {
    expect(readdirSync(fileURLToPath(new URL("schemas", docs))).sort()).toEqual(Object.keys(files).sort());
    for (const [name, schema] of Object.entries(files))
      expect(committed(`schemas/${name}`)).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it.each(Object.entries(examples))("takes the example of %s", (type, data) => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(committed(`schemas/${type}.json`) as object);
    const event = {
      ...{ specversion: "1.0", id: "1", source: "urn:test", type, subject: "1" },
      ...{ time: "2026-11-22T09:00:00+08:00", data },
    };
    expect([validate(event), validate.errors]).toEqual([true, null]);
    expect(validate({ ...event, data: { ...data, phone: "1" } })).toBe(false);
  });
});
