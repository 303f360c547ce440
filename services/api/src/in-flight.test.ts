import { EventEmitter } from "node:events";
import type { ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { inFlight } from "./in-flight.js";
import { Problem } from "./problem.js";

const response = (): ServerResponse => new EventEmitter() as ServerResponse;
const refusal = (act: () => void): Problem => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
  }
  throw new Error("it was let in");
};

it("puts requests off beyond its number, and lets them in again when one is done", () => {
  const limit = inFlight(2, 1_000);
  const first = response();
  limit.enter(1, first);
  limit.enter(1, response());
  const problem = refusal(() => limit.enter(1, response()));
  expect([problem.status, problem.code, problem.retryAfterSeconds]).toEqual([503, "too-many-requests", 1]);
  first.emit("close");
  limit.enter(1, response());
});

it("puts requests off beyond its bytes, but never refuses one that comes alone", () => {
  const limit = inFlight(10, 1_000);
  const large = response();
  limit.enter(5_000, large);
  refusal(() => limit.enter(1, response()));
  large.emit("close");
  limit.enter(999, response());
  refusal(() => limit.enter(2, response()));
});
