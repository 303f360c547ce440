import type { Language } from "@anshi/terms";
import { WrongUse } from "../failure.js";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { diffAnswer, renderDiff } from "../view/diff-text.js";
import { wholeNumber } from "./numbers.js";
import { cohortOption, languageOption, several } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly knownAt: readonly string[];
  readonly asOf?: string;
  readonly unit?: string;
  readonly measure?: string;
  readonly from?: string;
  readonly to?: string;
  readonly cohort?: string;
  readonly events: number;
  readonly lang: Language;
  readonly json?: true;
}

/** `anshi diff`: what changed between two positions, and why. Exit 1 when something did. */
export const diffCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("diff")
    .description(
      "figures that differ between two positions, and the events that changed them; exit 1 when any does",
    )
    .requiredOption(
      "--known-at <position|instant>",
      "twice: the earlier and the later (given once: against all that is known)",
      several,
      [] as readonly string[],
    )
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--as-of <instant>", "what had happened by then (RFC 3339; default: now)")
    .option("--unit <id>", "one unit, all below it rolled up")
    .option("--measure <id>", "one measure, such as 25.1a")
    .option("--from <date>", "from this local date on (YYYY-MM-DD)")
    .option("--to <date>", "up to this local date, included")
    .addOption(cohortOption())
    .option("--events <n>", "events named for a figure", wholeNumber(1, 10_000), 10)
    .addOption(languageOption())
    .option("--json", "the service's answer as it is")
    .action(async (options: Options) => {
      const { ledger, asOf, unit, measure, from, to, cohort, events, lang, json } = options;
      const [knownAt, and, ...others] = options.knownAt;
      if (knownAt === undefined || others.length > 0)
        throw new WrongUse("--known-at is given twice: the earlier position, and the later");
      const body = await getJson(serviceOf(context.env, ledger), "/v1/diff", {
        ...{ knownAt, and, asOf, unit, measure, from, to, cohort, events: String(events) },
      });
      const answer = diffAnswer(body);
      context.print(json ? JSON.stringify(body) : renderDiff(answer, lang));
      if (answer.figures.length > 0) exit(1);
    });
};
