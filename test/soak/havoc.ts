import { setTimeout as sleep } from "node:timers/promises";
import { seeded, shuffled } from "../support/client.js";
import { type Fault, faultsOf, type Scene } from "./faults.js";
import type { Done } from "./judge.js";
import type { SoakOptions } from "./options.js";
import type { Probe } from "./readiness.js";

/** Longer than any promise: what has not recovered by then will not. */
const GIVEN_UP_MS = 120_000;

/**
 * Lets one fault after the other happen until the time is over, each when the one before is overcome: every fault of a
 * layout in random order, then those of the other one. Adds to `done` as it goes; ends early when a fault is not overcome.
 */
export async function havoc(
  scene: Scene,
  options: SoakOptions,
  done: Done[],
  probes: readonly Probe[],
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const random = seeded(options.seed);
  const between = ([from, to]: readonly [number, number]): number => (from + random() * (to - from)) * 1_000;
  const { service, database, proxy, disk } = scene;

  const suffer = async (fault: Fault): Promise<boolean> => {
    const lasting = between(options.lasting);
    const layout = service.layout();
    const from = Date.now();
    say(`${fault.name} (${layout})`);
    await fault.happen(scene, lasting);
    const until = Date.now();
    done.push({ fault: fault.name, layout, from, until, takesDatabase: fault.takesDatabase });
    while (!probes.some(({ at, failed }) => at >= until && failed === undefined)) {
      if (Date.now() - until > GIVEN_UP_MS) return false;
      await sleep(100);
    }
    say(`  over after ${((Date.now() - until) / 1_000).toFixed(1)} s`);
    return true;
  };

  const change: Fault = {
    name: "kill anshi, other layout",
    layouts: [],
    takesDatabase: false,
    happen: async () => {
      // The orphaned server of the embedded layout is the given one, and is taken over when the layout changes back.
      proxy.target(database.port());
      service.kill(service.layout() === "embedded" ? "given" : "embedded");
    },
  };

  while (!signal.aborted) {
    for (const fault of [...shuffled(faultsOf(service.layout(), disk), random), change]) {
      await sleep(between(options.calm), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      if (!(await suffer(fault))) return;
    }
  }
}
