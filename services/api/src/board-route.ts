import { type Board, type BoardQuery, board } from "@anshi/board";
import { formatInstant, type Window } from "@anshi/domain";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

/** What a request asks of a board, but for (asOf, knownAt). */
export type BoardAsk = Pick<BoardQuery, "window" | "cohort" | "units" | "measures">;

/** `GET /v1/board`: every measure of the units asked, at (asOf, knownAt). */
export async function getBoard(reading: Reading, query: Readonly<Record<string, unknown>>): Promise<object> {
  const parameters = new Parameters(query).only("ledger", "asOf", "knownAt", ...askNames);
  const ask = askOf(parameters);
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    return boardBody(at.ledger, await board(client, { ...at, ...ask, smallSample: reading.smallSample }));
  });
}

export const askNames = ["unit", "measure", "from", "to", "cohort"] as const;

/** Reads it. Throws a Problem (400) naming the parameter at fault. */
export function askOf(parameters: Parameters): BoardAsk {
  const unit = parameters.unit();
  const measure = parameters.measure();
  return {
    window: windowOf(parameters),
    cohort: parameters.cohort(),
    ...(unit === undefined ? {} : { units: [unit] }),
    ...(measure === undefined ? {} : { measures: [measure] }),
  };
}

function windowOf(parameters: Parameters): Window {
  const from = parameters.day("from");
  const to = parameters.day("to");
  if (from !== undefined && to !== undefined && from > to) {
    throw new Problem(400, "bad-parameter", "from: expected a date not after to");
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** A board as JSON answers it. */
export function boardBody(ledger: string, answer: Board) {
  const { head } = answer;
  return {
    head: {
      ledger,
      position: String(head.position),
      recordedAt: head.recordedAt === null ? null : formatInstant(head.recordedAt),
    },
    asOf: formatInstant(answer.asOf),
    knownAt: { position: String(answer.knownAt) },
    cohort: answer.cohort,
    rebuilding: answer.rebuilding,
    ruleSet: answer.ruleSet,
    calendar: answer.calendar,
    measures: answer.measures,
  };
}
