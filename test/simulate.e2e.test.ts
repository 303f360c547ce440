import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "./support/anshi.js";
import { projected } from "./support/client.js";

let remove: () => Promise<void>;
let anshi: Anshi;
const run = (line: string) => runAnshi(line.split(" "), { ANSHI_URL: anshi.url });
const json = async <T>(line: string): Promise<T> => JSON.parse((await run(`${line} --json`)).stdout) as T;

beforeAll(async () => {
  const [directory, removeIt] = await dataDirectory();
  remove = removeIt;
  anshi = await startAnshi(directory);
});
afterAll(async () => {
  await anshi?.stop();
  await remove?.();
});

interface Summary {
  readonly events: number;
  readonly duplicates: number;
  readonly bad: number;
  readonly byCode: Readonly<Record<string, number>>;
  readonly delivered: object;
}

describe("a simulation against the service", { timeout: 120_000 }, () => {
  it("is taken, known again and refused exactly as it says, and shown by every command", async () => {
    const line =
      "simulate --cases 400 --late-entry 0.05 --duplicates 0.05 --corrections 0.02 --bad 0.1 --shuffle all --quiet --json";
    const { code, stdout } = await run(line);
    expect(code).toBe(0);
    const { events, duplicates, bad, byCode, delivered } = JSON.parse(stdout) as Summary;
    expect(delivered).toEqual({ accepted: events, duplicates, rejected: bad });
    await projected(anshi.url, "3209", BigInt(events));

    const { items } = await json<{ items: readonly { readonly code: string }[] }>(
      "rejected list --limit 10000",
    );
    const codes: Record<string, number> = {};
    for (const item of items) codes[item.code] = (codes[item.code] ?? 0) + 1;
    expect(codes).toEqual(byCode);

    const units = await json<{ items: readonly object[] }>("units");
    expect(units.items).toHaveLength(13);
    expect(await json("calendar 2025")).toMatchObject({ source: "published", provisional: false });
    const overdue = await json<{ items: readonly object[]; next: null }>("lists --state overdue --all");
    expect(overdue.items.length).toBeGreaterThan(0);
    const table = await run("lists --state overdue --limit 2 --lang en");
    expect([table.code, table.stdout]).toEqual([0, expect.stringContaining("there are more")]);

    const again = await run("rejected redrive --code not-json");
    expect([again.code, again.stdout]).toEqual([
      1,
      expect.stringContaining(`${byCode["not-json"]} rejected`),
    ]);
    expect((await run("rejected purge --code not-json --yes")).code).toBe(0);
    expect((await run("rejected redrive --code not-json")).stdout).toBe("there is nothing to do\n");
  });
});
