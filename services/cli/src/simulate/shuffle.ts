import { type Random, random, seedOf } from "./random.js";

/** Draws each value at random from the next `window` ones that are left; a window of 0 or 1 leaves the order. */
export function* shuffled<T>(values: Iterable<T>, window: number, chance: Random): Generator<T, void> {
  const held: T[] = [];
  const draw = (): T | undefined => {
    const nth = chance.below(held.length);
    const drawn = held[nth];
    const last = held.pop();
    if (last !== undefined && nth < held.length) held[nth] = last;
    return drawn;
  };
  for (const value of values) {
    held.push(value);
    if (held.length < window) continue;
    const drawn = draw();
    if (drawn !== undefined) yield drawn;
  }
  while (held.length > 0) {
    const drawn = draw();
    if (drawn !== undefined) yield drawn;
  }
}

/**
 * All values in an order drawn at random, by making them `parts` times and holding one part at a time: what is too much for the
 * memory needs no file, only time. `make` must give the same values each time.
 */
export function* shuffledWhole<T>(make: () => Iterable<T>, parts: number, seed: number): Generator<T, void> {
  for (let part = 0; part < parts; part++) {
    const place = random(seedOf(seed, 0));
    const own = function* (): Generator<T, void> {
      for (const value of make()) if (place.below(parts) === part) yield value;
    };
    yield* shuffled(own(), Number.POSITIVE_INFINITY, random(seedOf(seed, 1 + part)));
  }
}
