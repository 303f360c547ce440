import {
  figuresOf,
  NotEnded,
  NotYetProjected,
  OtherRuleSet,
  type Publication,
  publicationOf,
  publications,
  publish,
  recompute,
} from "@anshi/board";
import { formatDay, formatInstant, parsePeriod, periodKinds } from "@anshi/domain";
import type { LedgerId } from "@anshi/ledger";
import type { Pool, PoolClient } from "pg";
import { jsonMembers } from "./json-members.js";
import { ledgerAsked } from "./ledger-asked.js";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, type Reading, zoneOf } from "./reading.js";

type Query = Readonly<Record<string, unknown>>;

/** How long a request waits for the board to come up to the ledger. */
const PATIENCE_MS = 20_000;

/** `GET /v1/publications`: what was published, the newest first; `kind` of one length of period, `period` its editions. */
export async function getPublications(reading: Reading, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "kind", "period", "limit", "cursor");
  const kind = parameters.oneOf("kind", periodKinds);
  const period = parameters.text("period", /^[\dQ-]{4,10}$/u, periodForm);
  const limit = parameters.integer("limit", 1, 1_000) ?? 100;
  const before = parameters.position("cursor");
  return atOneMoment(reading.pool, async (client) => {
    const ledger = await ledgerAsked(client, reading, parameters);
    const all = (await publications(client, ledger)).filter(
      (each) =>
        (kind === undefined || each.period.kind === kind) &&
        (period === undefined || each.period.name === period) &&
        (before === undefined || each.position < before),
    );
    const page = all.slice(0, limit);
    return {
      items: page.map(publicationBody),
      next: all.length > limit ? String(page.at(-1)?.position) : null,
    };
  });
}

/** `GET /v1/publications/{id}`: its figures too; a period's name stands for its last edition. */
export async function getPublication(reading: Reading, id: string, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger");
  return atOneMoment(reading.pool, async (client) => {
    const ledger = await ledgerAsked(client, reading, parameters);
    const publication = await found(client, ledger, id);
    const figures = await figuresOf(client, publication);
    return {
      ...publicationBody(publication),
      figures: figures.map(({ position, ...figure }) => ({ ...figure, position: String(position) })),
    };
  });
}

/** `GET /v1/publications/{id}/recompute`: every figure as published and as computed again. */
export async function getRecomputed(reading: Reading, id: string, query: Query): Promise<object> {
  const parameters = new Parameters(query).only("ledger");
  return atOneMoment(reading.pool, async (client) => {
    const ledger = await ledgerAsked(client, reading, parameters);
    const publication = await found(client, ledger, id);
    try {
      const figures = await recompute(client, publication);
      return { id: publication.id, equal: figures.every(({ equal }) => equal), figures };
    } catch (error) {
      if (error instanceof NotYetProjected) throw notYetProjected(error.message);
      if (error instanceof OtherRuleSet) throw new Problem(409, "other-rule-set", error.message);
      throw error;
    }
  });
}

/** What publishing on demand needs besides reading. */
export interface Publishing {
  /** Connections of the role that appends. */
  readonly appending: Pool;
}

/**
 * `POST /v1/publications`: publishes the board of a period that has ended. One that was published before is answered as it stands,
 * with `again` it is published once more, as its next edition.
 */
export async function postPublication(
  reading: Reading,
  { appending }: Publishing,
  body: unknown,
  query: Query,
): Promise<{ readonly status: 200 | 201; readonly body: object }> {
  const ledger = await ledgerAsked(reading.pool, reading, new Parameters(query).only("ledger"));
  const parameters = new Parameters(jsonMembers(body, '{"period": "2026-10"}')).only(
    "period",
    "cohort",
    "again",
  );
  const name = parameters.text("period", /^[\dQ-]{4,10}$/u, periodForm);
  const period = name === undefined ? undefined : parsePeriod(name);
  if (period === undefined) throw new Problem(400, "bad-parameter", `period: expected ${periodForm}`);
  const again = parameters.truth("again") ?? false;
  try {
    const { outcome, publication } = await publish({
      ...{ reading: reading.pool, appending, ledger, zone: zoneOf(reading, ledger), rules: reading.rules },
      ...{ smallSample: reading.smallSample, now: reading.now(), period, again, cohort: parameters.cohort() },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: outcome === "published" ? 201 : 200, body: publicationBody(publication) };
  } catch (error) {
    if (error instanceof NotEnded) throw new Problem(400, "bad-parameter", `period: ${error.message}`);
    if (error instanceof Error && /^(Abort|Timeout)Error$/u.test(error.name))
      throw notYetProjected("the board has not come up to the ledger; nothing was published, try again");
    throw error;
  }
}

const periodForm = "a period such as 2026-11-20, 2026-10, 2026-Q3 or 2026";

function notYetProjected(message: string): Problem {
  return new Problem(503, "not-yet-projected", message, 1);
}

/** The publication of an id; throws a Problem (404). */
export async function found(client: PoolClient, ledger: LedgerId, id: string): Promise<Publication> {
  const publication = await publicationOf(client, ledger, id);
  if (publication === undefined)
    throw new Problem(
      404,
      "not-found",
      "there is no publication of this name; GET /v1/publications lists them",
    );
  return publication;
}

/** A publication as JSON answers it. */
function publicationBody(publication: Publication): object {
  const { ledger, id, position, publishedAt, period, edition, cohort, asOf, knownAt, ruleSet, calendar } =
    publication;
  return {
    ...{ ledger, id, position: String(position), publishedAt: formatInstant(publishedAt) },
    period: {
      ...{ kind: period.kind, name: period.name },
      ...{ from: formatDay(period.from), to: formatDay(period.to) },
    },
    ...{ edition, cohort, asOf: formatInstant(asOf), knownAt: { position: String(knownAt) } },
    ...{ ruleSet, calendar, zone: publication.zone, smallSample: publication.smallSample },
    figures: publication.figures,
  };
}
