import { type Board, board } from "@anshi/board";
import { formatInstant, type Window } from "@anshi/domain";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

/** `GET /v1/board`: every measure of the units asked, at (asOf, knownAt). */
export async function getBoard(reading: Reading, query: Readonly<Record<string, unknown>>): Promise<object> {
  const parameters = new Parameters(query).only(
    ...["ledger", "unit", "measure", "asOf", "knownAt", "from", "to", "cohort"],
  );
  const window = windowOf(parameters);
  const unit = parameters.unit();
  const measure = parameters.measure();
  const cohort = parameters.cohort();
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const answer = await board(client, {
      ...at,
      window,
      cohort,
      smallSample: reading.smallSample,
      ...(unit === undefined ? {} : { units: [unit] }),
      ...(measure === undefined ? {} : { measures: [measure] }),
    });
    return boardBody(at.ledger, answer);
  });
}

function windowOf(parameters: Parameters): Window {
  const from = parameters.day("from");
  const to = parameters.day("to");
  if (from !== undefined && to !== undefined && from > to) {
    throw new Problem(400, "bad-parameter", "from: expected a date not after to");
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function boardBody(ledger: string, answer: Board): object {
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
    ruleSet: answer.ruleSet,
    calendar: answer.calendar,
    measures: answer.measures,
  };
}
