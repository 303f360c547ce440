import { ruleSet, zone } from "@anshi/domain";
import { appendAll, type LedgerId } from "@anshi/ledger";
import { afterAll, beforeAll, expect, it } from "vitest";
import { list } from "./list.js";
import { nearDue } from "./near-due.js";
import { parkedCases } from "./parked-cases.js";
import { checkpoint, projection } from "./projection.js";
import { readReference } from "./reference.js";
import { type BoardDatabase, boardDatabase, newEvent } from "./testing.js";

const shanghai = zone("Asia/Shanghai");
const ledger = "3209" as LedgerId;
const at = (text: string) => Date.parse(`${text}+08:00`);
const now = at("2026-03-18T12:00:00");
const day = (text: string) => shanghai.dayOf(at(`${text}T12:00:00`));

let database: BoardDatabase;
beforeAll(async () => {
  database = await boardDatabase();
  const event = (type: string, subject: string, time: string, data: Readonly<Record<string, unknown>> = {}) =>
    newEvent(`io.anshi.${type}.v1`, subject, "urn:test", `${subject}/${type}`, at(time), data);
  const issued = (subject: string, unit: string, due: Readonly<Record<string, string>>) =>
    event("dispatch.issued", subject, "2026-03-02T10:00:00", { unit, ...due });
  const events = [
    event("unit.registered", "320900", "2026-01-01T10:00:00", { id: "320900", name: "盐城市" }),
    event("unit.registered", "320902", "2026-01-01T10:00:00", {
      id: "320902",
      name: "亭湖区",
      parent: "320900",
    }),
    issued("overdue", "320902", { dueOn: "2026-03-17" }),
    issued("today", "320902", { dueOn: "2026-03-18" }),
    issued("today-gone", "320902", { dueAt: "2026-03-18T11:00:00+08:00" }),
    issued("today-later", "320902", { dueAt: "2026-03-18T13:00:00+08:00" }),
    issued("soon", "999", { dueOn: "2026-03-20" }),
    issued("later", "320902", { dueOn: "2026-03-25" }),
    issued("beyond", "320902", { dueOn: "2026-03-26" }),
    issued("verified", "320902", { dueOn: "2026-03-19" }),
    event("dispatch.verified", "verified", "2026-03-05T10:00:00", { result: "confirmed" }),
    event("identity.issued", "identity", "2026-03-02T10:00:00", { unit: "320902", dueOn: "2026-03-19" }),
    event("complaint.received", "unclassified", "2026-03-10T10:00:00", { unit: "320902" }),
    event("complaint.received", "online", "2026-03-10T10:00:00", { unit: "320902", online: true }),
  ];
  await appendAll(database.pool, ledger, [{ events, rejected: [] }], { door: "http" });
  const project = projection({ pool: database.pool, ledger, zone: shanghai, rules: ruleSet });
  while ((await project.step()).outcome !== "at-head");
});
afterAll(() => database.close());

const near = async (...by: readonly string[]) => {
  const { tree } = await readReference(database.pool, ledger, 99n);
  const rows = await nearDue(database.pool, { ledger, zone: shanghai, asOf: now, by: by.map(day), tree });
  return (measure: string, unit: string, last = by[0] ?? "") =>
    rows.find((row) => row.measure === measure && row.unit === unit && row.by === day(last))?.count ?? 0;
};

it("counts what is pending and due by each day, rolled up the tree", async () => {
  const count = await near("2026-03-18", "2026-03-20", "2026-03-25");
  const of = (measure: string, unit: string) =>
    ["2026-03-18", "2026-03-20", "2026-03-25"].map((last) => count(measure, unit, last));
  expect(of("19.1", "320902")).toEqual([2, 2, 3]);
  expect(of("19.2", "320900")).toEqual([2, 2, 3]);
  expect(of("19.1", "999")).toEqual([0, 1, 1]);
  expect(of("19.1", "3209")).toEqual([2, 3, 4]);
  expect(of("11.2", "3209")).toEqual([0, 1, 1]);
});

it("leaves out what is not classified, as every figure of a measure does", async () => {
  expect((await near("2026-03-19"))("25.1a", "3209")).toBe(1);
});

it("counts what the list of near dues lists", async () => {
  for (const last of ["2026-03-18", "2026-03-20", "2026-03-25", "2026-03-26"]) {
    const knownAt = (await checkpoint(database.pool, ledger)) ?? 0n;
    const { items } = await list(database.pool, {
      ledger,
      zone: shanghai,
      asOf: now,
      knownAt,
      state: "near-due",
      clock: "dispatch.verify",
      nearBy: day(last),
      limit: 100,
    });
    expect((await near(last))("19.1", "3209")).toBe(items.length);
  }
});

it("has nothing to say of no day, and parks nothing that can be assessed", async () => {
  expect((await near())("19.1", "3209")).toBe(0);
  expect([...(await parkedCases(database.pool, ledger))]).toEqual([]);
});
