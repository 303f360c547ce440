import type { Random } from "./random.js";
import { type DemoUnit, demoUnits } from "./units.js";

/** An event of the demonstration, before its time has come or after. */
export interface DemoEvent {
  readonly at: number;
  readonly type: string;
  readonly subject: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** One invented case that comes in at `at`: what happens to it, in time order. */
export function demoCase(subject: string, at: number, random: Random): readonly DemoEvent[] {
  const unit = unitFor(random);
  const kind = random.next();
  const make =
    kind < 0.58 ? complaint : kind < 0.74 ? lead : kind < 0.93 ? dispatch : kind < 0.97 ? identity : odr;
  return [...make(subject, at, unit, random)].sort((a, b) => a.at - b.at);
}

function unitFor(random: Random): DemoUnit {
  let left = random.next();
  for (const unit of demoUnits) {
    left -= unit.share;
    if (left < 0) return unit;
  }
  return demoUnits[0];
}

type History = Generator<DemoEvent, void>;

function* complaint(subject: string, at: number, unit: DemoUnit, random: Random): History {
  const type = (act: string) => `io.anshi.complaint.${act}.v1`;
  const online = random.chance(0.97) ? { online: random.chance(0.85) } : {};
  const channel = random.pick(["platform", "platform", "phone", "web"]);
  yield { at, type: type("received"), subject, data: { unit: unit.id, channel, ...online } };
  let now = at;
  let holder = unit;
  if (random.chance(0.04)) {
    now += random.duration(2 * DAY);
    holder = unitFor(random);
    yield { at: now, type: type("transferred"), subject, data: { toUnit: holder.id } };
    now += random.duration(6 * HOUR);
    yield { at: now, type: type("received"), subject, data: { unit: holder.id } };
  }
  if (random.chance(0.02)) {
    yield { at: now + random.duration(2 * DAY), type: type("withdrawn"), subject };
    return;
  }
  now += Math.min(random.duration(4.6 * DAY * holder.pace), 25 * DAY);
  if (random.chance(0.18)) {
    yield { at: now, type: type("rejected"), subject, data: { ground: 1 + Math.floor(random.next() * 7) } };
    return;
  }
  yield { at: now, type: type("accepted"), subject };
  if (random.chance(0.05)) {
    now += random.duration(5 * DAY);
    yield { at: now, type: type("suspended"), subject, data: { reason: random.pick(["鉴定", "检测"]) } };
    now += random.duration(12 * DAY);
    yield { at: now, type: type("resumed"), subject };
  }
  now += random.duration(30 * DAY * holder.pace);
  if (random.chance(0.62))
    yield {
      at: now,
      type: type("agreed"),
      subject,
      data: { recoveredAmount: Math.round(random.duration(400)) },
    };
  else
    yield { at: now, type: type("terminated"), subject, data: { ground: 1 + Math.floor(random.next() * 8) } };
  if (random.chance(0.4)) {
    const score = random.pick([1, 3, 4, 4, 5, 5, 5]);
    yield { at: now + random.duration(3 * DAY), type: type("rated"), subject, data: { score } };
  }
}

function* lead(subject: string, at: number, unit: DemoUnit, random: Random): History {
  const type = (act: string) => `io.anshi.lead.${act}.v1`;
  const origin = random.pick([
    "report",
    "report",
    "report",
    "report",
    "assigned",
    "supervised",
    "inspection",
  ]);
  const instructed = origin === "assigned" || origin === "supervised";
  const dueOn =
    instructed && random.chance(0.7) ? { dueOn: new Date(at + 35 * DAY).toISOString().slice(0, 10) } : {};
  yield {
    at,
    type: type("received"),
    subject,
    data: { unit: unit.id, origin, online: random.chance(0.8), ...dueOn },
  };
  let now = at + random.duration(11 * DAY * unit.pace);
  if (random.chance(0.12)) {
    yield { at: Math.min(now, at + 14 * DAY), type: type("extended"), subject };
    now += random.duration(8 * DAY);
  }
  if (random.chance(0.05)) {
    yield { at: now, type: type("repeated"), subject, data: { newFacts: random.chance(0.5) } };
    now += random.duration(7 * DAY);
  }
  yield {
    at: now,
    type: type("verified"),
    subject,
    data: { result: random.pick(["filed", "not-filed", "unfounded"]) },
  };
  if (instructed) yield { at: now + random.duration(9 * DAY * unit.pace), type: type("completed"), subject };
}

function* dispatch(subject: string, at: number, unit: DemoUnit, random: Random): History {
  const type = (act: string) => `io.anshi.dispatch.${act}.v1`;
  yield {
    at,
    type: type("issued"),
    subject,
    data: { unit: unit.id, batch: new Date(at).toISOString().slice(0, 7) },
  };
  const now = at + random.duration(11 * DAY * unit.pace);
  if (random.chance(0.03)) yield { at: now, type: type("returned"), subject };
  else if (random.chance(0.985))
    yield {
      at: now,
      type: type("verified"),
      subject,
      data: { result: random.pick(["confirmed", "refuted"]) },
    };
}

function* identity(subject: string, at: number, unit: DemoUnit, random: Random): History {
  yield { at, type: "io.anshi.identity.issued.v1", subject, data: { unit: unit.id } };
  const claimed = at + random.duration(5 * DAY * unit.pace);
  yield { at: claimed, type: "io.anshi.identity.claimed.v1", subject };
  yield { at: claimed + random.duration(10 * DAY), type: "io.anshi.identity.disposed.v1", subject };
}

function* odr(subject: string, at: number, unit: DemoUnit, random: Random): History {
  yield { at, type: "io.anshi.odr.received.v1", subject, data: { unit: unit.id } };
  const act = random.chance(0.7) ? "settled" : "failed";
  yield { at: at + random.duration(6 * DAY * unit.pace), type: `io.anshi.odr.${act}.v1`, subject };
}
