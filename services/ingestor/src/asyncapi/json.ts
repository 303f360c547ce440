/** A part of the document. */
export type Json = Readonly<Record<string, unknown>>;

/** A reference to a channel or to a component. */
export function ref(
  kind: "channels" | "messages" | "schemas" | "messageTraits" | "securitySchemes",
  name: string,
): Json {
  return { $ref: kind === "channels" ? `#/channels/${name}` : `#/components/${kind}/${name}` };
}
