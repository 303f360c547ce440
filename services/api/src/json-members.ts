import { Problem } from "./problem.js";

/** The members of a body that is a JSON object; none of an empty body. Throws a Problem (400) that shows an example. */
export function jsonMembers(body: unknown, example: string): Readonly<Record<string, unknown>> {
  const text = Buffer.isBuffer(body) ? body.toString("utf8") : "";
  if (text.trim() === "") return {};
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json))
    throw new Problem(400, "bad-parameter", `expected a JSON object such as ${example}`);
  return json as Readonly<Record<string, unknown>>;
}
