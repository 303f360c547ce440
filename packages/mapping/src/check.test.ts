import { expect, it } from "vitest";
import { readMapping } from "./check.js";
import { MappingFaults } from "./fault.js";

const event = `
events:
  - type: io.anshi.complaint.accepted.v1
    source: urn:x
    id: "{no}/accepted"
    subject: "{no}"
    time: { column: at }
`;

function faultsOf(source: string): readonly string[] {
  try {
    readMapping(source);
  } catch (error) {
    if (error instanceof MappingFaults) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

it("fills in what may be left out", () => {
  expect(readMapping(`timeZone: Asia/Shanghai${event}`)).toEqual({
    timeZone: "Asia/Shanghai",
    encoding: "utf-8",
    delimiter: ",",
    sheet: null,
    constants: {},
    events: [
      {
        when: { present: [], absent: [], equals: {}, in: {} },
        type: "io.anshi.complaint.accepted.v1",
        source: "urn:x",
        id: "{no}/accepted",
        subject: "{no}",
        time: "at",
        data: {},
      },
    ],
  });
});

it("reads JSON as well, and every form of a field", () => {
  const data = {
    unit: { column: "局", map: { 亭湖: "320902" }, default: "3209" },
    online: { boolean: "涉网" },
    channel: "phone",
    category: "{类别}",
  };
  const source = {
    timeZone: "Asia/Shanghai",
    events: [
      {
        type: "io.anshi.complaint.received.v1",
        source: "urn:x",
        id: "{no}",
        subject: "{no}",
        time: "at",
        data,
      },
    ],
  };
  const plain = { replace: null, map: null, default: null };
  expect(readMapping(JSON.stringify(source)).events[0]?.data).toEqual({
    unit: { kind: "column", ...plain, column: "局", map: { 亭湖: "320902" }, default: "3209", as: "text" },
    online: { kind: "column", ...plain, column: "涉网", as: "boolean" },
    channel: { kind: "template", text: "phone" },
    category: { kind: "template", text: "{类别}" },
  });
});

it("lists every fault at once, with its place", () => {
  const faults = faultsOf(`
timeZone: Mars/Olympus
encoding: klingon
delimiter: ";;"
sheet: 0
colour: red
events:
  - when: { present: case, nearly: [x] }
    type: io.anshi.dispatch.issued.v1
    id: "{case"
    subject: 7
    time: { col: at }
    data: { units: "{a}", dueAt: { column: d, as: moment }, batch: { instant: a, date: b }, respondent: { column: c, replace: ["[", ""] } }
  - { type: io.anshi.nothing.v1, source: a, id: a, subject: a, time: { column: at } }
`);
  expect(faults.map((fault) => fault.split(":")[0]).sort()).toEqual([
    "colour",
    "delimiter",
    "encoding",
    "events[0].data.batch",
    "events[0].data.dueAt.as",
    "events[0].data.respondent.replace[0]",
    "events[0].data.unit",
    "events[0].data.units",
    "events[0].id",
    "events[0].source",
    "events[0].subject",
    "events[0].time.col",
    "events[0].time.column",
    "events[0].when.nearly",
    "events[0].when.present",
    "events[1].type",
    "sheet",
    "timeZone",
  ]);
});

it("says what is wrong with a file that is no mapping", () => {
  expect(faultsOf("")[0]).toBe(
    "(whole file): expected an object with timeZone, encoding, delimiter, sheet, constants, events",
  );
  expect(faultsOf("a: [")[0]).toMatch(/^\(whole file\): neither YAML nor JSON/u);
  expect(faultsOf("timeZone: UTC\nevents: []")).toEqual(["events: expected at least one event"]);
});
