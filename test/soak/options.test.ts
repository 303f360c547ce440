import { expect, it } from "vitest";
import { defaults, soakOptions } from "./options.js";

it("reads what is given and fills in the rest, also behind pnpm's dashes", () => {
  expect(soakOptions([])).toEqual(defaults);
  expect(soakOptions(["--", "--minutes", "0.5", "--rate", "20", "--json"])).toEqual({
    ...defaults,
    minutes: 0.5,
    rate: 20,
    json: true,
  });
});

it("refuses what is no number or too small", () => {
  expect(() => soakOptions(["--minutes", "long"])).toThrow("--minutes: expected a number of at least 0.1");
  expect(() => soakOptions(["--clients", "0"])).toThrow("--clients");
});
