/** How much of what waits is done at once. */
export interface GatherLimit<Item> {
  readonly weigh: (item: Item) => number;
  /** What all items of one go weigh at the most; a heavier one goes alone. */
  readonly most: number;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while one go is under way, items gather and then go together, in the order they came. The more come, the larger
 * the goes; a lone one goes at once. `work` answers each item in its order; when it rejects, all of the go are rejected.
 */
export function gather<Item, Outcome>(
  work: (items: readonly Item[]) => Promise<readonly Outcome[]>,
  { weigh, most }: GatherLimit<Item>,
): (item: Item) => Promise<Outcome> {
  const queue: Waiting<Item, Outcome>[] = [];
  let isDraining = false;

  const next = (): readonly Waiting<Item, Outcome>[] => {
    let weight = 0;
    let taken = 0;
    for (const { item } of queue) {
      weight += weigh(item);
      if (taken > 0 && weight > most) break;
      taken += 1;
    }
    return queue.splice(0, taken);
  };
  const drain = async (): Promise<void> => {
    isDraining = true;
    while (queue.length > 0) {
      const group = next();
      try {
        const outcomes = await work(group.map(({ item }) => item));
        if (outcomes.length !== group.length) throw new Error("fewer were answered than were given");
        outcomes.forEach((outcome, index) => {
          group[index]?.resolve(outcome);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    isDraining = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!isDraining) void drain();
    });
}
