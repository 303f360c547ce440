import { describe, expect, it } from "vitest";
import { deliver } from "./deliver.js";
import { retryAfter, type Sent } from "./intake.js";
import { problemText } from "./problem.js";
import { address, serviceOf } from "./service.js";

const service = serviceOf({}, undefined);
const answer = { accepted: 1, duplicates: 0, rejected: [] };

/** Answers `sent` in turn, the last one for ever; the pauses made in between. */
async function pausesOf(sent: readonly Sent[], retryMs = 60_000) {
  let now = 0;
  let tries = 0;
  const pauses: number[] = [];
  const told: string[] = [];
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
    now += milliseconds;
  };
  const send = async (): Promise<Sent> =>
    sent[Math.min(tries++, sent.length - 1)] ?? { kind: "answered", answer };
  const patience = { retryMs, onRetry: (reason: string) => void told.push(reason) };
  const end = await deliver(service, ["{}"], patience, { now: () => now, sleep }, send).catch(
    (error: unknown) => error,
  );
  return { end, pauses, tries, told };
}
const again = (afterMs = 0): Sent => ({ kind: "again", afterMs, reason: "connect ECONNREFUSED" });

describe("deliver", () => {
  it("doubles its pauses and heeds Retry-After", async () => {
    const { end, pauses } = await pausesOf([
      again(),
      again(),
      again(3_000),
      again(),
      { kind: "answered", answer },
    ]);
    expect(end).toBe(answer);
    expect(pauses).toEqual([100, 200, 3_000, 800]);
  });

  it("gives up after the time it was given, saying where and how to start one", async () => {
    const { end, pauses } = await pausesOf([again()], 10_000);
    expect(pauses.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(10_000);
    expect(pauses.length).toBeGreaterThan(5);
    expect(String(end)).toContain("nothing answers at http://127.0.0.1:8417 (connect ECONNREFUSED)");
    expect(String(end)).toContain("npm start");
  });

  it("does not repeat what is refused", async () => {
    const { end, tries } = await pausesOf([
      { kind: "refused", reason: "Not allowed: intake needed [forbidden]" },
    ]);
    expect(String(end)).toBe("Failure: Not allowed: intake needed [forbidden]");
    expect(tries).toBe(1);
  });
});

it("reads Retry-After in seconds and as a date", () => {
  const now = Date.parse("2026-11-23T00:00:00Z");
  expect(retryAfter("3", now)).toBe(3_000);
  expect(retryAfter("Mon, 23 Nov 2026 00:00:07 GMT", now)).toBe(7_000);
  expect(retryAfter("Sun, 22 Nov 2026 00:00:00 GMT", now)).toBe(0);
  expect(retryAfter("later", now)).toBe(0);
  expect(retryAfter(null, now)).toBe(0);
});

it("puts a problem in one line", () => {
  const problem = {
    title: "A parameter cannot be read",
    detail: "from:\n  expected a \u001b[31mdate",
    code: "bad-parameter",
  };
  expect(problemText(400, JSON.stringify(problem))).toBe(
    "A parameter cannot be read: from: expected a [31mdate [bad-parameter]",
  );
  expect(problemText(502, "<html>")).toBe("the service answered 502 [502]");
});

it("makes addresses of what is given", () => {
  expect(
    address(serviceOf({ ANSHI_URL: "http://h:1/base/" }, "3210"), "/v1/board", {
      asOf: "2026-01-01T00:00:00+08:00",
      to: undefined,
    }),
  ).toBe("http://h:1/base/v1/board?ledger=3210&asOf=2026-01-01T00%3A00%3A00%2B08%3A00");
  expect(() => serviceOf({ ANSHI_TOKEN_FILE: "/nowhere" }, undefined)).toThrow("ANSHI_TOKEN_FILE");
  expect(() => serviceOf({ ANSHI_URL: "localhost:8417" }, undefined)).toThrow("expected a URL such as");
});
