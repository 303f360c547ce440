import { expect, it } from "vitest";
import { Failure } from "../failure.js";
import { watch } from "./watch.js";

/** Watches texts in turn until there are no more; what was written, and the pauses. */
async function watched(drawsInPlace: boolean, texts: readonly (string | Error)[]) {
  let nth = 0;
  const written: string[] = [];
  const pauses: number[] = [];
  const text = async (): Promise<string> => {
    const next = texts[nth++];
    if (next instanceof Error) throw next;
    return next ?? "";
  };
  const end = await watch(text, 2_000, {
    drawsInPlace,
    write: async (page) => void written.push(page),
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      if (nth === texts.length) throw new Error("stopped");
    },
  }).catch((error: unknown) => error);
  return { end, written, pauses };
}

it("appends where it cannot draw in place", async () => {
  const { written, pauses } = await watched(false, ["one", "two"]);
  expect(written).toEqual(["one\n", "two\n"]);
  expect(pauses).toEqual([2_000, 2_000]);
});

it("draws over what was there, and clears what is left of it", async () => {
  const { written } = await watched(true, ["a long\npage", "b"]);
  expect(written).toEqual([
    "\u001b[2J",
    "\u001b[Ha long\u001b[K\npage\u001b[K\n\u001b[J",
    "\u001b[Hb\u001b[K\n\u001b[J",
  ]);
});

it("goes on when the service does not answer, and not when the program is at fault", async () => {
  expect((await watched(false, [new Failure("nothing answers"), "back"])).written).toEqual([
    "anshi: nothing answers\n",
    "back\n",
  ]);
  const { end } = await watched(false, [new TypeError("a fault"), "never"]);
  expect(String(end)).toContain("a fault");
});
