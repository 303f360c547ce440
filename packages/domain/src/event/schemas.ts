import { JsonSchema, Schema, SchemaRepresentation } from "effect";
import { catalogue } from "./catalogue.js";
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
  const events = entries.map(([type, { title, fields }], index) => {
    const isRequired = Object.values(fields).some(({ optional }) => !optional);
    return [
      type,
      cloudEvent(type, title, { ...schemas[index], additionalProperties: false }, isRequired),
    ] as const;
  });
  return { ...definitions, ...Object.fromEntries(events) };
}

function cloudEvent(type: string, title: string, data: object, dataRequired: boolean): object {
  const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength });
  return {
    type: "object",
    title,
    required: ["specversion", "id", "source", "type", "subject", "time", ...(dataRequired ? ["data"] : [])],
    properties: {
      specversion: { const: "1.0" },
      id: text(128),
      source: { ...text(256), format: "uri-reference" },
      type: { const: type },
      subject: text(128),
      time: { type: "string", format: "date-time" },
      datacontenttype: { type: "string" },
      data,
    },
  };
}
