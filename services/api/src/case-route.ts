import { caseAnswer, readReference } from "@anshi/board";
import { caseKinds, formatInstant, isCaseKind } from "@anshi/domain";
import { head, readCases } from "@anshi/ledger";
import { Parameters } from "./parameters.js";
import { Problem } from "./problem.js";
import { atOneMoment, moment, type Reading } from "./reading.js";

/** `GET /v1/cases/{kind}/{subject}`: the facts of a case in both times, its clocks and how each due comes about. */
export async function getCase(
  reading: Reading,
  kind: string,
  subject: string,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  if (!isCaseKind(kind)) {
    throw new Problem(
      404,
      "not-found",
      `there is no kind of case of this name; known: ${caseKinds.join(", ")}`,
    );
  }
  const parameters = new Parameters(query).only("ledger", "asOf", "knownAt");
  return atOneMoment(reading.pool, async (client) => {
    const at = await moment(client, reading, parameters);
    const events = await readCases(
      client,
      at.ledger,
      [
        { kind, subject },
        { kind: "record", subject },
      ],
      at.knownAt,
    );
    if (!events.some((event) => event.kind === kind)) {
      throw new Problem(404, "not-found", "no event of this case is known at this position");
    }
    const { calendar } = await readReference(client, at.ledger, at.knownAt);
    const last = await head(client, at.ledger);
    return {
      ...caseAnswer(kind, subject, events, at.asOf, { rules: at.rules, calendar, zone: at.zone }),
      head: { ledger: at.ledger, position: String(last.position) },
      asOf: formatInstant(at.asOf),
      knownAt: { position: String(at.knownAt) },
      calendar: calendar.versions,
      ruleSet: at.rules.version,
    };
  });
}
