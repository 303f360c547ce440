import { expect, it } from "vitest";
import { type Done, judge } from "./judge.js";
import type { Probe, Told } from "./readiness.js";

const fault = (from: number, until: number, takesDatabase = true): Done => ({
  fault: "cut",
  layout: "given",
  from: from * 1_000,
  until: until * 1_000,
  takesDatabase,
});

/** One answer a second: g green, r red, - none. */
const told = (line: string): readonly Told[] =>
  [...line].map((letter, second) => ({
    at: second * 1_000,
    said: letter === "g" ? "green" : letter === "r" ? "red" : "none",
    reason: "",
  }));

const probe = (second: number, failed?: string): Probe => ({
  at: second * 1_000,
  endedAt: second * 1_000,
  failed,
});

it("finds nothing where red and green were told in time", () => {
  const { faults, breaches } = judge([fault(5, 45)], told(`gggggggg${"r".repeat(40)}gg`), [
    probe(2),
    probe(49),
  ]);
  expect(breaches).toEqual([]);
  expect(faults).toMatchObject([{ noticedMs: 3_000, recoveredMs: 4_000 }]);
});

it("finds green told while the database is gone for long", () => {
  const { breaches } = judge([fault(5, 45)], told("g".repeat(50)), [probe(49)]);
  expect(breaches).toEqual(["cut (given): green 31000 ms after the database went"]);
});

it("finds a recovery that comes too late, or never", () => {
  expect(judge([fault(0, 1)], [], [probe(62)]).breaches).toEqual([
    "cut (given): truly green only 61000 ms after its end",
  ]);
  expect(judge([fault(0, 1)], [], [probe(3, "refused")]).breaches).toEqual([
    "cut (given): never truly green again",
  ]);
});

it("finds green that was not true away from any fault, and red without one", () => {
  expect(judge([], [], [probe(3, "refused")]).breaches).toEqual([
    "green was not true at 1970-01-01T00:00:03.000Z: refused",
  ]);
  expect(judge([], told("ggrrrrrrrgg"), []).breaches).toHaveLength(1);
  expect(judge([], told("ggrrrgg"), []).breaches).toEqual([]);
});
