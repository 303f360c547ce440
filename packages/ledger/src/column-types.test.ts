import fc from "fast-check";
import { expect, it } from "vitest";
import { columnTypes } from "./column-types.js";

const parse = columnTypes.getTypeParser(1184, "text") as (text: string) => number;

it("reads an instant as PostgreSQL writes it in UTC, whatever its fraction", () => {
  const instant = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9999, 11, 31) });
  fc.assert(
    fc.property(instant, (milliseconds) => {
      const iso = new Date(milliseconds).toISOString();
      // Only the fraction loses its zeros.
      const [seconds = "", fraction = ""] = iso.slice(11, 23).split(".");
      const shortened = fraction.replace(/0+$/u, "");
      const written = `${iso.slice(0, 10)} ${seconds}${shortened === "" ? "" : `.${shortened}`}+00`;
      expect(parse(written)).toBe(milliseconds);
    }),
  );
});

it.each([
  ["2026-11-22 12:00:00.5+08", Date.UTC(2026, 10, 22, 4, 0, 0, 500)],
  ["2026-11-22 09:30:00+05:30", Date.UTC(2026, 10, 22, 4)],
  ["0099-01-01 00:00:00+00", new Date("0099-01-01T00:00:00Z").getTime()],
])("reads %s too", (text, expected) => {
  expect(parse(text)).toBe(expected);
});
