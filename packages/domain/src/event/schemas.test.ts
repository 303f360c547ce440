import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { examples } from "./examples.js";
import { eventSchemas } from "./schemas.js";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
const schemas = eventSchemas();
ajv.addSchema({ $id: "anshi", components: { schemas } });

describe("event schemas", () => {
  it.each(Object.entries(examples))("take the example of %s and refuse an unknown field", (type, data) => {
    const validate = ajv.compile({ $ref: `anshi#/components/schemas/${type}` });
    const event = {
      specversion: "1.0",
      id: "1",
      source: "urn:test",
      type,
      subject: "1",
      time: "2026-11-22T09:00:00+08:00",
      data,
    };
    expect([validate(event), validate.errors]).toEqual([true, null]);
    expect(validate({ ...event, data: { ...data, phone: "1" } })).toBe(false);
  });
});
