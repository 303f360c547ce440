import type { Language } from "@anshi/terms";
import { Option } from "commander";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { boardAnswer } from "../view/board-answer.js";
import { renderBoard } from "../view/board-table.js";
import { localTimes } from "../view/zoned.js";
import { wholeNumber } from "./numbers.js";
import { cohortOption, languageOption, twoTimes } from "./options.js";
import { watch } from "./watch.js";

interface Options {
  readonly ledger?: string;
  readonly unit?: string;
  readonly byUnit?: true;
  readonly measure?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cohort?: string;
  readonly lang: Language;
  readonly watch?: true;
  readonly interval: number;
  readonly json?: true;
}

/** `anshi board`: the rates at (as of, known at). */
export const boardCommand: CommandDefinition = (program, context) => {
  twoTimes(program.command("board").description("the measures, at any time and as known at any time"))
    .addOption(new Option("--unit <id>", "one unit, all below it rolled up").conflicts("byUnit"))
    .option("--by-unit", "every unit of the measures that have data, worst first")
    .option("--measure <id>", "one measure, such as 25.1a")
    .option("--from <date>", "from this local date on (YYYY-MM-DD)")
    .option("--to <date>", "up to this local date, included")
    .addOption(cohortOption())
    .addOption(new Option("--watch", "draw it again and again, in place at a terminal").conflicts("asOf"))
    .option("--interval <seconds>", "how often, with --watch", wholeNumber(1, 86_400), 5)
    .addOption(languageOption())
    .action(async (options: Options) => {
      const times = localTimes(context.env);
      const { unit, measure, asOf, knownAt, from, to, cohort, lang } = options;
      const query = { unit, measure, asOf, knownAt, from, to, cohort };
      const service = serviceOf(context.env, options.ledger);
      const selection = unit !== undefined ? "as-given" : options.byUnit ? "by-unit" : "whole";
      const text = async (): Promise<string> => {
        const body = await getJson(service, "/v1/board", query);
        return options.json ? JSON.stringify(body) : renderBoard(boardAnswer(body), selection, lang, times);
      };
      if (options.watch) await watch(text, 1000 * options.interval, context);
      else context.print(await text());
    });
};
