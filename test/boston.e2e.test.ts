import { cpSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "./support/anshi.js";
import {
  bostonAsOfRates,
  bostonCases,
  bostonEvents,
  bostonFile,
  haveBoston,
  local,
} from "./support/boston.js";
import { chunks, figure, get, post, projected, seeded, shuffled } from "./support/client.js";

const mapping = fileURLToPath(new URL("../docs/examples/boston311.mapping.yaml", import.meta.url));
const official = { kept: 60_054, late: 19_072, overdue: 11_374, pending: 3_501, counted: 90_500 };
const snapshot = "2016-01-13T00:00:00-05:00";
const env = { ANSHI_LEDGER: "boston", ANSHI_TIME_ZONE: "America/New_York" };
const integers = async (anshi: Anshi, ledger: string, asOf: string) =>
  figure(anshi.url, { ledger, measure: "19.1", unit: ledger, asOf });

interface Page {
  readonly items: readonly { readonly subject: string; readonly state: string }[];
  readonly next: string | null;
}

describe.skipIf(!haveBoston())("the City of Boston's own on-time flags", { timeout: 900_000 }, () => {
  const cases = bostonCases();
  const flagged = cases.filter((row) => row.official_ontime !== "");
  let directory: string;
  let remove: () => Promise<void>;
  let anshi: Anshi;

  beforeAll(async () => {
    [directory, remove] = await dataDirectory();
    anshi = await startAnshi(directory, env);
  });
  afterAll(async () => {
    await anshi?.stop();
    await remove?.();
  });

  /** State of every case as of the snapshot. */
  const statesOf = async (ledger: string): Promise<ReadonlyMap<string, string>> => {
    const states = new Map<string, string>();
    for (const state of ["kept", "late", "overdue", "pending"]) {
      let cursor = "";
      do {
        const query = new URLSearchParams({ ledger, state, asOf: snapshot, limit: "1000", cursor });
        const page = await get<Page>(`${anshi.url}/v1/cases?${query}`);
        for (const item of page.items) states.set(item.subject, item.state);
        cursor = page.next ?? "";
      } while (cursor !== "");
    }
    return states;
  };

  const agrees = async (ledger: string): Promise<void> => {
    expect(await integers(anshi, ledger, snapshot)).toMatchObject({
      ...official,
      met: false,
      lateBudget: -21_396,
    });
    const states = await statesOf(ledger);
    expect(states.size).toBe(flagged.length);
    const different = flagged.filter(
      (row) =>
        (row.official_ontime === "ONTIME") !== ["kept", "pending"].includes(states.get(row.case_id) ?? ""),
    );
    expect(different.map((row) => row.case_id)).toEqual([]);
  };

  it("are what `anshi import` with the mapping and the board say, case by case", async () => {
    const file = join(directory, "cases.csv.gz");
    cpSync(bostonFile, file);
    const run = await runAnshi(["import", file, "--mapping", mapping, "--quiet", "--json"], {
      ANSHI_URL: anshi.url,
    });
    expect(run.stderr).not.toContain("rejected.ndjson");
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ accepted: 173_127, duplicates: 0, rejected: 0 });
    await projected(anshi.url, "boston", 173_127n);
    await agrees("boston");
  });

  it("are the same after a shuffle, 5 % delivered twice and eight clients at once", async () => {
    const random = seeded(311);
    const events = flagged.flatMap(bostonEvents);
    const twice = events.filter(() => random() < 0.05);
    const batches = chunks(shuffled([...events, ...twice], random), 500);
    const totals = { accepted: 0, duplicates: 0 };
    let next = 0;
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let batch = batches[next++]; batch !== undefined; batch = batches[next++]) {
          const answer = await post(anshi.url, batch, "boston2");
          totals.accepted += answer.accepted;
          totals.duplicates += answer.duplicates;
        }
      }),
    );
    expect(totals).toEqual({ accepted: 173_127, duplicates: twice.length });
    await projected(anshi.url, "boston2", 173_127n);
    await agrees("boston2");
  });

  it("hold at every other published instant, with the cases that have no flag", async () => {
    for (const batch of chunks(cases.flatMap(bostonEvents), 1_000)) await post(anshi.url, batch, "boston3");
    await projected(anshi.url, "boston3", BigInt(cases.flatMap(bostonEvents).length));
    for (const row of bostonAsOfRates()) {
      const asOf = local(`${row.as_of_local_midnight}T00:00:00`);
      expect([row.as_of_local_midnight, await integers(anshi, "boston3", asOf)]).toMatchObject([
        row.as_of_local_midnight,
        {
          kept: Number(row.met),
          late: Number(row.closed_late),
          overdue: Number(row.open_overdue),
          pending: Number(row.pending),
        },
      ]);
    }
  });

  it("let case 101001431411 fall overdue by time alone, to the millisecond", async () => {
    const stateAt = async (asOf: string): Promise<string | undefined> => {
      const query = new URLSearchParams({ ledger: "boston", asOf });
      const { clocks } = await get<{ clocks: readonly { state: string }[] }>(
        `${anshi.url}/v1/cases/dispatch/101001431411?${query}`,
      );
      return clocks[0]?.state;
    };
    expect(await stateAt("2016-01-12T22:53:53-05:00")).toBe("pending");
    expect(await stateAt("2016-01-12T22:53:53.001-05:00")).toBe("overdue");
    const before = await integers(anshi, "boston", "2016-01-12T22:53:53-05:00");
    const after = await integers(anshi, "boston", "2016-01-12T22:53:53.001-05:00");
    expect(after.overdue - before.overdue).toBe(1);
  });
});
