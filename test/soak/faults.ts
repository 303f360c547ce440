import { setTimeout as sleep } from "node:timers/promises";
import type { TcpProxy } from "../support/proxy.js";
import type { OutsideDatabase } from "./database.js";
import type { Disk } from "./disk.js";
import type { Layout, Service } from "./service.js";

/** All that a fault can lay hands on. */
export interface Scene {
  readonly service: Service;
  readonly database: OutsideDatabase;
  readonly proxy: TcpProxy;
  readonly disk: Disk;
}

/** One mishap. */
export interface Fault {
  readonly name: string;
  readonly layouts: readonly Layout[];
  /** Whether nothing can be accepted while it lasts. */
  readonly takesDatabase: boolean;
  /** Does it, keeps it up for `lasting` milliseconds where it is of that kind, and undoes it. */
  readonly happen: (scene: Scene, lasting: number) => Promise<void>;
}

const both: readonly Layout[] = ["embedded", "given"];
const FULL_AGAIN_MS = 250;
/** A disk is full for at most this long: long enough for every part to meet it. */
const FULL_MS = 20_000;

/** Every mishap there is. */
export const faults: readonly Fault[] = [
  {
    name: "kill anshi",
    layouts: both,
    takesDatabase: false,
    happen: async ({ service }) => service.kill(),
  },
  {
    // An embedded server is anshi's to start again; of a given one, somebody else's.
    name: "kill PostgreSQL",
    layouts: ["embedded"],
    takesDatabase: false,
    happen: async ({ database }) => database.kill(),
  },
  {
    name: "kill PostgreSQL, back later",
    layouts: ["given"],
    takesDatabase: true,
    happen: async ({ database }, lasting) => {
      database.kill();
      await sleep(lasting);
      await database.restart();
    },
  },
  {
    name: "restart PostgreSQL",
    layouts: both,
    takesDatabase: false,
    // anshi may start its own server first.
    happen: async ({ database }) => database.restart().catch(() => undefined),
  },
  {
    name: "stop PostgreSQL, back later",
    layouts: ["given"],
    takesDatabase: true,
    happen: async ({ database }, lasting) => {
      await database.stop();
      await sleep(lasting);
      await database.restart();
    },
  },
  {
    name: "terminate connections",
    layouts: both,
    takesDatabase: false,
    happen: async ({ database }) => database.terminate(),
  },
  ...(["cut", "swallow"] as const).map(
    (mode): Fault => ({
      name: `${mode} the network`,
      layouts: ["given"],
      takesDatabase: true,
      happen: async ({ proxy }, lasting) => {
        proxy.set(mode);
        await sleep(lasting);
        proxy.set("pass");
      },
    }),
  ),
  {
    // Connections die without a word, and new ones work at once.
    name: "half-open connections",
    layouts: ["given"],
    takesDatabase: false,
    happen: async ({ proxy }) => {
      proxy.set("swallow");
      proxy.set("pass");
    },
  },
  {
    name: "slow network",
    layouts: ["given"],
    takesDatabase: false,
    happen: async ({ proxy }, lasting) => {
      proxy.set("slow");
      await sleep(lasting);
      proxy.set("pass");
    },
  },
  {
    name: "full disk",
    layouts: both,
    // What space PostgreSQL holds already may still take a little.
    takesDatabase: false,
    happen: async ({ disk, database, service }, lasting) => {
      const until = Date.now() + Math.min(lasting, FULL_MS);
      while (Date.now() < until) {
        disk.fill();
        await sleep(FULL_AGAIN_MS);
      }
      disk.free();
      if (service.layout() === "given" && database.processes().length === 0) await database.restart();
    },
  },
];

/** The faults that can happen in a layout, with a disk that can be filled or without. */
export function faultsOf(layout: Layout, disk: Disk): readonly Fault[] {
  return faults.filter(
    ({ name, layouts }) => layouts.includes(layout) && (name !== "full disk" || disk.whyNot === undefined),
  );
}
