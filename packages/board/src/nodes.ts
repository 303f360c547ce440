import type { Day } from "@anshi/domain";
import { BinaryRows, copyInto, type LedgerId, type Queryable } from "@anshi/ledger";
import type { ClientBase } from "pg";
import { group64, type NodeKey, nodesOver } from "./node.js";
import { readNodes } from "./read-nodes.js";
import { addVector } from "./vector.js";

/** Vectors to add, by series and day. */
export type Deltas = ReadonlyMap<number, ReadonlyMap<Day, readonly number[]>>;

/** Nodes kept in memory; more than a ledger of ten years has. */
const MOST_KEPT = 100_000;

/** The sealed sums of a ledger as its projection writes them: the latest of each node in memory, once touched. */
export class Nodes {
  private readonly kept = new Map<string, number[]>();
  /** The groups of 64 days that exist, ascending, by series. */
  private readonly groups = new Map<number, number[]>();

  constructor(private readonly ledger: LedgerId) {}

  /** Adds vectors and writes every node that changed, as of a block. */
  async seal(db: ClientBase, block: number, deltas: Deltas): Promise<void> {
    if (this.kept.size > MOST_KEPT) this.kept.clear();
    await this.readGroups(db, deltas);
    const fresh = this.freshGroups(deltas);
    await this.read(db, block, this.needed(deltas, fresh));
    for (const key of fresh) this.open(key);
    const touched = new Map<string, NodeKey>();
    for (const [series, days] of deltas) {
      for (const [day, sums] of days) {
        for (const key of [...nodesOver(series, day), ...this.groupsFrom(series, group64(day))]) {
          touched.set(textOf(key), key);
          addVector(this.vector(key), sums);
        }
      }
    }
    await this.write(db, block, [...touched.values()]);
    await this.writeGroups(db, block, fresh);
  }

  private vector(key: NodeKey): number[] {
    const text = textOf(key);
    const known = this.kept.get(text);
    if (known !== undefined) return known;
    const made: number[] = [];
    this.kept.set(text, made);
    return made;
  }

  private groupsFrom(series: number, from: number): readonly NodeKey[] {
    return (this.groups.get(series) ?? [])
      .filter((node) => node >= from)
      .map((node) => ({ series, level: 2, node }));
  }

  private async readGroups(db: Queryable, deltas: Deltas): Promise<void> {
    const missing = [...deltas.keys()].filter((series) => !this.groups.has(series));
    if (missing.length === 0) return;
    for (const series of missing) this.groups.set(series, []);
    const { rows } = await db.query<{ readonly series: number; readonly node: number }>(
      "select series, node from node_64 where ledger = $1 and series = any ($2) order by series, node",
      [this.ledger, missing],
    );
    for (const { series, node } of rows) this.groups.get(series)?.push(node);
  }

  private freshGroups(deltas: Deltas): readonly NodeKey[] {
    const fresh = new Map<string, NodeKey>();
    for (const [series, days] of deltas) {
      const known = new Set(this.groups.get(series));
      for (const day of days.keys()) {
        const key: NodeKey = { series, level: 2, node: group64(day) };
        if (!known.has(key.node)) fresh.set(textOf(key), key);
      }
    }
    return [...fresh.values()].sort((a, b) => a.node - b.node);
  }

  /** A group that did not exist begins with all that is before it. */
  private open(key: NodeKey): void {
    const groups = this.groups.get(key.series) ?? [];
    const before = groups.filter((node) => node < key.node).at(-1);
    const sums = before === undefined ? [] : this.vector({ ...key, node: before });
    this.kept.set(textOf(key), [...sums]);
    this.groups.set(
      key.series,
      [...groups, key.node].sort((a, b) => a - b),
    );
  }

  private needed(deltas: Deltas, fresh: readonly NodeKey[]): readonly NodeKey[] {
    const keys = new Map<string, NodeKey>();
    const need = (key: NodeKey): void => {
      const text = textOf(key);
      if (!this.kept.has(text)) keys.set(text, key);
    };
    for (const [series, days] of deltas) {
      let first = Number.POSITIVE_INFINITY;
      for (const day of days.keys()) {
        for (const key of nodesOver(series, day)) need(key);
        first = Math.min(first, group64(day));
      }
      for (const key of this.groupsFrom(series, first)) need(key);
    }
    for (const { series, node } of fresh) {
      const before = (this.groups.get(series) ?? []).filter((each) => each < node).at(-1);
      if (before !== undefined) need({ series, level: 2, node: before });
    }
    return [...keys.values()];
  }

  private async read(db: Queryable, block: number, keys: readonly NodeKey[]): Promise<void> {
    if (keys.length === 0 || block === 1) return;
    const rows = await readNodes(db, this.ledger, keys, block);
    for (const { index, sums } of rows) {
      const key = keys[index];
      if (key !== undefined) this.kept.set(textOf(key), sums);
    }
  }

  private async write(db: ClientBase, block: number, keys: readonly NodeKey[]): Promise<void> {
    const rows = new BinaryRows();
    for (const key of keys) {
      rows.begin(6);
      rows.put("text", this.ledger);
      rows.put("smallint", key.series);
      rows.put("smallint", key.level);
      rows.put("integer", key.node);
      rows.put("integer", block);
      rows.put("integers", this.vector(key));
    }
    await copyInto(db, "node (ledger, series, level, node, block, sums)", [rows.take()]);
  }

  private async writeGroups(db: Queryable, block: number, fresh: readonly NodeKey[]): Promise<void> {
    if (fresh.length === 0) return;
    await db.query(
      "insert into node_64 (ledger, series, node, since) select $1, series, node, $2 from unnest($3::int[], $4::int[]) as k (series, node)",
      [this.ledger, block, fresh.map(({ series }) => series), fresh.map(({ node }) => node)],
    );
  }
}

function textOf({ series, level, node }: NodeKey): string {
  return `${series}.${level}.${node}`;
}
