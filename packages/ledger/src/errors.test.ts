import { describe, expect, test } from "vitest";
import { asUnavailable, isDataError, LedgerUnavailable } from "./errors.js";

const failed = (code: string, more: object = {}): Error =>
  Object.assign(new Error("it failed"), { code }, more);

describe("asUnavailable", () => {
  test.each([
    "08006",
    "40P01",
    "53100",
    "53300",
    "57P01",
    "57014",
    "25006",
    "ECONNREFUSED",
    "EPIPE",
    "ETIMEDOUT",
  ])("%s is the database's state", (code) => {
    const error = failed(code);
    expect(asUnavailable(error)).toBeInstanceOf(LedgerUnavailable);
    expect(asUnavailable(error)).toMatchObject({ cause: error });
  });

  test.each(["22P02", "23505", "42501", "42P01", "AN001", "XX000"])("%s is not", (code) => {
    const error = failed(code);
    expect(asUnavailable(error)).toBe(error);
  });

  test("a connection that ended without a code is", () => {
    expect(asUnavailable(new Error("Connection terminated unexpectedly"))).toBeInstanceOf(LedgerUnavailable);
    const defect = new TypeError("x is not a function");
    expect(asUnavailable(defect)).toBe(defect);
  });
});

describe("isDataError", () => {
  test.each([
    failed("22021"),
    failed("22008"),
    failed("23502"),
    failed("23514", { constraint: "event_occurred_at_check" }),
  ])("the value is at fault: $code", (error) => {
    expect(isDataError(error)).toBe(true);
  });

  // A key that is there already, or a partition that is not, must never turn good events into rejected ones.
  test.each([
    failed("23505", { constraint: "event_pkey" }),
    failed("23514"),
    failed("53100"),
    new Error("no code"),
  ])("the value is not at fault: $code", (error) => {
    expect(isDataError(error)).toBe(false);
  });
});
