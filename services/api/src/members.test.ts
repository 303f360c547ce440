import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { members } from "./members.js";

describe("members", () => {
  it("cuts any JSON array exactly where JSON.parse does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 6 }),
        fc.integer({ min: 0, max: 2 }),
        (values, indent) => {
          const texts = members(JSON.stringify(values, null, indent));
          expect(texts?.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
        },
      ),
    );
  });

  it("keeps each member's own text", () => {
    expect(members('[ {"a": "]}\\"," } ,{"b":1.50}]')).toEqual(['{"a": "]}\\"," }', '{"b":1.50}']);
    expect(members(" [] ")).toEqual([]);
  });

  it.each(['{"a":1}', "[1", "1]", '["a]', "[}]", "", "[{]"])("says that %s is no array", (text) => {
    expect(members(text)).toBeUndefined();
  });
});
