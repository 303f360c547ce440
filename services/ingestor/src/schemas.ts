import { type EventType, eventSchemas, exampleEvent } from "@anshi/domain";

/** A JSON Schema (2020-12) of every event type as a structured CloudEvent, by the name of its file. */
export function schemaFiles(): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(eventSchemas()).map(([type, schema]) => [
      `${type}.json`,
      {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        // A name, no address: it is served nowhere.
        $id: `urn:anshi:schema:${type}`,
        ...schema,
        examples: [exampleEvent(type as EventType)],
      },
    ]),
  );
}
