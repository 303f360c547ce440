import {
  type ListCursor,
  type ListState,
  list,
  type ParkedCursor,
  parkedList,
  readReference,
} from "@anshi/board";
import { clockKinds, formatInstant, parseInstant, workingDaysAfter } from "@anshi/domain";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

/** What `state` may be. */
export const listStates: readonly (ListState | "parked")[] = [
  ...(["pending", "near-due", "overdue", "ended", "late", "kept", "void"] as const),
  ...(["unclassified", "suspended", "unregistered", "parked"] as const),
];
const NEAR_WORKING_DAYS = 5;
const LONG_SUSPENDED_DAYS = 30;

/** `GET /v1/cases`: the clocks in a state, those that lapse first first; `state=parked` lists cases instead. */
export async function getCases(reading: Reading, query: Readonly<Record<string, unknown>>): Promise<object> {
  const parameters = new Parameters(query).only(
    ...["ledger", "state", "unit", "clock", "within", "over", "asOf", "knownAt", "limit", "cursor"],
  );
  const state = parameters.oneOf("state", listStates) ?? "pending";
  const clock = parameters.oneOf("clock", clockKinds);
  const unit = parameters.unit();
  const within = parameters.integer("within", 0, 366) ?? NEAR_WORKING_DAYS;
  const over = parameters.integer("over", 0, 3_660) ?? LONG_SUSPENDED_DAYS;
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const body = { asOf: formatInstant(at.asOf), knownAt: { position: String(at.knownAt) } };
    const cursor = parameters.text("cursor", /^[\w-]{1,1000}$/u, "a cursor that a list gave");
    if (state === "parked") {
      const page = await parkedList(client, { ...at, limit, ...readParkedCursor(cursor) });
      return { ...body, items: page.items, next: page.next === null ? null : writeCursor(page.next) };
    }
    const { calendar, tree } = await readReference(client, at.ledger, at.knownAt);
    const after = readListCursor(cursor);
    const today = at.zone.dayOf(at.asOf);
    const page = await list(client, {
      ...at,
      state,
      limit,
      ...(unit === undefined || unit === tree.root ? {} : { units: [...tree.subtree(unit)] }),
      ...(clock === undefined ? {} : { clock }),
      ...(state === "near-due" ? { nearBy: workingDaysAfter(calendar, today, within) } : {}),
      ...(state === "suspended" ? { suspendedBy: today - over } : {}),
      ...(state === "unregistered" ? { registered: [tree.root, ...tree.units.keys()] } : {}),
      ...(after === undefined ? {} : { after }),
    });
    return { ...body, items: page.items, next: page.next === null ? null : writeCursor(page.next) };
  });
}

function writeCursor(cursor: ListCursor | ParkedCursor): string {
  return Buffer.from(JSON.stringify(Object.values(cursor))).toString("base64url");
}

function readListCursor(text: string | undefined): ListCursor | undefined {
  if (text === undefined) return undefined;
  const [lapse = "", startedBy = "", clock = ""] = partsOf(text);
  if (!/^\d{1,18}$/u.test(startedBy) || (lapse !== "infinity" && parseInstant(lapse) === undefined))
    throw badCursor();
  return { lapse, startedBy, clock };
}

function readParkedCursor(text: string | undefined): { readonly after?: ParkedCursor } {
  if (text === undefined) return {};
  const [since = "", kind = "", subject = ""] = partsOf(text);
  if (!/^\d{1,18}$/u.test(since)) throw badCursor();
  return { after: { since, kind, subject } };
}

function partsOf(text: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === "string"))
      return parts as readonly string[];
  } catch {
    // falls through to the one answer for any cursor that is none
  }
  throw badCursor();
}

function badCursor(): Problem {
  return new Problem(400, "bad-parameter", "cursor: expected a cursor that a list gave");
}
