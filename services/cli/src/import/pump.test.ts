import { expect, it } from "vitest";
import { pump } from "./pump.js";

async function* upTo(n: number) {
  for (let at = 0; at < n; at++) yield at;
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

it("works at the given width, on every value", async () => {
  let under = 0;
  let most = 0;
  const seen: number[] = [];
  await pump(upTo(20), 3, async (value, number) => {
    expect(number).toBe(value);
    under += 1;
    most = Math.max(most, under);
    await turn();
    seen.push(value);
    under -= 1;
  });
  expect(most).toBe(3);
  expect(seen.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
});

it("stops taking at the first failure, waits for what is under way and passes it on", async () => {
  const finished: number[] = [];
  const work = async (value: number) => {
    await turn();
    if (value === 2) throw new Error("second");
    await turn();
    finished.push(value);
  };
  await expect(pump(upTo(1_000), 4, work)).rejects.toThrow("second");
  expect(finished).toContain(3);
  expect(finished.length).toBeLessThan(20);
});
