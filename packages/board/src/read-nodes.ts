import type { LedgerId, Queryable } from "@anshi/ledger";
import { integerTypes } from "./integers.js";

/** What the nodes asked for held at a block; one that did not exist yet is not among them. */
export async function readNodes(
  db: Queryable,
  ledger: LedgerId,
  nodes: readonly number[],
  block: number,
): Promise<ReadonlyMap<number, number[]>> {
  const { rows } = await db.query<{ readonly node: string; readonly sums: number[] }>({
    name: "board nodes",
    text: `
      select wanted.node, held.sums
        from unnest($2::bigint[]) as wanted (node),
             lateral (select sums from node
                       where node.node = wanted.node and ledger = $1 and block <= $3
                       order by block desc limit 1) as held`,
    values: [ledger, nodes, block],
    types: integerTypes,
  });
  return new Map(rows.map(({ node, sums }) => [Number(node), sums]));
}
