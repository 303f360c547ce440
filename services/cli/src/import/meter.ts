import { Presets, SingleBar } from "cli-progress";
import type { Context } from "../context.js";
import type { ReadSoFar } from "../reading/source.js";

const LINE_EVERY_MS = 5_000;

/** Shows how an import gets on. */
export interface Meter {
  readonly update: (rows: number, events: number, read: ReadSoFar) => void;
  /** A line that must not be lost in the bar. */
  readonly say: (text: string) => void;
  readonly stop: () => void;
}

/** A bar when stderr is a terminal, a line every five seconds otherwise, nothing when quiet. */
export function meterFor(name: string, quiet: boolean, context: Context): Meter {
  if (quiet) return { update: () => undefined, say: () => undefined, stop: () => undefined };
  return context.atTerminal ? bar(name, context) : plainLines(name, context);
}

function bar(name: string, context: Context): Meter {
  const began = context.now();
  const single = new SingleBar(
    {
      format: `${name} {bar} {percentage}% | {rows} rows | {rate} events/s | {eta_formatted} left`,
      hideCursor: false,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  single.start(1, 0, { rows: 0, rate: 0 });
  return {
    update: (rows, events, { done, total }) => {
      single.setTotal(Math.max(total, 1));
      single.update(done, { rows, rate: rate(events, context.now() - began) });
    },
    say: (text) => context.complain(`\n${text}`),
    stop: () => single.stop(),
  };
}

function plainLines(name: string, context: Context): Meter {
  const began = context.now();
  let said = began;
  return {
    update: (rows, events, { done, total }) => {
      const now = context.now();
      if (now - said < LINE_EVERY_MS) return;
      said = now;
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      context.complain(`${name}: ${percent} %, ${rows} rows, ${rate(events, now - began)} events/s`);
    },
    say: context.complain,
    stop: () => undefined,
  };
}

function rate(events: number, elapsedMs: number): number {
  return Math.round((1000 * events) / Math.max(elapsedMs, 1));
}
