import { catalogue, type EventType, exampleEvent } from "@anshi/domain";
import { type Json, ref } from "./json.js";

const text = (description: string) => ({ type: "string", description });

/** Headers of the two content modes (CloudEvents Kafka binding §3.2, §3.3). */
export const headerTraits: Json = {
  structured: {
    headers: {
      type: "object",
      required: ["content-type"],
      properties: {
        "content-type": {
          ...text("in any case of letters, with or without parameters"),
          pattern:
            "^[Aa][Pp][Pp][Ll][Ii][Cc][Aa][Tt][Ii][Oo][Nn]/[Cc][Ll][Oo][Uu][Dd][Ee][Vv][Ee][Nn][Tt][Ss]\\+[Jj][Ss][Oo][Nn]",
        },
      },
    },
    bindings: keyed(),
  },
  binary: {
    headers: {
      type: "object",
      required: ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time"],
      properties: {
        "content-type": text("application/json or none: the attribute datacontenttype"),
        ce_specversion: { const: "1.0" },
        ce_id: text("1 to 128 characters, UTF-8, not percent-encoded"),
        ce_source: text("URI reference of 1 to 256 characters"),
        ce_type: text("a type of the catalogue"),
        ce_subject: text("the case, 1 to 128 characters, UTF-8"),
        ce_time: { type: "string", format: "date-time" },
      },
    },
    bindings: keyed(),
  },
};

/** Each event as a message in structured mode, by its type, and in binary mode, as `<type>.binary`. */
export function eventMessages(): Json {
  const entries = Object.entries(catalogue) as readonly (readonly [EventType, { readonly title: string }])[];
  return Object.fromEntries(
    entries.flatMap(([type, { title }]) => [
      [type, structured(type, title)],
      [`${type}.binary`, binary(type, title)],
    ]),
  );
}

function structured(type: EventType, title: string): Json {
  return {
    name: type,
    title,
    contentType: "application/cloudevents+json",
    traits: [ref("messageTraits", "structured")],
    payload: ref("schemas", type),
    examples: [
      {
        headers: { "content-type": "application/cloudevents+json; charset=utf-8" },
        payload: exampleEvent(type),
      },
    ],
  };
}

function binary(type: EventType, title: string): Json {
  const { data = {}, ...attributes } = exampleEvent(type);
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]);
  return {
    name: `${type}.binary`,
    title: `${title} (binary mode)`,
    contentType: "application/json",
    traits: [ref("messageTraits", "binary")],
    headers: { type: "object", properties: { ce_type: { const: type } } },
    payload: { $ref: `#/components/schemas/${type}/properties/data` },
    examples: [
      { headers: { "content-type": "application/json", ...Object.fromEntries(headers) }, payload: data },
    ],
  };
}

function keyed(): Json {
  return { kafka: { key: text("the subject"), bindingVersion: "0.5.0" } };
}
