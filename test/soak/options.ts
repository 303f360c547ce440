import { parseArgs } from "node:util";

/** How long, how hard and by which chance a soak runs. */
export interface SoakOptions {
  /** Minutes of traffic; setting up and checking come on top. */
  readonly minutes: number;
  /** Events a second, of all clients together. */
  readonly rate: number;
  readonly clients: number;
  /** Decides events, faults and pauses; the machine's own timing stays. */
  readonly seed: number;
  /** Seconds a fault that lasts keeps on, from and to. */
  readonly lasting: readonly [number, number];
  /** Seconds of calm between two faults, from and to. */
  readonly calm: readonly [number, number];
  readonly json: boolean;
}

export const defaults: SoakOptions = {
  minutes: 10,
  rate: 1_000,
  clients: 4,
  seed: 1,
  lasting: [10, 40],
  calm: [3, 12],
  json: false,
};

/** Reads the command line. Throws with what is wrong and how it is used. */
export function soakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== "--"),
    options: {
      minutes: { type: "string" },
      rate: { type: "string" },
      clients: { type: "string" },
      seed: { type: "string" },
      json: { type: "boolean" },
    },
  });
  const number = (name: "minutes" | "rate" | "clients" | "seed", least: number): number => {
    const text = values[name];
    if (text === undefined) return defaults[name];
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    throw new Error(
      `--${name}: expected a number of at least ${least}\nusage: soak [--minutes N] [--rate N] [--clients N] [--seed N] [--json]`,
    );
  };
  return {
    ...defaults,
    minutes: number("minutes", 0.1),
    rate: number("rate", 1),
    clients: Math.floor(number("clients", 1)),
    seed: Math.floor(number("seed", 0)),
    json: values.json === true,
  };
}
