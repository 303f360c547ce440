import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { BOARD_VERSION } from "./migrate.js";

it("is another one wherever the tables are others, so that a board of before is built anew", () => {
  const tables = readFileSync(new URL("../sql/board.sql", import.meta.url), "utf8")
    .replaceAll(/--.*$/gmu, "")
    .replaceAll(/\s+/gu, " ");
  const hash = createHash("sha256").update(tables).digest("hex").slice(0, 16);
  // Both change together, and only once between two versions of the program.
  expect({ version: BOARD_VERSION, tables: hash }).toEqual({ version: 8, tables: "f3c52d9fdf374a81" });
});
