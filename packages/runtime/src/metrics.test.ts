import { describe, expect, it } from "vitest";
import { openLog } from "./log.js";
import { openMetrics } from "./metrics.js";

const log = openLog("silent");
const never = new Promise<void>(() => undefined);

function lines(text: string, name: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith(name));
}

describe("metrics", () => {
  it("have Node's own figures, on a registry of their own", async () => {
    const [one, two] = [openMetrics(log), openMetrics(log)];
    one.gauge({ name: "anshi_one", help: "of the first alone" }).set(1);
    expect(lines(await one.text(), "anshi_one")).toEqual(["anshi_one 1"]);
    expect(await two.text()).not.toContain("anshi_one");
    expect(await two.text()).toContain("process_cpu_seconds_total");
    expect(two.contentType).toContain("text/plain");
  });

  it("are filled anew at each scrape: what is no longer said is gone", async () => {
    const metrics = openMetrics(log);
    const gauge = metrics.gauge({ name: "anshi_units", help: "by unit", labels: ["unit"] });
    const total = metrics.counter({ name: "anshi_seen_total", help: "counted elsewhere" });
    const units = [["a", "b"], ["b"]];
    metrics.collector("units", [gauge, total], (put) => {
      for (const unit of units.shift() ?? []) put(gauge, 2, { unit });
      put(total, 7);
    });
    expect(lines(await metrics.text(), "anshi_units{")).toHaveLength(2);
    const second = await metrics.text();
    expect(lines(second, "anshi_units{")).toEqual(['anshi_units{unit="b"} 2']);
    expect(lines(second, "anshi_seen_total")).toEqual(["anshi_seen_total 7"]);
  });

  it("leave a failing collector's values empty and answer the rest", async () => {
    const metrics = openMetrics(log);
    const broken = metrics.gauge({ name: "anshi_broken", help: "half told" });
    const sound = metrics.gauge({ name: "anshi_sound", help: "told", labels: ["n"] });
    let fails = true;
    metrics.collector("broken", [broken], (put) => {
      put(broken, 1);
      if (fails) throw new Error("the database is away");
    });
    metrics.collector("sound", [sound], async (put) => put(sound, 3, { n: "1" }));
    const failing = await metrics.text();
    expect(lines(failing, "anshi_broken")).toEqual([]);
    expect(lines(failing, "anshi_sound{")).toEqual(['anshi_sound{n="1"} 3']);
    expect(lines(failing, "anshi_collector_failures_total{")).toEqual([
      'anshi_collector_failures_total{collector="broken"} 1',
      'anshi_collector_failures_total{collector="sound"} 0',
    ]);
    fails = false;
    expect(lines(await metrics.text(), "anshi_broken")).toEqual(["anshi_broken 1"]);
  });

  it("do not wait for a collector that hangs, nor start it again, and drop what it says too late", async () => {
    const metrics = openMetrics(log, { collectMs: 20 });
    const gauge = metrics.gauge({ name: "anshi_slow", help: "slow", labels: ["nth"] });
    let started = 0;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    metrics.collector("slow", [gauge], async (put) => {
      started += 1;
      await held;
      put(gauge, started, { nth: String(started) });
    });
    metrics.collector("hung", [], () => never);
    let gate = Promise.resolve();
    metrics.collector("gate", [], () => gate);
    expect(lines(await metrics.text(), "anshi_slow{")).toEqual([]);
    // What the first collection says while the second scrape still waits for another one belongs to neither.
    gate = new Promise((resolve) => setImmediate(resolve));
    const second = metrics.text();
    release();
    expect(lines(await second, "anshi_slow{")).toEqual([]);
    expect(started).toBe(1);
    const third = await metrics.text();
    expect(lines(third, "anshi_slow{")).toEqual(['anshi_slow{nth="2"} 2']);
    expect(lines(third, "anshi_collector_failures_total{").slice(0, 2)).toEqual([
      'anshi_collector_failures_total{collector="slow"} 2',
      'anshi_collector_failures_total{collector="hung"} 3',
    ]);
  });

  it("share one collection among scrapes that meet", async () => {
    const metrics = openMetrics(log);
    let collections = 0;
    metrics.collector("counted", [], async () => {
      collections += 1;
    });
    const [one, two] = await Promise.all([metrics.text(), metrics.text()]);
    expect([collections, one === two]).toEqual([1, true]);
  });
});
