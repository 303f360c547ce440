import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe } from "vitest";
import { auditChecks } from "./audit.js";
import { boardChecks } from "./board.js";
import { caseChecks } from "./case.js";
import { intakeChecks } from "./intake.js";
import { listChecks } from "./lists.js";
import { replayChecks } from "./replay.js";
import { shellChecks } from "./shell.js";
import { openSite, type Site } from "./site.js";

// One service and one browser for all of it: a few seconds each.
describe.skipIf(!have("chromium", "chineseFonts"))("the console", { timeout: 120_000 }, () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site?.close());

  describe("案件", () => caseChecks(() => site));
  describe("临期与超期", () => listChecks(() => site));
  describe("回放", () => replayChecks(() => site));
  describe("the shell", () => shellChecks(() => site));
  describe("看板", () => boardChecks(() => site));
  describe("接入", () => intakeChecks(() => site));
  describe("审计", () => auditChecks(() => site));
});
