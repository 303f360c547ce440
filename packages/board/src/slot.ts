import { belongs, type ClockKind, caseKindOf, measures, type Origin, type Slot } from "@anshi/domain";
import type { LedgerId, Queryable } from "@anshi/ledger";
import { sameSlot } from "./version.js";

/** A slot as stored. */
export interface StoredSlot {
  readonly id: number;
  readonly slot: Slot;
  /** Place in the vectors of its kind; `null`: no measure can count it. */
  readonly place: number | null;
}

/** All slots of a ledger, as its projection knows them: one at a time writes them. */
export class Slots {
  /** By unit: few of each, so that no text need be made to find one. */
  private readonly byUnit = new Map<string, StoredSlot[]>();
  private readonly byId = new Map<number, StoredSlot>();

  private constructor() {}

  /** Takes up those that are stored. */
  static async resume(db: Queryable, ledger: LedgerId): Promise<Slots> {
    const slots = new Slots();
    for (const stored of await readSlots(db, ledger)) slots.add(stored);
    return slots;
  }

  has(slot: Slot): boolean {
    return this.find(slot) !== undefined;
  }

  /** The slot as stored, which it must be. */
  of(slot: Slot): StoredSlot {
    return known(this.find(slot));
  }

  /** The slot of this number, which must be stored too. */
  withId(id: number): StoredSlot {
    return known(this.byId.get(id));
  }

  add(stored: StoredSlot): void {
    const own = this.byUnit.get(stored.slot.unit) ?? [];
    own.push(stored);
    this.byUnit.set(stored.slot.unit, own);
    this.byId.set(stored.id, stored);
  }

  /** How many places of a kind's vectors are taken. */
  places(kind: ClockKind): number {
    let places = 0;
    for (const { slot, place } of this.byId.values()) if (slot.clock === kind && place !== null) places += 1;
    return places;
  }

  private find(slot: Slot): StoredSlot | undefined {
    return this.byUnit.get(slot.unit)?.find((stored) => sameSlot(stored.slot, slot));
  }
}

function known(stored: StoredSlot | undefined): StoredSlot {
  if (stored === undefined) throw new Error("a slot is stored before what stands in it");
  return stored;
}

/** Every slot of a ledger. */
export async function readSlots(db: Queryable, ledger: LedgerId): Promise<readonly StoredSlot[]> {
  const { rows } = await db.query<{
    readonly slot: number;
    readonly kind: ClockKind;
    readonly unit: string;
    readonly online: boolean | null;
    readonly origin: Origin | null;
    readonly place: number | null;
  }>({
    name: "board slots",
    text: "select slot, kind, unit, online, origin, place from slot where ledger = $1",
    values: [ledger],
  });
  return rows.map(({ slot, kind, unit, online, origin, place }) => ({
    id: slot,
    slot: { clock: kind, unit, online, origin },
    place,
  }));
}

const MOST_READ = 64;

/** Slots by the building of the board, the ledger, and how many it had. */
const slotsRead = new Map<string, readonly StoredSlot[]>();

/** All slots of a ledger, of which there are so many: as read before, or read now; they are never altered, only added to. */
export async function slotsSince(
  db: Queryable,
  ledger: LedgerId,
  { generation, slots: count }: { readonly generation: string; readonly slots: number },
): Promise<readonly StoredSlot[]> {
  const key = `${generation} ${ledger} ${count}`;
  const known = slotsRead.get(key);
  if (known !== undefined) return known;
  const slots = await readSlots(db, ledger);
  if (slotsRead.size >= MOST_READ) slotsRead.clear();
  slotsRead.set(key, slots);
  return slots;
}

/** Stores those needed that are new, within the caller's transaction. */
export async function ensureSlots(
  db: Queryable,
  ledger: LedgerId,
  needed: Iterable<Slot>,
  slots: Slots,
): Promise<void> {
  for (const slot of needed) {
    if (slots.has(slot)) continue;
    const place = isCounted(slot) ? slots.places(slot.clock) : null;
    const { rows } = await db.query<{ readonly slot: number }>(
      "insert into slot (ledger, kind, unit, online, origin, place) values ($1, $2, $3, $4, $5, $6) returning slot",
      [ledger, slot.clock, slot.unit, slot.online, slot.origin, place],
    );
    const id = rows[0]?.slot;
    if (id !== undefined) slots.add({ id, slot, place });
  }
}

/** Whether any measure counts the slot, or would if it were classified. */
function isCounted(slot: Slot): boolean {
  return measures.some((measure) => belongs(measure, slot) !== false);
}

/** Whether it cannot be told which measures count the slot: its online flag, or the origin of a lead, is unknown (未分类). */
export function isUnclassified({ clock, online, origin }: Slot): boolean {
  const kind = caseKindOf(clock);
  return kind === "lead" ? online === null || origin === null : kind === "complaint" && online === null;
}
