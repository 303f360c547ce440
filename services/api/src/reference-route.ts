import { readReference } from "@anshi/board";
import { arrangementOf, type UnitTree, yearOf } from "@anshi/domain";
import { Parameters } from "./parameters.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

const FIRST_YEAR = 1900;
const LAST_YEAR = 2200;
/** What the built-in years are called in the calendar's versions. */
const BUILT_IN = "notice";

type Query = Readonly<Record<string, unknown>>;

/** `GET /v1/units`: the organisation tree as known at P, the root first, each unit after the one above it. */
export async function getUnits(reading: Reading, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "knownAt");
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const { tree } = await readReference(client, at.ledger, at.knownAt);
    return { ledger: at.ledger, knownAt: { position: String(at.knownAt) }, items: unitsOf(tree), next: null };
  });
}

interface UnitItem {
  readonly id: string;
  readonly name: string | null;
  readonly parent: string | null;
  readonly regionCode: string | null;
}

/** `parent` is the unit it hangs under, which is the root's for one whose own parent is not registered. */
export function unitsOf(tree: UnitTree): readonly UnitItem[] {
  const item = (id: string): UnitItem => {
    const { name = null, regionCode = null } = tree.units.get(id) ?? {};
    return { id, name, parent: tree.upward(id)[1] ?? null, regionCode };
  };
  const below = new Map<string, UnitItem[]>();
  for (const id of tree.units.keys()) {
    if (id === tree.root) continue;
    const own = item(id);
    const siblings = below.get(own.parent ?? tree.root);
    if (siblings === undefined) below.set(own.parent ?? tree.root, [own]);
    else siblings.push(own);
  }
  const withBelow = (own: UnitItem): readonly UnitItem[] => [
    own,
    ...(below.get(own.id) ?? []).flatMap(withBelow),
  ];
  return withBelow({ ...item(tree.root), parent: null });
}

/** `GET /v1/calendar`: one year's days off and make-up working days as known at P. Without an arrangement it is provisional. */
export async function getCalendar(reading: Reading, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "knownAt", "year");
  const asked = parameters.integer("year", FIRST_YEAR, LAST_YEAR);
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const { calendar } = await readReference(client, at.ledger, at.knownAt);
    const year = asked ?? yearOf(at.zone.dayOf(at.asOf));
    const version = calendar.versions.find((each) => each.startsWith(`cn-${year}@`)) ?? null;
    const { off, work } = arrangementOf(calendar, year) ?? { off: [], work: [] };
    const source = version === null ? null : version === `cn-${year}@${BUILT_IN}` ? "built-in" : "published";

    return {
      ledger: at.ledger,
      knownAt: { position: String(at.knownAt) },
      year,
      version,
      source,
      provisional: version === null,
      off,
      work,
    };
  });
}
