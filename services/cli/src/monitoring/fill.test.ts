import { expect, it } from "vitest";
import { fill, PartlySet, type Value } from "./fill.js";

const set: Readonly<Record<string, string>> = { A: "a", B: "b", WITH_DEFAULT: "d" };
const filled = (value: Value) => fill(value, (name) => set[name], new Set(["WITH_DEFAULT"]));
const $ = (name: string): string => `\${${name}}`;

it("fills variables in, and leaves all else as it is", () => {
  expect(filled({ one: `${$("A")}-${$("B")}`, two: [1, true, null, "{{ $value }}"], three: {} })).toEqual({
    one: "a-b",
    two: [1, true, null, "{{ $value }}"],
  });
});

it("leaves out the entry that speaks of an unset variable, and what becomes empty thereby", () => {
  expect(filled({ name: "x", auth: { credentials: $("NONE") }, list: [{ url: $("NONE") }] })).toEqual({
    name: "x",
  });
});

it("leaves out a whole item of a list, but not for what lies within it", () => {
  const items = [
    { url: $("NONE"), send: true, api: $("WITH_DEFAULT") },
    { url: $("A"), auth: { token: $("NONE") } },
  ];
  expect(filled(items)).toEqual([{ url: "a" }]);
});

it("refuses half a channel, naming what is missing and no value", () => {
  const half = () => filled([{ id: $("A"), secret: $("NONE") }]);
  expect(half).toThrow(PartlySet);
  expect(half).toThrow("A is set, but not NONE");
});
