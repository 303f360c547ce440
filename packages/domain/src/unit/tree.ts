/** A unit (bureau) as last registered. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
  readonly regionCode?: string;
}

/** The organisation tree of a ledger, rolled up to one root. */
export interface UnitTree {
  readonly root: string;
  readonly units: ReadonlyMap<string, Unit>;
  /** The unit and all units above it up to the root; an unregistered unit hangs under the root (未登记单位). */
  readonly upward: (unit: string) => readonly string[];
  /** The unit and all registered units below it; the root's is every unit. */
  readonly subtree: (unit: string) => ReadonlySet<string>;
}

/** The name shown for a unit that is not registered (yet). */
export const UNREGISTERED = "未登记单位";

/**
 * The tree of the units registered, under `root` (the ledger's id). A unit without a parent, with an unknown parent or in
 * a circle of parents hangs under the root.
 */
export function unitTree(root: string, registered: Iterable<Unit>): UnitTree {
  const units = new Map<string, Unit>();
  for (const unit of registered) units.set(unit.id, unit);

  const parentOf = (id: string): string => {
    const parent = units.get(id)?.parent;
    return parent !== undefined && units.has(parent) ? parent : root;
  };

  const climb = (unit: string): readonly string[] => {
    const path = [unit];
    let at = unit;
    while (at !== root) {
      at = parentOf(at);
      // In a circle each member hangs under the root by itself, so that none of them is above another.
      if (path.includes(at))
        return unit === at ? [unit, root] : [...path.slice(0, path.indexOf(at) + 1), root];
      path.push(at);
    }
    return path;
  };

  const paths = new Map<string, readonly string[]>();
  const upward = (unit: string): readonly string[] => {
    let path = paths.get(unit);
    if (path === undefined) {
      path = climb(unit);
      paths.set(unit, path);
    }
    return path;
  };

  return {
    root,
    units,
    upward,
    subtree: (unit) => new Set([unit, ...[...units.keys()].filter((each) => upward(each).includes(unit))]),
  };
}
