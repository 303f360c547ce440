/** Of what is in ledger order, what is of one position at a time: it becomes known together, in no order among itself. */
export function* byPosition<T>(
  all: readonly T[],
  positionOf: (one: T) => bigint,
): Generator<readonly [T, ...T[]]> {
  let group: [T, ...T[]] | undefined;
  for (const one of all) {
    if (group !== undefined && positionOf(group[0]) === positionOf(one)) group.push(one);
    else {
      if (group !== undefined) yield group;
      group = [one];
    }
  }
  if (group !== undefined) yield group;
}
