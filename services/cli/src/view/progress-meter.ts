import { Presets, SingleBar } from "cli-progress";
import type { Context } from "../context.js";

/** How far some long work has come: of so many, in one of its phases. */
export interface Progress {
  readonly phase: string;
  readonly ledger: string;
  readonly done: number;
  readonly total: number;
}

/** Shows how long work gets on. */
export interface Meter {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

const LINE_EVERY_MS = 5_000;

/** A bar a phase and ledger at a terminal, a line every five seconds otherwise, nothing when quiet. */
export function progressMeter(quiet: boolean, context: Context): Meter {
  if (quiet) return { update: () => undefined, stop: () => undefined };
  let bar: SingleBar | undefined;
  let phase = "";
  let began = context.now();
  let from = 0;
  let said = context.now();
  return {
    update: (progress) => {
      const { done, total } = progress;
      const name = `${progress.phase} ${progress.ledger}`;
      const now = context.now();
      if (name !== phase) {
        bar?.stop();
        [phase, began, from, bar] = [name, now, done, undefined];
        if (context.atTerminal) {
          bar = new SingleBar(
            {
              format: `${name} {bar} {percentage}% | {value}/{total}{pace}`,
            },
            Presets.shades_classic,
          );
          bar.start(Math.max(total, 1), done, { pace: "" });
        }
      }
      const rate = Math.round((1_000 * (done - from)) / Math.max(now - began, 1));
      bar?.setTotal(Math.max(total, 1));
      // Until something is done there is no telling how long the rest takes.
      const pace = rate === 0 ? "" : ` | ${rate}/s | ${Math.ceil((total - done) / rate)} s left`;
      bar?.update(done, { pace });
      if (bar === undefined && now - said >= LINE_EVERY_MS) {
        said = now;
        context.complain(`${name}: ${done} of ${total}${rate === 0 ? "" : `, ${rate}/s`}`);
      }
    },
    stop: () => bar?.stop(),
  };
}
