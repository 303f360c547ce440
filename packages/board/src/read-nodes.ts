import type { LedgerId, Queryable } from "@anshi/ledger";
import { integerTypes } from "./integers.js";
import type { NodeKey } from "./node.js";

/** The sums of the node asked for at `index`; a node that did not exist yet has no row. */
export interface NodeRow {
  readonly index: number;
  readonly sums: number[];
}

/** What the nodes asked for held at a block. */
export async function readNodes(
  db: Queryable,
  ledger: LedgerId,
  keys: readonly NodeKey[],
  block: number,
): Promise<readonly NodeRow[]> {
  const { rows } = await db.query<NodeRow>({
    name: "board nodes",
    text: `
      select wanted.index, held.sums
        from (select series, level, node, (nth - 1)::integer as index
                from unnest($2::integer[], $3::integer[], $4::integer[]) with ordinality as w (series, level, node, nth))
               as wanted,
             lateral (select sums from node
                       where ledger = $1 and node.series = wanted.series and node.level = wanted.level
                         and node.node = wanted.node and block <= $5
                       order by block desc limit 1) as held`,
    values: [
      ledger,
      keys.map(({ series }) => series),
      keys.map(({ level }) => level),
      keys.map(({ node }) => node),
      block,
    ],
    types: integerTypes,
  });
  return rows;
}
