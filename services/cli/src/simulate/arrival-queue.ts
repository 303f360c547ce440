import { DAY_MS } from "@anshi/domain";
import type { Message } from "./message.js";

/** Messages that are yet to arrive, by day: it holds what is under way, however long the simulation. */
export class ArrivalQueue {
  readonly #days = new Map<number, Message[]>();

  add(message: Message): void {
    const day = Math.floor(message.arrivesAt / DAY_MS);
    const others = this.#days.get(day);
    if (others === undefined) this.#days.set(day, [message]);
    else others.push(message);
  }

  /** Takes out what arrives before the UTC day of an instant, in order; of one instant, in the order it was added. */
  *before(instant: number): Generator<Message, void> {
    const end = Math.floor(instant / DAY_MS);
    const due = [...this.#days.keys()].filter((day) => day < end).sort((a, b) => a - b);
    for (const day of due) {
      const messages = this.#days.get(day) ?? [];
      this.#days.delete(day);
      yield* messages.sort((a, b) => a.arrivesAt - b.arrivesAt);
    }
  }
}
