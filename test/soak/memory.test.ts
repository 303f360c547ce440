import { expect, it } from "vitest";
import { thirds, watchMemory } from "./memory.js";

it("takes the medians of the first and the last third, of what is known", () => {
  expect(thirds([1, undefined, 9, 2, 5, 5, 5, 7, undefined, 8, 100])).toEqual({ first: 2, last: 8 });
  expect(thirds([1, undefined])).toBeUndefined();
});

it("reads the memory of a process that lives and knows none of one that does not", async () => {
  const watch = watchMemory(
    () => process.pid,
    () => [],
  );
  while (watch.samples.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
  watch.stop();
  const [sample] = watch.samples;
  expect(sample?.anshi).toBeGreaterThan(1_000_000);
  expect(sample?.handles).toBeGreaterThan(0);
  expect(sample?.postgres).toBeUndefined();
});
