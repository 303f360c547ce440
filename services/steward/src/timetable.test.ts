import { afterEach, expect, it, vi } from "vitest";
import { log, until } from "./testing.js";
import { timetable } from "./timetable.js";

afterEach(() => vi.useRealTimers());

it("keeps its beat when the machine's clock is set, by decades or back", async () => {
  const table = timetable(log);
  let beats = 0;
  table.every(5, async () => {
    beats += 1;
  });
  for (const set of ["1999-01-01", "2099-12-31", "2026-11-22"]) {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date(`${set}T00:00:00Z`) });
    const before = beats;
    await until(() => beats > before + 2);
  }
  await table.stop();
});

it("calls at a pattern's times, once however often it was entered, and not after its stop", async () => {
  const table = timetable(log);
  const called: string[] = [];
  const call = (name: string) => async () => void called.push(name);
  table.at("a", "* * * * * *", "Asia/Shanghai", call("first"));
  table.at("a", "* * * * * *", "Asia/Shanghai", call("second"));
  await until(() => called.length > 0);
  await table.stop();
  table.at("b", "* * * * * *", "Asia/Shanghai", call("late"));
  table.every(1, call("late"));
  const before = called.length;
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect(called.slice(before)).toEqual([]);
  expect(new Set(called)).toEqual(new Set(["first"]));
});
