import { beforeEach, describe, expect, it } from "vitest";
import { Progress } from "./progress.js";

describe("progress", () => {
  let now: number;
  let progress: Progress;
  beforeEach(() => {
    now = 1_000;
    progress = new Progress(() => now);
  });

  it("is that of the last fetch while nothing is in hand", () => {
    now = 5_000;
    progress.noteFetch();
    now = 9_000;
    expect(progress.at()).toBe(5_000);
  });

  it("is that of what comes again and again, whatever others do", () => {
    progress.noteHanded("t/0");
    now = 5_000;
    progress.noteRefused("t/0");
    progress.noteHanded("t/0");
    progress.noteHanded("t/1");
    progress.noteDone("t/1");
    expect(progress.at()).toBe(1_000);
    progress.noteDone("t/0");
    expect(progress.at()).toBe(5_000);
  });

  it("is anew with an assignment: what was in hand may be done by another, and never come again", () => {
    progress.noteHanded("t/0");
    now = 30_000;
    progress.noteAssigned();
    expect(progress.at()).toBe(30_000);
  });

  it("misses the brokers' answers, unless work holds the fetching up", () => {
    progress.noteHanded("t/0");
    now = 20_000;
    expect(progress.isUnanswered(10_000)).toBe(false);
    progress.noteRefused("t/0");
    now = 40_000;
    expect(progress.isUnanswered(10_000)).toBe(true);
    progress.noteBegun();
    expect(progress.isUnanswered(10_000)).toBe(false);
  });
});
