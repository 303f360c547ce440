import { type AppendOutcome, type LedgerId, LedgerUnavailable } from "@anshi/ledger";
import { expect, it } from "vitest";
import { watchIntake } from "./intake-watch.js";

const ledger = "3209" as LedgerId;

/** An intake whose appends end as the test says, at a time it sets. */
function scene() {
  let at = 0;
  const pending: {
    readonly resolve: (outcomes: readonly AppendOutcome[]) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  const watch = watchIntake(
    () => new Promise((resolve, reject) => pending.push({ resolve, reject })),
    () => at,
  );
  return {
    watch,
    begin: () => watch.appendAll(ledger, []),
    next: () => pending.shift(),
    at: (milliseconds: number) => {
      at = milliseconds;
    },
  };
}

it("finds nothing while appends are answered", async () => {
  const { watch, begin, next, at } = scene();
  const append = begin();
  at(9_000);
  expect(watch.reason()).toBeNull();
  next()?.resolve([]);
  await append;
  at(60_000);
  expect(watch.reason()).toBeNull();
});

it("finds an append that is not answered", () => {
  const { watch, begin, at } = scene();
  void begin();
  at(12_000);
  expect(watch.reason()).toBe("an append is under way for 12 s");
});

it("finds that the ledger took nothing, until it takes something again or nobody tried for long", async () => {
  const { watch, begin, next, at } = scene();
  const fail = async () => {
    const append = begin();
    next()?.reject(new LedgerUnavailable("No space left on device"));
    await append.catch(() => undefined);
  };
  await fail();
  expect(watch.reason()).toContain("No space left on device");
  const append = begin();
  next()?.resolve([]);
  await append;
  expect(watch.reason()).toBeNull();
  await fail();
  at(16_000);
  expect(watch.reason()).toBeNull();
});

it("does not take an error of a single submission for one of the ledger", async () => {
  const { watch, begin, next } = scene();
  const append = begin();
  next()?.reject(new TypeError("a defect"));
  await append.catch(() => undefined);
  expect(watch.reason()).toBeNull();
});
