import { BOARD_SCHEMA, type ReplayReport, type ReplayTime, replay } from "@anshi/board";
import { zone } from "@anshi/domain";
import { head, type LedgerId, positionAt, UnfitDatabase } from "@anshi/ledger";
import { type Command, Option } from "commander";
import type { Pool } from "pg";
import { Failure, WrongUse } from "../failure.js";
import { interruptible } from "../interruptible.js";
import type { CommandDefinition } from "../program.js";
import { readCalendars, readRules } from "../replay/trial-files.js";
import { watchReplay } from "../replay/watch-replay.js";
import { jsonText } from "../view/json.js";
import { progressMeter } from "../view/progress-meter.js";
import { replayLines } from "../view/replay-text.js";
import { wholeNumber } from "./numbers.js";
import { dataDirOption, threadsOption } from "./options.js";
import { openOwnPool } from "./own-pool.js";
import { refuseMistyped } from "./refuse-mistyped.js";

/** What the command was given. */
export interface ReplayCommandOptions {
  readonly dataDir?: string;
  readonly ledger?: string;
  readonly to?: string;
  readonly rules?: string;
  readonly calendar?: string;
  readonly threads: number;
  readonly serve?: number;
  readonly speed?: number;
  readonly by: ReplayTime;
  readonly quiet?: true;
  readonly json?: true;
}

/** `anshi replay`: the ledger from its events alone, against what was published and what is served. Opens the database itself. */
export const replayCommand: CommandDefinition = (program, context, exit) => {
  defineOptions(program.command("replay")).action(async (options: ReplayCommandOptions) => {
    if (options.speed !== undefined && options.serve === undefined)
      throw new WrongUse("--speed needs --serve PORT: where it is to be watched");
    if (options.by !== "recorded" && options.speed === undefined)
      throw new WrongUse("--by goes with --speed");
    const database = await openOwnPool("replay", options, context);
    const { openPool, config, url } = database;
    const ledger = database.ledger(options.ledger);
    const trial = {
      ...(options.rules === undefined ? {} : { rules: await readRules(options.rules) }),
      ...(options.calendar === undefined ? {} : { calendar: await readCalendars(options.calendar) }),
    };
    const pool = openPool(BOARD_SCHEMA);
    const meter = progressMeter(options.quiet === true || options.json === true, context);
    await interruptible(async (signal) => {
      try {
        await refuseMistyped(pool, options.ledger, ledger);
        const end = options.to === undefined ? undefined : await endOf(pool, ledger, options.to);
        const upTo = end === undefined ? {} : { upTo: end.position };
        const place = zone(config.zoneNameOf(ledger));
        if (options.serve !== undefined) {
          await watchReplay({
            ...{ database, ledger, zone: place, meter, context, port: options.serve, by: options.by },
            ...{ speed: options.speed, at: end?.instant, signal, rules: trial.rules },
            ...upTo,
          });
          return;
        }
        const report = await replay({
          ...{ pool, database: { url }, ledger, zone: place, ...upTo, ...trial },
          ...{
            smallSample: config.integer("ANSHI_SMALL_SAMPLE"),
            now: context.now(),
            threads: options.threads,
          },
          onProgress: (done, total) => meter.update({ phase: "replaying", ledger, done, total }),
          signal,
        });
        meter.stop();
        tell(report, trial.rules !== undefined || trial.calendar !== undefined);
      } catch (error) {
        meter.stop();
        if (error instanceof UnfitDatabase) throw new Failure(error.message);
        if (!signal.aborted) throw error;
        // Nothing was written, or what was is gone.
        if (options.serve === undefined) {
          context.complain("anshi: interrupted; nothing is left of the replay");
          exit(1);
        }
      } finally {
        await pool.end();
      }
    });

    function tell(report: ReplayReport, isTrial: boolean): void {
      if (options.json) context.print(jsonText(report));
      else {
        const { differences, summary } = replayLines(report, isTrial);
        for (const line of differences) context.complain(line);
        context.print(summary);
      }
      if (report.differences.length > 0 || report.unknown.length > 0) exit(1);
    }
  });
};

function defineOptions(command: Command): Command {
  return command
    .description(
      "replay a ledger from its events alone, and compare with what was published and what is served; exit 1 where a figure differs",
    )
    .option("--ledger <id>", "the ledger (default: ANSHI_LEDGER)")
    .option("--to <position|instant>", "up to there (default: all)")
    .option(
      "--rules <file>",
      "what if: with the rules of this file, for all (`anshi rules` writes those in force)",
    )
    .option("--calendar <file>", "what if: with the arrangements of this file, for their years")
    .addOption(threadsOption())
    .option(
      "--serve <port>",
      "build a shadow board and serve it there, to be watched, until Ctrl-C",
      wholeNumber(0, 65_535),
    )
    .option(
      "--speed <n>",
      "with --serve: re-enact history n times as fast as it went",
      wholeNumber(1, 100_000_000),
    )
    .addOption(
      new Option("--by <time>", "with --speed: as it was recorded, or as it happened")
        .choices(["recorded", "occurred"])
        .default("recorded"),
    )
    .addOption(dataDirOption())
    .option("--quiet", "no progress")
    .option("--json", "the outcome as JSON");
}

async function endOf(
  pool: Pool,
  ledger: LedgerId,
  text: string,
): Promise<{ readonly position: bigint; readonly instant?: number }> {
  if (/^\d{1,18}$/u.test(text)) {
    const { position: last } = await head(pool, ledger);
    if (BigInt(text) > last) throw new WrongUse(`--to is ${text}; ledger ${ledger} ends at position ${last}`);
    return { position: BigInt(text) };
  }
  const instant = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}T/u.test(text) || Number.isNaN(instant))
    throw new WrongUse(
      `--to is "${text}"; expected a position, or an instant such as 2026-11-01T00:00:00+08:00`,
    );
  const position = await positionAt(pool, ledger, instant);
  if (position === 0n) throw new Failure(`nothing was recorded by ${text}`);
  return { position, instant };
}
