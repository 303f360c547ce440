import { expect, it } from "vitest";
import { gather } from "./gather.js";

/** Works when it is let. */
function held() {
  const goes: { readonly items: readonly number[]; readonly done: () => void; readonly fail: () => void }[] =
    [];
  const work = (items: readonly number[]): Promise<readonly string[]> =>
    new Promise((resolve, reject) => {
      goes.push({
        items,
        done: () => resolve(items.map((item) => `did ${item}`)),
        fail: () => reject(new Error("failed")),
      });
    });
  return { goes, work };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("takes one at once, and what came meanwhile together, in order", async () => {
  const { goes, work } = held();
  const go = gather(work, { weigh: () => 1, most: 10 });
  const answers = [1, 2, 3].map(go);
  expect(goes.map(({ items }) => items)).toEqual([[1]]);
  goes[0]?.done();
  await settled();
  expect(goes[1]?.items).toEqual([2, 3]);
  goes[1]?.done();
  expect(await Promise.all(answers)).toEqual(["did 1", "did 2", "did 3"]);
  void go(4);
  expect(goes[2]?.items).toEqual([4]);
});

it("takes no more at once than it may, and a heavy one alone", async () => {
  const { goes, work } = held();
  const go = gather(work, { weigh: (item: number) => item, most: 10 });
  for (const item of [1, 4, 6, 30, 1]) void go(item);
  for (let turn = 0; turn < 4; turn += 1) {
    goes[turn]?.done();
    await settled();
  }
  expect(goes.map(({ items }) => items)).toEqual([[1], [4, 6], [30], [1]]);
});

it("fails all of a go that failed, and goes on", async () => {
  const { goes, work } = held();
  const go = gather(work, { weigh: () => 1, most: 10 });
  const answers = [1, 2, 3].map((item) => go(item).catch(({ message }: Error) => message));
  goes[0]?.done();
  await settled();
  goes[1]?.fail();
  await settled();
  expect(await Promise.all(answers)).toEqual(["did 1", "failed", "failed"]);
  const again = go(4);
  goes[2]?.done();
  expect(await again).toBe("did 4");
});
