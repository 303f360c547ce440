import { type Cohort, caseKinds, cohorts, ruleSet, zone } from "@anshi/domain";
import { history } from "@anshi/domain/oracle";
import { appendAll, type LedgerId, type NewEvent } from "@anshi/ledger";
import fc from "fast-check";
import type { Pool } from "pg";
import type { CaseFact } from "../fact.js";
import { type ProjectionOptions, projection } from "../projection.js";
import { newEvent } from "../testing.js";

export const shanghai = zone("Asia/Shanghai");

/** A random case as events, in its order of arrival; ids are its own within the ledger. */
export const caseEvents = (subject: string): fc.Arbitrary<readonly NewEvent[]> =>
  fc.constantFrom(...caseKinds).chain((kind) =>
    history(kind).map((facts) =>
      facts.map(({ type, source, id, at, data }) => {
        const named = type.includes(".retracted.") ? { ...data, id: `${subject}/${String(data.id)}` } : data;
        return newEvent(type, subject, source, `${subject}/${id}`, at, named);
      }),
    ),
  );

/** Calendars and units that come and change meanwhile. */
const reference: fc.Arbitrary<readonly NewEvent[]> = fc.array(
  fc.oneof(
    fc
      .record({ year: fc.constantFrom(2026, 2027), from: fc.integer({ min: 1, max: 25 }), n: fc.nat(99) })
      .map(({ year, from, n }) => {
        const off = [0, 1, 2].map((day) => `${year}-05-${String(from + day).padStart(2, "0")}`);
        const data = { year, off, work: [], notice: "test" };
        return newEvent(
          "io.anshi.calendar.published.v1",
          `cn-${year}`,
          "urn:test:calendar",
          String(n),
          Date.UTC(2025, 0, 1 + n),
          data,
        );
      }),
    fc
      .record({
        id: fc.constantFrom("320902", "320903", "320900"),
        parent: fc.constantFrom("320900", "320902"),
        n: fc.nat(99),
      })
      .map(({ id, parent, n }) =>
        newEvent("io.anshi.unit.registered.v1", id, "urn:test:unit", `${id}-${n}`, Date.UTC(2025, 0, 1 + n), {
          id,
          name: id,
          parent,
        }),
      ),
    fc
      .record({
        measure: fc.constantFrom("25.2", "25.3", "26.1a", "26.1b"),
        period: fc.constantFrom("2025", "2026", "2026-Q1", "2026-01", "2026-Q2"),
        value: fc.constantFrom(0.5, 0.667, 3.5),
        n: fc.nat(99),
      })
      .map(({ n, ...data }) =>
        newEvent(
          "io.anshi.comparator.published.v1",
          data.measure,
          "urn:test:national",
          `${data.measure}-${n}`,
          Date.UTC(2025, 0, 1 + n),
          {
            ...data,
            basis: "全国平均",
          },
        ),
      ),
    fc
      .nat(99)
      .map((n) =>
        newEvent(
          "io.anshi.record.retracted.v1",
          "cn-2026",
          "urn:test:retraction",
          String(n),
          Date.UTC(2025, 5, 1),
          { source: "urn:test:calendar", id: String(n), reason: "test" },
        ),
      ),
  ),
  { maxLength: 4 },
);

/** A ledger as it came in, in runs of `step`; how it is projected; and a seed of what is asked of it. */
export const stream = fc
  .tuple(reference, ...Array.from({ length: 12 }, (_, n) => caseEvents(`S${n % 11}-${n}`)))
  .chain((parts) => {
    const all = parts.flat();
    const unique = [...new Map(all.map((each) => [`${each.source} ${each.id}`, each])).values()];
    return fc.record({
      // In the order of their times, with some of them late, or in no order at all.
      events: fc.oneof(
        fc.shuffledSubarray(unique, { minLength: unique.length }),
        fc
          .func(
            fc.option(fc.oneof(fc.integer({ min: 1, max: 48 }), fc.integer({ min: 1, max: 2_000 })), {
              freq: 3,
            }),
          )
          .map((lateHours) => {
            const arrival = (event: NewEvent): number =>
              Date.parse(event.time) + (lateHours(event.id) ?? 0) * 3_600_000;
            return [...unique].sort((a, b) => arrival(a) - arrival(b));
          }),
      ),
      step: fc.integer({ min: 1, max: 40 }),
      batch: fc.integer({ min: 1, max: 60 }),
      sealEvery: fc.constantFrom(1, 7, 40, 4_096),
      seed: fc.integer(),
    });
  });

/** Instants around the facts, at midnights and anywhere; half of the positions are the head. */
export function question(facts: readonly CaseFact[]) {
  const times = facts.map(({ at }) => at);
  // Where a clock lapses within a day.
  const dues = facts.flatMap(({ data }) =>
    typeof data.dueAt === "string" ? [Date.parse(data.dueAt) + 1] : [],
  );
  const near = fc
    .constantFrom(...times, ...dues)
    .chain((at) =>
      fc.constantFrom(
        at - 1,
        at,
        at + 1,
        shanghai.startOf(shanghai.dayOf(at) + 15),
        shanghai.startOf(shanghai.dayOf(at)),
      ),
    );
  const anywhere = fc.integer({ min: Math.min(...times), max: Math.max(...times) + 90 * 86_400_000 });
  return fc.oneof(near, anywhere).chain((t) => {
    const day = shanghai.dayOf(t);
    return fc.record({
      t: fc.constant(t),
      window: fc.oneof(
        fc.constant({}),
        fc.record({
          from: fc.integer({ min: day - 60, max: day }),
          to: fc.integer({ min: day - 10, max: day + 5 }),
        }),
        fc.constant({ from: day, to: day }),
        fc.record({ to: fc.integer({ min: day - 30, max: day }) }),
      ),
      cohort: fc.oneof(
        { weight: 2, arbitrary: fc.constant<Cohort>("settled") },
        { weight: 1, arbitrary: fc.constantFrom(...cohorts) },
      ),
      // Not a double: nearly all of those between 0 and 1 lie next to 0.
      p: fc.option(
        fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000),
        { freq: 1 },
      ),
    });
  });
}

/** How a stream comes, and is carried onto the board. */
export interface Carried extends Partial<Pick<ProjectionOptions, "batch" | "sealEvery">> {
  readonly events: readonly NewEvent[];
  /** Events appended at once; default: all. */
  readonly step?: number;
}

/** Appends a stream to a ledger and carries it onto the board. */
export async function carried(
  pool: Pool,
  ledger: LedgerId,
  { events, step = Math.max(events.length, 1), ...options }: Carried,
): Promise<void> {
  for (let from = 0; from < events.length; from += step)
    await appendAll(pool, ledger, [{ events: events.slice(from, from + step), rejected: [] }], {
      door: "http",
    });
  const own = projection({ pool, ledger, zone: shanghai, rules: ruleSet, ...options });
  while ((await own.step()).outcome !== "at-head");
}
