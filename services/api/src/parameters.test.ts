import { type LedgerId, ledgerId } from "@anshi/ledger";
import { expect, it } from "vitest";
import { ledgerNamed } from "./ledger-route.js";
import { Parameters } from "./parameters.js";

const asked = (ledger: unknown) => new Parameters({ ledger }).ledger("3209" as LedgerId);

it.each(["a", "3209", "x_Y-9".repeat(12), "l".repeat(64)])(
  "takes every name a ledger may have: %s",
  (name) => {
    expect(ledgerId(name)).toBe(name);
    expect(asked(name)).toBe(name);
    expect(ledgerNamed(name)).toBe(name);
  },
);

it.each(["*", "a b", "l".repeat(65), ["3209", "3210"]])("refuses what names no ledger: %s", (name) => {
  expect(() => asked(name)).toThrow("ledger: expected 1 to 64 characters");
  expect(() => ledgerNamed(String(name))).toThrow("there is no ledger of this name");
});

it.each([undefined, ""])("takes the default where none is named", (name) => {
  expect(asked(name)).toBe("3209");
});
