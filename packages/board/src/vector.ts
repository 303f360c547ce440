/** Adds to one place of a vector, which grows as far as it must. */
export function addAt(vector: number[], index: number, n: number): void {
  while (vector.length <= index) vector.push(0);
  vector[index] = (vector[index] ?? 0) + n;
}

/** Adds a vector to another so many times. */
export function addVector(vector: number[], added: readonly number[], times = 1): void {
  while (vector.length < added.length) vector.push(0);
  for (let index = 0; index < added.length; index += 1)
    vector[index] = (vector[index] ?? 0) + times * (added[index] ?? 0);
}
