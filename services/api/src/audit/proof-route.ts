import { prover, readEvents, sealMembers } from "@anshi/ledger";
import { ledgerNamed } from "../ledger-route.js";
import { Parameters } from "../parameters.js";
import { Problem } from "../problem.js";
import { atOneMoment } from "../reading.js";
import type { Audit } from "./audit.js";
import { sealNamed } from "./seal-routes.js";

/**
 * `GET /v1/ledgers/{ledger}/proof`: that an event is in a seal (`position`, and `seal`, by default the last), or that a seal extends an
 * earlier one (`from`, `to`), by RFC 9162.
 */
export async function getProof(
  { reading }: Audit,
  name: string,
  query: Readonly<Record<string, unknown>>,
): Promise<object> {
  const parameters = new Parameters(query).only("position", "seal", "from", "to");
  const ledger = ledgerNamed(name);
  const [position, from] = [parameters.position("position"), parameters.position("from")];
  if ((position === undefined) === (from === undefined))
    throw new Problem(400, "bad-parameter", "expected position, for an event, or from, for two seals");
  return atOneMoment(reading.pool, async (client) => {
    const prove = await prover(client, ledger);
    if (position !== undefined) {
      const seal = await sealNamed(client, ledger, parameters.position("seal"));
      const [event] = position === 0n ? [] : await readEvents(client, ledger, position - 1n, 1);
      if (event === undefined) throw new Problem(404, "not-found", "there is no event at this position");
      if (position > seal.position)
        throw new Problem(409, "not-sealed", `seal ${seal.number} ends at position ${seal.position}`);
      const path = await prove.inclusion(position, seal);
      return {
        position: String(position),
        hash: event.contentHash,
        path,
        seal: sealMembers(seal),
      };
    }
    const first = await sealNamed(client, ledger, from);
    const second = await sealNamed(client, ledger, parameters.position("to"));
    if (first.position > second.position)
      throw new Problem(400, "bad-parameter", "from: expected the earlier of the two seals");
    return {
      path: await prove.consistency(first, second),
      from: sealMembers(first),
      to: sealMembers(second),
    };
  });
}
