import { JsonSchema, Schema, SchemaRepresentation } from "effect";
import { SYSTEM_SOURCE } from "./attributes.js";
import { catalogue } from "./catalogue.js";
import { instantText, jsonType, plainText, uriReference } from "./text.js";
import type { EventSpec } from "./type.js";

/** Component schemas of every event as a structured CloudEvent, for OpenAPI 3.1, by type; made from the decoder's schemas. */
export function eventSchemas(): Readonly<Record<string, object>> {
  const entries = Object.entries(catalogue) as [string, EventSpec][];
  const [first, ...rest] = entries.map(
    ([, { schema }]) => Schema.toCodecJson(schema as typeof Schema.String).ast,
  );
  if (first === undefined) return {};
  const multi = SchemaRepresentation.toJsonSchemaMultiDocument(
    SchemaRepresentation.toRepresentations([first, ...rest]),
  );
  const { schemas, definitions } = JsonSchema.toMultiDocumentOpenApi3_1(multi);
  // The decoder refuses other fields; the generated schemas leave objects open, so it is said here.
  const events = entries.map(([type, { title, fields, betweenSchema }], index) => {
    const isRequired = Object.values(fields).some(({ optional }) => !optional);
    return [
      type,
      cloudEvent(
        type,
        title,
        { ...schemas[index], ...betweenSchema, additionalProperties: false },
        isRequired,
      ),
    ] as const;
  });
  return { ...definitions, ...Object.fromEntries(events) };
}

/** The attributes as `attributeFaults` takes them; other members are extensions, which are accepted and not stored. */
function cloudEvent(type: string, title: string, data: object, dataRequired: boolean): object {
  const text = (maxLength: number) => ({
    type: "string",
    minLength: 1,
    maxLength,
    pattern: plainText.source,
  });
  return {
    type: "object",
    title,
    required: ["specversion", "id", "source", "type", "subject", "time", ...(dataRequired ? ["data"] : [])],
    properties: {
      specversion: { const: "1.0" },
      id: { ...text(128), description: "with source it identifies the fact" },
      source: {
        ...{ type: "string", minLength: 1, maxLength: 256, pattern: uriReference.source },
        not: { const: SYSTEM_SOURCE },
        description: "a URI reference: the system that tells the fact",
      },
      type: { const: type },
      subject: { ...text(128), description: "the case, or what a reference event describes" },
      time: {
        ...{ type: "string", format: "date-time", pattern: instantText.source },
        description: "when it happened; not further ahead of the server's time than it allows (5 minutes)",
      },
      datacontenttype: { ...text(128), allOf: [{ pattern: jsonType.source }] },
      data,
      data_base64: false,
    },
  };
}
