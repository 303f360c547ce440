import { expect, it } from "vitest";
import { arrangementOf } from "./arrangement.js";
import { calendar } from "./calendar.js";
import { builtIn } from "./notices.js";

it("gives back every built-in year as its notice has it", () => {
  const days = calendar();
  for (const arrangement of builtIn) expect(arrangementOf(days, arrangement.year)).toEqual(arrangement);
});

it("gives what was published over it, and nothing for a year without a notice", () => {
  const own = { year: 2027, off: ["2027-01-01"], work: ["2027-01-02"] };
  expect(arrangementOf(calendar([{ ...own, version: "v" }]), 2027)).toEqual(own);
  expect(arrangementOf(calendar(), 2027)).toBeUndefined();
  expect(arrangementOf(calendar(), 12345)).toBeUndefined();
});
