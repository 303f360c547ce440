import { zone } from "@anshi/domain";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { noonOf, readWhen } from "./wall-clock.js";

const shanghai = zone("Asia/Shanghai");
const newYork = zone("America/New_York");
const momentIn = (text: string, local = shanghai): string | undefined => {
  const when = readWhen(text, local);
  return when?.kind === "moment" ? when.rfc3339 : undefined;
};

describe("readWhen", () => {
  it.each([
    ["2026-03-05T14:30", "2026-03-05T14:30:00+08:00"],
    ["2026-03-05T14:30:15", "2026-03-05T14:30:15+08:00"],
    ["2026-03-05 14:30:15.25", "2026-03-05T14:30:15.250+08:00"],
    ["2026/3/5 9:05", "2026-03-05T09:05:00+08:00"],
    ["2026.3.5 9:05", "2026-03-05T09:05:00+08:00"],
    ["2026年3月5日 14:30", "2026-03-05T14:30:00+08:00"],
    ["2026年3月5日14:30", "2026-03-05T14:30:00+08:00"],
    ["2026-03-05T06:30:00Z", "2026-03-05T06:30:00Z"],
    ["2026-03-05 06:30:00 +0000", "2026-03-05T06:30:00+00:00"],
    ["2026-03-05T06:30:00.123456-05:00", "2026-03-05T06:30:00.123456-05:00"],
  ])("reads %s", (text, expected) => expect(momentIn(text)).toBe(expected));

  it.each(["2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日"])("reads %s as a date only", (text) => {
    expect(readWhen(text, shanghai)).toEqual({ kind: "date", date: "2026-03-05" });
  });

  it.each([
    "",
    "soon",
    "2026-02-30",
    "2026-13-01",
    "2026-03-05 24:00",
    "05/03/2026",
    "2026-03-05 10:60",
    "2026/3-5",
  ])("does not read %j", (text) => expect(readWhen(text, shanghai)).toBeUndefined());

  it("moves a skipped time forward by the gap and takes the earlier of a repeated one", () => {
    expect(momentIn("2015-03-08 02:30:00", newYork)).toBe("2015-03-08T03:30:00-04:00");
    expect(momentIn("2015-11-01 01:30:00", newYork)).toBe("2015-11-01T01:30:00-04:00");
    expect(momentIn("2015-11-01 02:00:00", newYork)).toBe("2015-11-01T02:00:00-05:00");
  });

  it("agrees with Temporal on every quarter hour of both clock changes", () => {
    for (const date of ["2015-03-07", "2015-03-08", "2015-03-09", "2015-10-31", "2015-11-01", "2015-11-02"]) {
      for (let quarter = 0; quarter < 96; quarter++) {
        const clock = `${String(Math.floor(quarter / 4)).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}:00`;
        const expected = Temporal.PlainDateTime.from(`${date}T${clock}`).toZonedDateTime("America/New_York", {
          disambiguation: "compatible",
        });
        expect(momentIn(`${date} ${clock}`, newYork)).toBe(expected.toString({ timeZoneName: "never" }));
      }
    }
  });

  it("writes times before zones kept whole minutes in UTC, which RFC 3339 can express", () => {
    expect(momentIn("1900-01-01 00:00:00")).toBe("1899-12-31T15:54:17.000Z");
  });
});

describe("noonOf", () => {
  it("is 12:00 and the order of rows", () => {
    expect(noonOf("2026-03-05", 1, shanghai)).toBe("2026-03-05T12:00:00+08:00");
    expect(noonOf("2026-03-05", 12, shanghai)).toBe("2026-03-05T12:00:00.011+08:00");
  });
  it("stays within the day however long the file", () => {
    expect(noonOf("2026-03-05", 99_999_999, shanghai)).toBe("2026-03-05T23:59:59.999+08:00");
  });
});
