import { answersAs } from "./response.js";

/** An evidence pack (证据包). */
export const pack = answersAs(
  { "application/zip": { schema: { type: "string", format: "binary" } } },
  "The pack",
);
