/**
 * Gives each value to `work`, at most `width` at once, and takes the next only when there is room. The first that fails stops the
 * taking; what is under way is waited for, then the failure is passed on.
 */
export async function pump<T>(
  values: AsyncIterable<T>,
  width: number,
  work: (value: T, number: number) => Promise<void>,
): Promise<void> {
  const under = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let number = 0;
  try {
    for await (const value of values) {
      const one: Promise<void> = work(value, number)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => under.delete(one));
      under.add(one);
      number += 1;
      if (under.size >= width) await Promise.race(under);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(under);
  }
  if (failures.length > 0) throw failures[0];
}
