import { type CrewOptions, openCrew } from "@anshi/ledger";
import { type FoldOrder, type HandReport, hand } from "./hand.js";
import type { Range } from "./ranges.js";

export const folding = {
  name: "anshi replay",
  work: hand,
  worker: new URL("../../dist/replay/worker.js", import.meta.url),
};

/** Folds ranges side by side, each by whichever hand is free; the reports of all hands. Rejects with the first failure. */
export async function foldRanges(
  order: FoldOrder,
  ranges: readonly Range[],
  onEvents: (count: number) => void,
  options: CrewOptions,
): Promise<readonly HandReport[]> {
  const hands = await openCrew(folding, order, options);
  const waiting = ranges.values();
  try {
    return await Promise.all(
      hands.members.map(async (own) => {
        for (const range of waiting) onEvents(await own("fold", range));
        return await own("report");
      }),
    );
  } finally {
    await hands.close();
  }
}
