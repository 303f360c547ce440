import type { CaseKind } from "../event/index.js";
import type { Instant } from "../time/index.js";
import type { Clock, Origin } from "./clock.js";
import type { Fact } from "./fact.js";
import { effective, onlineOf } from "./known.js";
import { actOf, inOrder } from "./order.js";
import type { ClockKind } from "./rule.js";
import { type RunningClock, startClock } from "./running.js";
import type { World } from "./world.js";

/** A score that a complainant gave. */
export interface Rating {
  readonly ratedBy: Fact;
  readonly unit: string;
  readonly score: number;
  readonly at: Instant;
}

/** A case as its known facts make it. */
export interface Assessment {
  readonly clocks: readonly Clock[];
  /** 涉网; `null` while not classified, and for kinds that have no such flag. */
  readonly online: boolean | null;
  /** In the order they took effect. */
  readonly ratings: readonly Rating[];
  /** Facts that made no sense where they stand; kept, shown, never fatal. */
  readonly anomalies: readonly Fact[];
  /** The unit that holds the case after its last fact. */
  readonly holder: string | null;
}

/**
 * Folds the known facts of one case, in any order of arrival, into its clocks (domain.md §2, docs/counting.md).
 * `facts` may include the retractions (`record.retracted`) of the case's subject. Total: it never throws for data.
 */
export function assess(kind: CaseKind, facts: readonly Fact[], world: World): Assessment {
  const known = effective(facts);
  const fold = new Fold(kind, world);
  for (const fact of inOrder(known)) fold.next(fact);
  return {
    clocks: fold.clocks.map((clock) => clock.row()),
    online: onlineOf(known),
    ratings: fold.ratings,
    anomalies: fold.anomalies,
    holder: fold.holder,
  };
}

interface Applied {
  readonly fact: Fact;
  readonly act: string;
  /** The instant it takes effect: its own, or that of the receipt or acceptance it waited for. */
  readonly at: Instant;
  readonly disordered: boolean;
}

/**
 * The state of a case: nobody holds it (every fact but receipts waits) → held (clocks run, stop, end) → nobody again
 * by a transfer or return. Under one receipt: mediation not started → running → over; `withdrawn` bars it.
 */
class Fold {
  readonly clocks: RunningClock[] = [];
  readonly ratings: Rating[] = [];
  readonly anomalies: Fact[] = [];
  holder: string | null = null;

  private origin: Origin | null = null;
  private mediation: "open" | "used" | "barred" = "open";
  private suspension: { readonly reason: string; readonly at: Instant } | null = null;
  private waiting: Fact[] = [];

  constructor(
    private readonly kind: CaseKind,
    private readonly world: World,
  ) {}

  next(fact: Fact): void {
    this.apply({ fact, act: actOf(fact.type), at: fact.at, disordered: false });
  }

  private apply(applied: Applied): void {
    if (applied.act === "received" || applied.act === "issued") this.receive(applied);
    else if (applied.act === "classified") return;
    else if (this.holder === null) this.waiting.push(applied.fact);
    else Fold.acts[applied.act]?.(this, applied);
  }

  /** What an act does to a held case; `assigned`, `claimed` and the like are recorded, no clock reads them. */
  private static readonly acts: Readonly<Record<string, (fold: Fold, applied: Applied) => void>> = {
    transferred: (fold, applied) => {
      if (applied.fact.data.toUnit !== fold.holder) fold.release(applied);
    },
    returned: (fold, applied) => fold.release(applied),
    extended: (fold, applied) => fold.extend(applied),
    suspended: (fold, applied) => fold.suspend(applied),
    resumed: (fold, applied) => fold.resume(applied),
    repeated: (fold, applied) => fold.repeat(applied),
    accepted: (fold, applied) => fold.accept(applied),
    rejected: (fold, applied) => fold.stop(["complaint.accept"], applied),
    agreed: (fold, applied) => fold.conclude(applied),
    terminated: (fold, applied) => fold.conclude(applied),
    withdrawn: (fold, applied) => fold.withdraw(applied),
    verified: (fold, applied) => fold.stop(["lead.verify", "dispatch.verify"], applied),
    completed: (fold, applied) => {
      if (fold.clocks.some((clock) => clock.kind === "lead.handle")) fold.stop(["lead.handle"], applied);
    },
    disposed: (fold, applied) => fold.stop(["identity.claim"], applied),
    settled: (fold, applied) => fold.stop(["odr.close"], applied),
    failed: (fold, applied) => fold.stop(["odr.close"], applied),
    rated: (fold, { fact, at }) => {
      if (fold.holder === null) return;
      fold.ratings.push({ ratedBy: fact, unit: fold.holder, score: Number(fact.data.score), at });
    },
  };

  private receive(applied: Applied): void {
    const { fact, at } = applied;
    const unit = String(fact.data.unit);
    if (this.holder === unit && this.clocks.some((clock) => clock.isOpen)) return;
    this.endAll(applied);
    this.holder = unit;
    this.suspension = null;
    this.mediation = "open";
    const origin = fact.data.origin as Origin | "transferred" | undefined;
    if (origin !== undefined && origin !== "transferred") this.origin = origin;

    for (const clock of this.startedByReceipt()) this.start(clock, fact, at);
    const waited = this.waiting;
    this.waiting = [];
    for (const each of waited) this.apply({ fact: each, act: actOf(each.type), at, disordered: true });
  }

  private startedByReceipt(): readonly ClockKind[] {
    switch (this.kind) {
      case "complaint":
        return ["complaint.accept"];
      case "lead":
        return this.origin === "assigned" || this.origin === "supervised"
          ? ["lead.verify", "lead.handle"]
          : ["lead.verify"];
      case "dispatch":
        return ["dispatch.verify"];
      case "identity":
        return ["identity.claim"];
      case "odr":
        return ["odr.close"];
    }
  }

  private start(kind: ClockKind, fact: Fact, at: Instant): void {
    if (this.holder === null) return;
    const clock = startClock(kind, fact, at, this.holder, this.origin, this.world);
    if (this.suspension !== null) clock.suspend(this.suspension.reason, this.suspension.at, at);
    this.clocks.push(clock);
  }

  /** The holder lets go: its clocks end and nobody holds the case. */
  private release(applied: Applied): void {
    this.endAll(applied);
    this.holder = null;
    this.suspension = null;
  }

  private endAll(applied: Applied): void {
    for (const clock of this.clocks) if (clock.isOpen) clock.end(applied.act, applied.at, applied.disordered);
  }

  private stop(kinds: readonly ClockKind[], applied: Applied): void {
    let stopped = false;
    for (const clock of this.clocks) {
      if (!clock.isOpen || !kinds.includes(clock.kind)) continue;
      clock.stop(applied.act, applied.at, applied.disordered);
      stopped = true;
    }
    if (!stopped) this.anomalies.push(applied.fact);
  }

  private accept(applied: Applied): void {
    const starts = this.mediation === "open";
    if (!starts || this.isOpen("complaint.accept")) this.stop(["complaint.accept"], applied);
    if (!starts) return;
    this.mediation = "used";
    this.start("complaint.mediate", applied.fact, applied.at);
    const waited = this.waiting;
    this.waiting = [];
    for (const fact of waited) this.apply({ fact, act: actOf(fact.type), at: applied.at, disordered: true });
  }

  /** `agreed` or `terminated`: waits while this receipt's mediation has not started. */
  private conclude(applied: Applied): void {
    if (this.mediation === "used") this.stop(["complaint.mediate"], applied);
    else this.waiting.push(applied.fact);
  }

  private withdraw(applied: Applied): void {
    if (this.kind === "lead") {
      if (!this.clocks.some((clock) => clock.isOpen)) this.anomalies.push(applied.fact);
      this.endAll(applied);
      return;
    }
    if (this.mediation === "used") {
      this.stop(["complaint.mediate"], applied);
      return;
    }
    if (!this.isOpen("complaint.accept")) this.anomalies.push(applied.fact);
    this.endAll(applied);
    this.mediation = "barred";
  }

  private repeat(applied: Applied): void {
    if (applied.fact.data.newFacts !== true) return;
    for (const clock of this.clocks) {
      if (
        clock.isOpen &&
        clock.kind === "lead.verify" &&
        (applied.disordered || !clock.hasLapsed(applied.at))
      ) {
        clock.end(applied.act, applied.at, applied.disordered);
      }
    }
    this.start("lead.verify", applied.fact, applied.at);
  }

  private extend(applied: Applied): void {
    let concerned = false;
    for (const clock of this.clocks) {
      if (clock.isOpen && clock.extend(applied.fact.data.until, applied.at)) concerned = true;
    }
    if (!concerned) this.anomalies.push(applied.fact);
  }

  private suspend(applied: Applied): void {
    if (this.suspension !== null) {
      this.anomalies.push(applied.fact);
      return;
    }
    const reason = String(applied.fact.data.reason);
    this.suspension = { reason, at: applied.at };
    for (const clock of this.clocks) if (clock.isOpen) clock.suspend(reason, applied.at, applied.at);
  }

  private resume(applied: Applied): void {
    if (this.suspension === null) {
      this.anomalies.push(applied.fact);
      return;
    }
    this.suspension = null;
    for (const clock of this.clocks) if (clock.isOpen) clock.resume(applied.at);
  }

  private isOpen(kind: ClockKind): boolean {
    return this.clocks.some((clock) => clock.isOpen && clock.kind === kind);
  }
}
