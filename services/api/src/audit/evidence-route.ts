import { caseKinds, isCaseKind } from "@anshi/domain";
import { CannotProve, casePack, figurePack } from "@anshi/evidence";
import { head, type LedgerId, positionAt } from "@anshi/ledger";
import type { PoolClient } from "pg";
import { ledgerAsked } from "../ledger-asked.js";
import { Parameters } from "../parameters.js";
import { Problem } from "../problem.js";
import { atOneMoment, type Reading } from "../reading.js";
import type { FileAnswer } from "../report-route.js";

type Query = Readonly<Record<string, unknown>>;

/** `GET /v1/cases/{kind}/{subject}/evidence`: the evidence pack of a case, of what the last seal covers. */
export async function getCaseEvidence(
  reading: Reading,
  kind: string,
  subject: string,
  query: Query,
): Promise<FileAnswer> {
  if (!isCaseKind(kind))
    throw new Problem(
      404,
      "not-found",
      `there is no kind of case of this name; known: ${caseKinds.join(", ")}`,
    );
  const parameters = new Parameters(query).only("ledger", "asOf", "knownAt");
  const ledger = await ledgerAsked(reading.pool, reading, parameters);
  const body = await proving(reading, async (client) =>
    casePack(client, {
      ...{ ledger, zone: reading.zoneNameOf(ledger), kind, subject },
      asOf: parameters.instant("asOf"),
      knownAt: await knownAt(client, ledger, parameters),
    }),
  );
  return { type: "application/zip", name: fileName(`${ledger}-${kind}-${subject}`), body };
}

/** `GET /v1/publications/{id}/figures/{figure}/evidence`: the evidence pack of a published figure. */
export async function getFigureEvidence(
  reading: Reading,
  id: string,
  figure: string,
  query: Query,
): Promise<FileAnswer> {
  const ledger = await ledgerAsked(reading.pool, reading, new Parameters(query).only("ledger"));
  if (!figure.startsWith(id)) throw new Problem(404, "not-found", "this publication has no such figure");
  const body = await proving(reading, (client) => figurePack(client, ledger, figure));
  return { type: "application/zip", name: fileName(`${ledger}-${figure}`), body };
}

async function knownAt(
  client: PoolClient,
  ledger: LedgerId,
  parameters: Parameters,
): Promise<bigint | undefined> {
  const asked = parameters.knownAt("knownAt");
  if (asked === undefined) return undefined;
  const position = "position" in asked ? asked.position : await positionAt(client, ledger, asked.instant);
  const last = await head(client, ledger);
  if (position > last.position)
    throw new Problem(400, "bad-parameter", `knownAt: the ledger ends at position ${last.position}`);
  return position;
}

const statuses = { "not-found": 404, "not-sealed": 409, damaged: 409, "too-large": 422 } as const;

async function proving(reading: Reading, make: (client: PoolClient) => Promise<Buffer>): Promise<Buffer> {
  try {
    return await atOneMoment(reading.pool, make);
  } catch (error) {
    if (error instanceof CannotProve) throw new Problem(statuses[error.code], error.code, error.message);
    throw error;
  }
}

/** A subject may hold anything; a file's name may not. */
function fileName(text: string): string {
  return `${text.replaceAll(/[^0-9A-Za-z._-]+/gu, "-")}.evidence.zip`;
}
