/**
 * Worked deadlines, checked by hand against the calendars of 2020–2026: start day, period and due day.
 * `statutory` is the due where only the days off of the notices roll.
 */
export interface Vector {
  readonly period: `${number} ${"working-days" | "calendar-days"}`;
  readonly start: string;
  readonly due: string;
  readonly statutory?: string;
  readonly suspended?: readonly [string, string];
  readonly note: string;
}

const working = (days: number) => `${days} working-days` as const;
const calendar = (days: number) => `${days} calendar-days` as const;

export const vectors: readonly Vector[] = [
  {
    period: working(7),
    start: "2026-09-18",
    due: "2026-09-29",
    note: "complaint.accept(7wd): make-up Sunday 09-20 counts; 09-25..27 Mid-Autumn off",
  },
  {
    period: working(7),
    start: "2026-09-30",
    due: "2026-10-15",
    note: "complaint.accept(7wd): National Day 10-01..07; make-up Saturday 10-10 counts",
  },
  {
    period: working(7),
    start: "2026-09-20",
    due: "2026-09-30",
    note: "complaint.accept(7wd): received on a make-up workday (Sunday)",
  },
  {
    period: working(7),
    start: "2026-09-19",
    due: "2026-09-29",
    note: "complaint.accept(7wd): received on a Saturday: first counted day is Sunday 09-20 (make-up)",
  },
  {
    period: working(7),
    start: "2026-02-13",
    due: "2026-03-02",
    note: "complaint.accept(7wd): Spring Festival 02-15..23; make-up 02-14 and 02-28",
  },
  {
    period: working(7),
    start: "2026-04-30",
    due: "2026-05-13",
    note: "complaint.accept(7wd): Labour Day 05-01..05; make-up 05-09",
  },
  {
    period: working(7),
    start: "2026-11-20",
    due: "2026-12-01",
    note: "complaint.accept(7wd): ordinary Friday",
  },
  {
    period: working(7),
    start: "2026-11-21",
    due: "2026-12-01",
    note: "complaint.accept(7wd): ordinary Saturday: same due as Friday",
  },
  {
    period: working(7),
    start: "2026-11-22",
    due: "2026-12-01",
    note: "complaint.accept(7wd): ordinary Sunday: same due as Friday",
  },
  { period: working(15), start: "2026-09-18", due: "2026-10-15", note: "report.verify(15wd)" },
  {
    period: working(15),
    start: "2026-01-30",
    due: "2026-02-27",
    note: "report.verify(15wd): Spring Festival inside",
  },
  { period: working(30), start: "2026-01-30", due: "2026-03-19", note: "report.verify+ext(30wd)" },
  {
    period: working(15),
    start: "2025-09-25",
    due: "2025-10-22",
    note: "report.verify(15wd): National Day+Mid-Autumn 2025-10-01..08; make-up 09-28, 10-11",
  },
  {
    period: working(45),
    start: "2025-12-31",
    due: "2026-03-11",
    note: "complaint.mediate(45wd, Order 20): crosses Spring Festival 2026",
  },
  {
    period: working(45),
    start: "2024-01-15",
    due: "2024-03-21",
    note: "complaint.mediate(45wd, Order 20): crosses Spring Festival 2024",
  },
  {
    period: working(7),
    start: "2020-01-21",
    due: "2020-02-07",
    note: "complaint.accept(7wd): 2020 Spring Festival after extension to 02-02",
  },
  {
    period: working(7),
    start: "2023-01-20",
    due: "2023-02-03",
    note: "complaint.accept(7wd): make-up Sat 01-28 and Sun 01-29",
  },
  {
    period: working(7),
    start: "2024-09-27",
    due: "2024-10-12",
    note: "complaint.accept(7wd): make-up Sun 09-29; National Day; make-up Sat 10-12",
  },
  {
    period: calendar(60),
    start: "2026-08-03",
    due: "2026-10-08",
    statutory: "2026-10-08",
    note: "complaint.mediate(60d, Order 121): lands inside National Day arrangement",
  },
  {
    period: calendar(60),
    start: "2026-07-28",
    due: "2026-09-28",
    statutory: "2026-09-28",
    note: "complaint.mediate(60d, Order 121): lands on Sat 09-26 inside Mid-Autumn arrangement",
  },
  {
    period: calendar(60),
    start: "2026-06-16",
    due: "2026-08-17",
    statutory: "2026-08-15",
    note: "complaint.mediate(60d, Order 121): lands on an ordinary Saturday: the two rollover readings differ",
  },
  {
    period: calendar(60),
    start: "2026-07-22",
    due: "2026-09-20",
    statutory: "2026-09-20",
    note: "complaint.mediate(60d, Order 121): lands on Sunday 09-20, a make-up WORKDAY: no rollover",
  },
  {
    period: calendar(90),
    start: "2026-07-03",
    due: "2026-10-08",
    statutory: "2026-10-08",
    note: "case.decide(90d): lands on 10-01",
  },
  {
    period: calendar(120),
    start: "2026-06-05",
    due: "2026-10-08",
    statutory: "2026-10-08",
    note: "case.decide(90+30d): lands inside National Day",
  },
  {
    period: calendar(60),
    start: "2026-04-15",
    due: "2026-06-15",
    statutory: "2026-06-14",
    note: "complaint.mediate(60d, Order 121): first day of Order 121",
  },
  {
    period: working(15),
    start: "2026-03-02",
    due: "2026-04-03",
    suspended: ["2026-03-09", "2026-03-20"],
    note: "report.verify(15wd) with suspension: excluded days are those d with suspend < d <= resume (design convention)",
  },
];
