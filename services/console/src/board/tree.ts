import type { UnitItem } from "../api/answers.js";

/** The units below one, as a board lists them; `root` is the ledger's own unit. */
export interface Units {
  readonly root: string;
  readonly nameOf: (unit: string) => string | null;
  readonly parentOf: (unit: string) => string | null;
  readonly childrenOf: (unit: string) => readonly string[];
  readonly all: readonly UnitItem[];
}

/** The tree of `GET /v1/units`: the root first, each unit after its parent. */
export function unitsOf(items: readonly UnitItem[], ledger: string): Units {
  const byId = new Map(items.map((item) => [item.id, item]));
  const below = new Map<string, string[]>();
  for (const { id, parent } of items) {
    if (parent !== null) below.set(parent, [...(below.get(parent) ?? []), id]);
  }
  return {
    root: items[0]?.id ?? ledger,
    nameOf: (unit) => byId.get(unit)?.name ?? null,
    parentOf: (unit) => byId.get(unit)?.parent ?? null,
    childrenOf: (unit) => below.get(unit) ?? [],
    all: items,
  };
}

/**
 * The units a table compares below `unit`: its children, with the city in between opened, which would be a table of one row. A unit
 * on the board that is not registered hangs under the root.
 */
export function compared(units: Units, unit: string, onBoard: Iterable<string>): readonly string[] {
  const children = units.childrenOf(unit);
  const withOwn = children.filter((each) => units.childrenOf(each).length > 0);
  const [only] = withOwn;
  const opened =
    unit === units.root && only !== undefined && withOwn.length === 1
      ? [...children.filter((each) => each !== only), ...units.childrenOf(only)]
      : children;
  if (unit !== units.root) return opened;
  const known = new Set(units.all.map(({ id }) => id));
  return [...opened, ...[...new Set(onBoard)].filter((each) => !known.has(each))];
}
