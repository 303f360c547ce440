import type { LedgerId } from "@anshi/ledger";

const DAY = 86_400_000;

/** What the ledger of figures known by heart is called. */
export const SEEDED = "4101" as LedgerId;

const event = (subject: string, type: string, at: number, data?: object) => ({
  specversion: "1.0",
  id: `${subject}/${type}`,
  source: "urn:test",
  type: `io.anshi.${type}.v1`,
  subject,
  time: new Date(at).toISOString(),
  ...(data === undefined ? {} : { data }),
});

/** Dispatches of a unit: so many verified on time, so many after their due day, so many never. */
function dispatches(
  unit: string,
  now: number,
  kept: number,
  late: number,
  overdue: number,
): readonly object[] {
  return Array.from({ length: kept + late + overdue }, (_none, n) => {
    const subject = `${unit}-${n}`;
    const issued = now - 100 * DAY + n;
    const after = n < kept ? 5 : n < kept + late ? 60 : undefined;
    return [
      event(subject, "dispatch.issued", issued, { unit }),
      ...(after === undefined
        ? []
        : [event(subject, "dispatch.verified", issued + after * DAY, { result: "confirmed" })]),
    ];
  }).flat();
}

const complaint = (subject: string, unit: string, now: number, score: number) => [
  event(subject, "complaint.received", now - 50 * DAY, { unit, online: true }),
  event(subject, "complaint.accepted", now - 48 * DAY),
  event(subject, score > 2 ? "complaint.agreed" : "complaint.terminated", now - 40 * DAY),
  event(subject, "complaint.rated", now - 39 * DAY, { score }),
];

/** National figures of this year. */
export function national(now: number): readonly object[] {
  const period = new Date(now).getUTCFullYear().toString();
  return Object.entries({ "19.1": 0.93, "25.2": 0.6, "25.3": 3.9 }).map(([measure, value]) => ({
    ...event("national", "comparator.published", now - 200 * DAY, { measure, period, value, basis: "test" }),
    id: `national/${measure}`,
  }));
}

/**
 * Two units. 19.1: 27 of 30 in time, exactly at the line of 90 %; 22 of 25, below it, one of these sent back after its lapse; together 49 of 55. 25.2 and 25.3: 2 of 3 agreed,
 * scores 5, 4 and 2, against national figures. One dispatch is due today, one is not classified.
 */
export function seededEvents(now: number, today: string): readonly object[] {
  return [
    event("410102", "unit.registered", now - 300 * DAY, { id: "410102", name: "中原区", parent: SEEDED }),
    event("410103", "unit.registered", now - 300 * DAY, { id: "410103", name: "二七区", parent: SEEDED }),
    ...national(now),
    ...dispatches("410102", now, 27, 2, 1),
    ...dispatches("410103", now, 22, 2, 0),
    ...complaint("rated-5", "410102", now, 5),
    ...complaint("rated-4", "410103", now, 4),
    ...complaint("rated-2", "410103", now, 2),
    event("due-today", "dispatch.issued", now - 3 * DAY, { unit: "410103", dueOn: today }),
    event("unclassified", "complaint.received", now - DAY / 2, { unit: "410103" }),
    event("sent-back-late", "dispatch.issued", now - 90 * DAY, { unit: "410103", dueOn: dayBefore(now, 80) }),
    event("sent-back-late", "dispatch.returned", now - 70 * DAY),
  ];
}

/** The verification of one dispatch in time turns out to be wrong: 26 of 30. */
export function correction(now: number): readonly object[] {
  return [
    event("410102-0", "record.retracted", now - DAY, {
      source: "urn:test",
      id: "410102-0/dispatch.verified",
      reason: "entered for another case",
    }),
  ];
}

function dayBefore(now: number, days: number): string {
  return new Date(now - days * DAY).toISOString().slice(0, 10);
}

/** A dispatch that was sent back within these days, after it had lapsed. */
export function sentBackLately(now: number): readonly object[] {
  return [
    event("sent-back-lately", "dispatch.issued", now - 40 * DAY, {
      unit: "320902",
      dueOn: dayBefore(now, 25),
    }),
    event("sent-back-lately", "dispatch.returned", now - 10 * DAY),
  ];
}

/** A dispatch that lapses by time alone, so many milliseconds from now. */
export function dueWithin(now: number, milliseconds: number): readonly object[] {
  return [
    event("lapses", "dispatch.issued", now, {
      unit: "320902",
      dueAt: new Date(now + milliseconds).toISOString(),
    }),
  ];
}
