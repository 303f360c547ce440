import { expect, it } from "vitest";
import { integerTypes } from "./integers.js";

const parse = integerTypes.getTypeParser(1007 as number, "text") as (text: string) => number[];

it.each([
  ["{}", []],
  ["{0}", [0]],
  ["{1,-2,2147483647,-2147483648}", [1, -2, 2_147_483_647, -2_147_483_648]],
  ["{{1,-2},{30,0}}", [1, -2, 30, 0]],
])("reads %s as PostgreSQL writes it", (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

it("leaves other types to pg", () => {
  expect(integerTypes.getTypeParser(16 as number, "text")("t")).toBe(true);
});
