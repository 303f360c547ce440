import { type ListCursor, list, readReference } from "@anshi/board";
import { clockKinds, type Day, formatInstant, type Zone } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { PoolClient } from "pg";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

const states = ["pending", "near-due", "overdue", "ended", "late", "kept", "void", "unclassified"] as const;
const NEAR_WORKING_DAYS = 5;

/** `GET /v1/cases`: the clocks in a state, those that lapse first first; `state=parked` lists cases instead. */
export async function getCases(reading: Reading, query: Readonly<Record<string, unknown>>): Promise<object> {
  const parameters = new Parameters(query).only(
    ...["ledger", "state", "unit", "clock", "within", "asOf", "knownAt", "limit", "cursor"],
  );
  const state = parameters.oneOf("state", [...states, "parked"]) ?? "pending";
  const clock = parameters.oneOf("clock", clockKinds);
  const unit = parameters.unit();
  const within = parameters.integer("within", 0, 366) ?? NEAR_WORKING_DAYS;
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const body = { asOf: formatInstant(at.asOf), knownAt: { position: String(at.knownAt) } };
    if (state === "parked")
      return { ...body, items: await parked(client, at.ledger, at.knownAt), next: null };
    const { calendar, tree } = await readReference(client, at.ledger, at.knownAt);
    const after = readCursor(parameters.text("cursor", /^[\w-]{1,400}$/u, "a cursor that a list gave"));
    const page = await list(client, {
      ...at,
      state,
      limit,
      ...(unit === undefined || unit === tree.root ? {} : { units: [...tree.subtree(unit)] }),
      ...(clock === undefined ? {} : { clock }),
      ...(state === "near-due"
        ? { nearBy: workingDaysAhead(at.zone, at.asOf, within, calendar.isWorkday) }
        : {}),
      ...(after === undefined ? {} : { after }),
    });
    return { ...body, items: page.items, next: page.next === null ? null : writeCursor(page.next) };
  });
}

/** The n-th working day after T's own. */
function workingDaysAhead(zone: Zone, t: number, n: number, isWorkday: (day: Day) => boolean): Day {
  let day = zone.dayOf(t);
  for (let count = 0; count < n; ) {
    day += 1;
    if (isWorkday(day)) count += 1;
  }
  return day;
}

async function parked(client: PoolClient, ledger: LedgerId, knownAt: bigint): Promise<readonly object[]> {
  const { rows } = await client.query<{ kind: string; subject: string; known_from: string; reason: string }>(
    "select kind, subject, known_from, reason from parked where ledger = $1 and known_from <= $2 order by known_from",
    [ledger, knownAt],
  );
  return rows.map(({ kind, subject, known_from, reason }) => ({ kind, subject, since: known_from, reason }));
}

function writeCursor(cursor: ListCursor): string {
  return Buffer.from(JSON.stringify([cursor.lapse, cursor.startedBy, cursor.clock])).toString("base64url");
}

function readCursor(text: string | undefined): ListCursor | undefined {
  if (text === undefined) return undefined;
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => typeof part === "string")) {
      const [lapse, startedBy, clock] = parts as [string, string, string];
      if (/^\d{1,18}$/u.test(startedBy) && /^(infinity|[\d :+.-]+( BC)?)$/u.test(lapse))
        return { lapse, startedBy, clock };
    }
  } catch {
    // falls through to the one answer for any cursor that is none
  }
  throw new Problem(400, "bad-parameter", "cursor: expected a cursor that a list gave");
}
