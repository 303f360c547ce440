import { expect, it } from "vitest";
import { Turns } from "./turns.js";

it("does so much at once, each in its turn, and goes on after a failure", async () => {
  const turns = new Turns(2);
  let atOnce = 0;
  let most = 0;
  const order: number[] = [];
  const work = (n: number) => async () => {
    order.push(n);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
    if (n === 1) throw new Error("failed");
  };
  const done = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => turns.take(work(n))));
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(done.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
});
