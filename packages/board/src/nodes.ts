import type { Day } from "@anshi/domain";
import { BinaryRows, copyInto, type LedgerId, type Queryable } from "@anshi/ledger";
import type { ClientBase } from "pg";
import { group64, nodeOf, nodesOver } from "./node.js";
import { readNodes } from "./read-nodes.js";
import { addVector } from "./vector.js";

/** Vectors to add, by series and day. */
export type Deltas = ReadonlyMap<number, ReadonlyMap<Day, readonly number[]>>;

/** A group of 64 days of a series. */
interface Group {
  readonly series: number;
  readonly place: number;
}

/** Nodes kept in memory; more than a ledger of ten years has. */
const MOST_KEPT = 100_000;

/** The sealed sums of a ledger as its projection writes them: the latest of each node in memory, once touched. */
export class Nodes {
  private readonly kept = new Map<number, number[]>();
  /** The places of the groups of 64 days that exist, ascending, by series. */
  private readonly groups = new Map<number, number[]>();

  constructor(private readonly ledger: LedgerId) {}

  /** Adds vectors and writes every node that changed, as of a block. */
  async seal(db: ClientBase, block: number, deltas: Deltas): Promise<void> {
    if (this.kept.size > MOST_KEPT) this.kept.clear();
    await this.readGroups(db, deltas);
    const fresh = this.freshGroups(deltas);
    await this.read(db, block, this.needed(deltas, fresh));
    for (const group of fresh) this.open(group);
    const touched = new Set<number>();
    for (const [series, days] of deltas) {
      for (const [day, sums] of days) {
        for (const node of [...nodesOver(series, day), ...this.groupsFrom(series, group64(day))]) {
          touched.add(node);
          addVector(this.vector(node), sums);
        }
      }
    }
    await this.write(db, block, touched);
    await this.writeGroups(db, block, fresh);
  }

  private vector(node: number): number[] {
    const known = this.kept.get(node);
    if (known !== undefined) return known;
    const made: number[] = [];
    this.kept.set(node, made);
    return made;
  }

  private groupsFrom(series: number, from: number): readonly number[] {
    return (this.groups.get(series) ?? [])
      .filter((place) => place >= from)
      .map((place) => nodeOf(series, 2, place));
  }

  /** The node of the last group before one. */
  private nodeBefore({ series, place }: Group): number | undefined {
    const before = (this.groups.get(series) ?? []).filter((each) => each < place).at(-1);
    return before === undefined ? undefined : nodeOf(series, 2, before);
  }

  private async readGroups(db: Queryable, deltas: Deltas): Promise<void> {
    const missing = [...deltas.keys()].filter((series) => !this.groups.has(series));
    if (missing.length === 0) return;
    for (const series of missing) this.groups.set(series, []);
    const { rows } = await db.query<Group>(
      "select series, place from node_64 where ledger = $1 and series = any ($2) order by series, place",
      [this.ledger, missing],
    );
    for (const { series, place } of rows) this.groups.get(series)?.push(place);
  }

  private freshGroups(deltas: Deltas): readonly Group[] {
    const fresh: Group[] = [];
    for (const [series, days] of deltas) {
      const known = new Set(this.groups.get(series));
      for (const day of days.keys()) {
        const place = group64(day);
        if (known.has(place)) continue;
        known.add(place);
        fresh.push({ series, place });
      }
    }
    return fresh.sort((a, b) => a.place - b.place);
  }

  /** A group that did not exist begins with all that is before it. */
  private open(group: Group): void {
    const { series, place } = group;
    const before = this.nodeBefore(group);
    this.kept.set(nodeOf(series, 2, place), before === undefined ? [] : [...this.vector(before)]);
    this.groups.set(
      series,
      [...(this.groups.get(series) ?? []), place].sort((a, b) => a - b),
    );
  }

  /** Those not in memory that are to be added to, or begun from. */
  private needed(deltas: Deltas, fresh: readonly Group[]): readonly number[] {
    const needed = new Set<number>();
    for (const [series, days] of deltas) {
      let first = Number.POSITIVE_INFINITY;
      for (const day of days.keys()) {
        for (const node of nodesOver(series, day)) needed.add(node);
        first = Math.min(first, group64(day));
      }
      for (const node of this.groupsFrom(series, first)) needed.add(node);
    }
    for (const group of fresh) {
      const before = this.nodeBefore(group);
      if (before !== undefined) needed.add(before);
    }
    return [...needed].filter((node) => !this.kept.has(node));
  }

  private async read(db: Queryable, block: number, nodes: readonly number[]): Promise<void> {
    if (nodes.length === 0 || block === 1) return;
    for (const [node, sums] of await readNodes(db, this.ledger, nodes, block)) this.kept.set(node, sums);
  }

  private async write(db: ClientBase, block: number, nodes: Iterable<number>): Promise<void> {
    const rows = new BinaryRows();
    for (const node of nodes) {
      rows.begin(4);
      rows.put("bigint", BigInt(node));
      rows.put("text", this.ledger);
      rows.put("integer", block);
      rows.put("integers", this.vector(node));
    }
    await copyInto(db, "node (node, ledger, block, sums)", [rows.take()]);
  }

  private async writeGroups(db: Queryable, block: number, fresh: readonly Group[]): Promise<void> {
    if (fresh.length === 0) return;
    await db.query(
      "insert into node_64 (ledger, series, place, since) select $1, series, place, $2 from unnest($3::int[], $4::int[]) as k (series, place)",
      [this.ledger, block, fresh.map(({ series }) => series), fresh.map(({ place }) => place)],
    );
  }
}
