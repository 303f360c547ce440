import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@anshi/test-postgres/cluster";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runAnshi } from "./support/anshi.js";
import { get } from "./support/client.js";
import { answers, type Program, startProgram } from "./support/program.js";

type Labels = Readonly<Record<string, string>>;
const of = (alertname: string, labels: Labels = {}): Labels => ({ alertname, ledger: "3209", ...labels });
const board = (alertname: string, labels: Labels = {}): Labels =>
  of(alertname, { area: "board", unit: "320902", measure: "19.1", ...labels });

describe.skipIf(!have("alertmanager"))("an alert is silenced", () => {
  const directory = mkdtempSync(join(tmpdir(), "anshi-inhibition-"));
  let url: string;
  let alertmanager: Program;
  beforeAll(async () => {
    const { code, stderr } = await runAnshi(["monitoring", "--to", directory]);
    if (code !== 0) throw new Error(stderr);
    mkdirSync(join(directory, "data"));
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}`;
    alertmanager = startProgram("prometheus-alertmanager", [
      `--config.file=${join(directory, "alertmanager/alertmanager.yml")}`,
      `--storage.path=${join(directory, "data")}`,
      `--web.listen-address=${address}`,
      "--cluster.listen-address=",
    ]);
    await Promise.race([answers(`${url}/-/ready`), alertmanager.failed]);
  });
  afterAll(async () => {
    await alertmanager?.stop();
    rmSync(directory, { recursive: true });
  });

  let runs = 0;
  /** Fires a pair of alerts by itself; answers what asks whether `target` is silenced, and what ends both. */
  const fire = async (source: Labels, target: Labels) => {
    runs += 1;
    const run = `run ${runs}`;
    const alerts = [source, target].map((labels) => ({ labels: { ...labels, run } }));
    const post = async (more: object = {}): Promise<void> => {
      const body = JSON.stringify(alerts.map((alert) => ({ ...alert, ...more })));
      const headers = { "content-type": "application/json" };
      const response = await fetch(`${url}/api/v2/alerts`, { method: "POST", headers, body });
      expect(response.status).toBe(200);
    };
    await post();
    return {
      isSilenced: async (): Promise<boolean> => {
        const query = new URLSearchParams({ filter: `run="${run}"` });
        const found = await get<readonly { labels: Labels; status: { inhibitedBy: readonly string[] } }[]>(
          `${url}/api/v2/alerts?${query}`,
        );
        const own = found.find(({ labels }) => labels.alertname === target.alertname);
        return found.length === 2 && own !== undefined && own.status.inhibitedBy.length > 0;
      },
      end: () => post({ endsAt: new Date().toISOString() }),
    };
  };
  /** Fires a pair until its target is silenced, as it must be; Alertmanager takes alerts in order. */
  const silenced = async (source: Labels, target: Labels): Promise<void> => {
    const pair = await fire(source, target);
    while (!(await pair.isSilenced())) await new Promise((resolve) => setTimeout(resolve, 50));
    await pair.end();
  };

  it.each([
    ["by a silent feed", of("AnshiFeedSilent"), board("AnshiRateBelowLine")],
    ["by a board that stands still", of("AnshiProjectionStalled"), board("AnshiLongOverdue")],
    ["by an api that is down", { alertname: "AnshiTargetDown", service: "api" }, board("AnshiRateBelowLine")],
    ["when nothing is told of any board", { alertname: "AnshiMetricsAbsent" }, board("AnshiRateBelowLine")],
    ["by the graver one of its figure", board("AnshiRateBelowLine"), board("AnshiLateBudgetExhausted")],
    ["by the graver one of its figure", board("AnshiLateBudgetExhausted"), board("AnshiNearDuePileUp")],
  ])("%s", async (_why, source, target) => {
    await silenced(source, target);
  });

  it.each([
    ["of another ledger", of("AnshiFeedSilent"), board("AnshiRateBelowLine", { ledger: "3210" })],
    ["of the pipeline", of("AnshiFeedSilent"), of("AnshiProjectionStalled", { area: "pipeline" })],
    ["of another unit", board("AnshiRateBelowLine"), board("AnshiLateBudgetExhausted", { unit: "320903" })],
    ["of another measure", board("AnshiRateBelowLine"), board("AnshiLateBudgetLow", { measure: "19.2" })],
    ["for a projector", { alertname: "AnshiTargetDown", service: "projector" }, board("AnshiRateBelowLine")],
    ["by one that is less grave", board("AnshiLateBudgetExhausted"), board("AnshiRateBelowLine")],
  ])("but not %s", async (_why, source, target) => {
    const pair = await fire(source, target);
    // What came after it has been seen to work, so it has been looked at.
    const elsewhere = { ledger: "elsewhere" };
    await silenced(of("AnshiFeedSilent", elsewhere), board("AnshiRateBelowLine", elsewhere));
    expect(await pair.isSilenced()).toBe(false);
    await pair.end();
  });
});
