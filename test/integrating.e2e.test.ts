import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue, decode, rejectionCodes } from "@anshi/domain";
import { root } from "@anshi/test-postgres/root";
import { have } from "@anshi/test-tools";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Anshi, dataDirectory, runAnshi, startAnshi } from "./support/anshi.js";
import { get } from "./support/client.js";
import { fences } from "./support/fences.js";
import { piped } from "./support/shell.js";

const page = readFileSync(join(root, "docs/integrating.md"), "utf8");
const blocks = fences(page);
const textOf = (language: string, start: string) =>
  blocks
    .filter((block) => block.language === language && block.text.startsWith(start))
    .map(({ text }) => text);
const produced = textOf("sh", "kcat -P");
const consumed = textOf("sh", "kcat -C");

interface Page<T> {
  readonly items: readonly T[];
}

describe("docs/integrating.md", () => {
  it("has no example that is not run", () => {
    const run = [
      ...produced,
      ...consumed,
      ...textOf("sh", "curl"),
      ...textOf("sh", "export"),
      ...textOf("js", ""),
    ];
    const answers = textOf("json", "");
    expect(blocks.filter(({ text }) => ![...run, ...answers].includes(text))).toEqual([]);
    expect([produced.length, consumed.length, textOf("js", "").length]).toEqual([3, 1, 1]);
    expect([textOf("sh", "curl").length, answers.length]).toEqual([4, 5]);
  });

  it("shows events that are as they should be in every line of JSON", () => {
    const context = { now: Date.parse("2026-11-24T00:00:00+08:00"), maxAheadMs: 0 };
    const lines = produced
      .flatMap((text) => text.split("\n"))
      .filter((line) => line.startsWith('{"specversion"'));
    const codes = lines.map((line) => {
      const decoded = decode(JSON.parse(line), context);
      return decoded.ok ? "accepted" : decoded.rejection.code;
    });
    expect(codes).toEqual(["accepted", "unexpected-field"]);
  });

  it("names every code of rejection, and only types there are", () => {
    for (const code of rejectionCodes) expect(page).toContain(`\`${code}\``);
    const named = [...page.matchAll(/io\.anshi\.[a-z]+\.[a-z]+\.v1/gu)].map(([type]) => type);
    expect(named.filter((type) => !Object.hasOwn(catalogue, type))).toEqual([]);
  });

  it("links to what is there", () => {
    for (const [, target = ""] of page.matchAll(/\]\((?!https?:)([^)#]+)/gu))
      expect(() => readFileSync(join(root, "docs", target))).not.toThrow(/ENOENT/u);
  });
});

describe.skipIf(!have("curl"))("what docs/integrating.md shows of HTTP", () => {
  let anshi: Anshi;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    let directory: string;
    [directory, remove] = await dataDirectory();
    anshi = await startAnshi(directory);
  });
  afterAll(async () => {
    await anshi?.stop();
    await remove?.();
  });

  it("answers as it says, one after the other", async () => {
    for (const [index, { language, text }] of blocks.entries()) {
      if (language !== "sh" || !text.startsWith("curl")) continue;
      const answer = await piped(["sh", "-e"], text, { ANSHI: anshi.url });
      expect(JSON.parse(answer)).toEqual(JSON.parse(blocks[index + 1]?.text ?? "null"));
    }
  });
});

describe.skipIf(!have("java", "maven", "kcat"))(
  "what docs/integrating.md shows of Kafka",
  { timeout: 180_000 },
  () => {
    let anshi: Anshi;
    let remove: () => Promise<void>;
    let env: Readonly<Record<string, string>>;
    beforeAll(async () => {
      const [directory, away] = await dataDirectory();
      remove = away;
      anshi = await startAnshi(directory, {}, ["--kafka"]);
      const cluster = JSON.parse(readFileSync(join(directory, "kafka/cluster.json"), "utf8")) as {
        readonly ports: readonly { readonly plain: number }[];
      };
      const bootstrap = `127.0.0.1:${cluster.ports[0]?.plain}`;
      env = {
        ...{ ANSHI_URL: anshi.url, BROKERS: bootstrap, ANSHI_KAFKA_BROKERS: bootstrap },
        ANSHI_KAFKA_GROUP: "anshi-3209",
      };
    });
    afterAll(async () => {
      await anshi?.stop();
      await remove?.();
    });
    const until = async (isSo: () => Promise<boolean>): Promise<void> => {
      for (let tries = 0; !(await isSo()); tries += 1) {
        if (tries === 600) throw new Error("it never came to be so");
        await sleep(100);
      }
    };
    const ids = async (): Promise<readonly string[]> => {
      const { items } = await get<Page<{ readonly event: { readonly id: string } }>>(
        `${anshi.url}/v1/ledgers/3209/events?limit=100`,
      );
      return items.map(({ event }) => event.id).sort();
    };

    it("brings the events of kcat and kafkajs into the ledger, once, and what is refused onto the topic", async () => {
      for (const text of [...produced, ...produced]) await piped(["sh", "-e"], text, env);
      for (const text of textOf("js", ""))
        await piped([process.execPath, "--input-type=module", "-"], text, env);
      const told = async (): Promise<string> =>
        (await Promise.all(consumed.map((text) => piped(["sh", "-e"], text, env)))).join("");
      await until(async () => (await told()).split("rejection-code=").length === 3);
      await until(async () => (await ids()).length === 3);
      expect(await ids()).toEqual(["k-1", "k-2", "k-3"]);
      const said = await told();
      expect(said).toContain("rejection-code=unexpected-field,rejection-path=/data/phone");
      expect(said).toContain("origin-topic=anshi.complaints");
      expect(said).not.toContain("13800000000");
      const shown = JSON.parse(textOf("json", "").at(-1) ?? "null") as Readonly<Record<string, unknown>>;
      const value = JSON.parse(/^value (.*)$/mu.exec(said)?.[1] ?? "null") as Readonly<
        Record<string, unknown>
      >;
      expect(Object.keys(value)).toEqual(Object.keys(shown));
      for (const name of ["ledger", "code", "path", "message", "faults", "source", "id"])
        expect(value[name]).toEqual(shown[name]);
    });

    it("has topics that `anshi kafka init` finds as they should be, and a simulation for them", async () => {
      const init = await runAnshi(["kafka", "init"], env);
      expect([init.code, init.stdout]).toEqual([0, expect.stringContaining("anshi.complaints")]);
      expect(init.stdout).not.toContain("not ");
      const before = (await ids()).length;
      const simulate = ["simulate", "--kafka", "--cases", "20", "--seed", "4", "--json"];
      // What came in above is no invented case.
      expect((await runAnshi(simulate, env)).code).toBe(2);
      const simulated = await runAnshi([...simulate, "--among-real"], env);
      expect(simulated.code).toBe(0);
      const { events } = JSON.parse(simulated.stdout) as { readonly events: number };
      await until(async () => {
        const { position } = await get<{ position: string }>(`${anshi.url}/v1/ledgers/3209`);
        return Number(position) === before + events;
      });
    });

    it("tells an administrator to reach brokers that are not there", async () => {
      const nowhere = { ...env, ANSHI_KAFKA_BROKERS: "127.0.0.1:1" };
      const init = await runAnshi(["kafka", "init"], nowhere);
      expect([init.code, init.stderr]).toEqual([
        1,
        expect.stringContaining("no Kafka broker answers at 127.0.0.1:1"),
      ]);
      const unset = await runAnshi(["kafka", "init"], { ...env, ANSHI_KAFKA_BROKERS: "" });
      expect([unset.code, unset.stderr]).toEqual([
        1,
        expect.stringContaining("ANSHI_KAFKA_BROKERS is not set"),
      ]);
    });
  },
);
