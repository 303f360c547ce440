import type { Language } from "@anshi/terms";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { calendarAnswer, renderCalendar } from "../view/calendar-text.js";
import { renderUnits, unitsAnswer } from "../view/unit-tree.js";
import { wholeNumber } from "./numbers.js";
import { knownOnly, languageOption } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly knownAt?: string;
  readonly lang: Language;
  readonly json?: true;
}

/** `anshi units`: the organisation tree. */
export const unitsCommand: CommandDefinition = (program, context) => {
  knownOnly(program.command("units").description("the organisation tree, as known at any time"))
    .addOption(languageOption())
    .action(async ({ ledger, knownAt, lang, json }: Options) => {
      const body = await getJson(serviceOf(context.env, ledger), "/v1/units", { knownAt });
      context.print(json ? JSON.stringify(body) : renderUnits(unitsAnswer(body), lang));
    });
};

/** `anshi calendar`: a year's days off and make-up working days. */
export const calendarCommand: CommandDefinition = (program, context) => {
  knownOnly(program.command("calendar").description("days off and make-up working days of a year"))
    .argument("[year]", "default: this year", wholeNumber(1900, 2200))
    .addOption(languageOption())
    .action(async (year: number | undefined, { ledger, knownAt, lang, json }: Options) => {
      const query = { year: year?.toString(), knownAt };
      const body = await getJson(serviceOf(context.env, ledger), "/v1/calendar", query);
      context.print(json ? JSON.stringify(body) : renderCalendar(calendarAnswer(body), lang));
    });
};
