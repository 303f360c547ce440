import type { Context } from "../context.js";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { type Patience, patiently } from "../http/deliver.js";
import type { Sent } from "../http/intake.js";
import { ledgerIn } from "../http/ledger-item.js";
import { ask } from "../http/request.js";
import type { Service } from "../http/service.js";

/**
 * Invented cases, and the calendars and units that come with them, cannot be taken out of a ledger again. Rejects with `WrongUse` when
 * the one they would go to holds events and is not an invented one, with `Failure` when nobody tells.
 */
export async function refuseReal(
  service: Service,
  patience: Patience,
  context: Pick<Context, "now" | "sleep">,
): Promise<void> {
  const answer = await patiently(service, () => ledgersOf(service), patience, context).catch(
    (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(`${error.message}; what the ledger holds must be known first, or say --among-real`);
    },
  );
  const own = ledgerIn(answer, service.ledger);
  if (own === undefined || own.position === "0" || own.invented) return;
  throw new WrongUse(
    `the ledger ${own.ledger} holds ${own.position} events that are not invented, and what is written stays; simulate into another, or say --among-real`,
  );
}

async function ledgersOf(service: Service): Promise<Sent<unknown>> {
  try {
    const answer = await ask({ ...service, ledger: null }, "GET", "/v1/ledgers");
    if (answer.ok) return { kind: "answered", answer: answer.body };
    return answer.status === 429 || answer.status >= 500
      ? { kind: "again", afterMs: 0, reason: answer.problem }
      : { kind: "refused", reason: answer.problem };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.cause === undefined
      ? { kind: "refused", reason: error.message }
      : { kind: "again", afterMs: 0, reason: reasonOf(error.cause) };
  }
}
