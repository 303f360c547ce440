import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { have, pathOf } from "./index.js";

let scratch = "";

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "anshi-tools-"));
  vi.stubEnv("ANSHI_SKIPPED_FILE", join(scratch, "skipped"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

it("tells the summary what is missing, what for, and where it comes from", () => {
  vi.stubEnv("PATH", scratch);
  expect(have("maven", "kcat")).toBe(false);
  expect(readFileSync(join(scratch, "skipped"), "utf8")).toBe(
    "tool: mvn is not here, to fetch a Kafka broker (Debian: maven)\n" +
      "tool: kcat is not here, to produce to Kafka as others do (Debian: kcat)\n",
  );
});

it("finds a program by its name or its path", () => {
  expect(pathOf(process.execPath)).toBe(process.execPath);
  expect(pathOf("sh")).toMatch(/^\/.*\/sh$/u);
  expect(pathOf("no-such-program-anywhere")).toBeUndefined();
});
