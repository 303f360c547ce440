import { availableParallelism } from "node:os";
import { cancelRebuild, type Difference, rebuild } from "@anshi/board";
import { formatInstant, ruleSet, zone } from "@anshi/domain";
import { Failure, reasonOf } from "../failure.js";
import { interruptible } from "../interruptible.js";
import type { CommandDefinition } from "../program.js";
import { jsonText } from "../view/json.js";
import { progressMeter } from "../view/progress-meter.js";
import { dataDirOption } from "./options.js";
import { openOwnPool } from "./own-pool.js";

interface Options {
  readonly dataDir?: string;
  readonly cancel?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** `anshi rebuild`: the board anew from the ledger, beside the one that serves. Opens the database itself. */
export const rebuildCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("rebuild")
    .description("build the board anew from the ledger beside the one that serves, check it, and switch")
    .addOption(dataDirOption())
    .option("--cancel", "drop what an interrupted rebuild left")
    .option("--quiet", "no progress")
    .option("--json", "the outcome as JSON")
    .action(async (options: Options) => {
      const { openPool, config, url } = await openOwnPool("rebuild", options, context);
      if (options.cancel) {
        if (!(await cancelRebuild(openPool))) throw new Failure("a rebuild is at work; end it first");
        context.print(
          options.json ? JSON.stringify({ outcome: "cancelled" }) : "Nothing is left of a rebuild.",
        );
        return;
      }
      const meter = progressMeter(options.quiet === true || options.json === true, context);
      await interruptible(async (signal) => {
        try {
          const outcome = await rebuild({
            openPool,
            database: { url },
            threads: availableParallelism(),
            zoneOf: (ledger) => zone(config.zoneNameOf(ledger)),
            rules: ruleSet,
            now: context.now,
            onProgress: meter.update,
            signal,
          });
          meter.stop();
          if (options.json) context.print(jsonText(outcome));
          else if (outcome.outcome === "switched") {
            context.print(
              `Switched: ${outcome.ledgers} ledger(s) rebuilt, ${outcome.figures} figures equal to a fold of all events.`,
            );
          } else if (outcome.outcome === "busy") context.complain("anshi: another rebuild is at work");
          else for (const line of told(outcome.differences)) context.complain(line);
          if (outcome.outcome !== "switched") exit(1);
        } catch (error) {
          meter.stop();
          if (!signal.aborted)
            throw new Failure(
              `the rebuild stopped: ${reasonOf(error)}. \`anshi rebuild\` goes on from here, \`anshi rebuild --cancel\` drops it`,
            );
          context.complain(
            "anshi: interrupted; `anshi rebuild` goes on from here, `anshi rebuild --cancel` drops it",
          );
          exit(1);
        }
      });
    });
};

const MOST_TOLD = 20;

function told(differences: readonly Difference[]): readonly string[] {
  const lines = differences.slice(0, MOST_TOLD).map(({ ledger, question, measure, unit, built, folded }) => {
    const figure = (row: Difference["built"]): string =>
      row === undefined ? "no row" : `${row.numerator}/${row.counted}, pending ${row.pending}`;
    return `  ${ledger} ${measure} ${unit} as of ${formatInstant(question.asOf)} (${question.cohort}): built ${figure(built)}; the events say ${figure(folded)}`;
  });
  const more = differences.length - lines.length;
  return [
    `anshi: not switched, ${differences.length} figure(s) of the new board are not what the events say:`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
