import type { Language } from "@anshi/terms";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { caseAnswer } from "../view/case-answer.js";
import { renderCase } from "../view/case-text.js";
import { localTimes } from "../view/zoned.js";
import { languageOption, twoTimes } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly lang: Language;
  readonly json?: true;
}

/** `anshi case KIND SUBJECT`: what happened, when it was known, and how each due comes about. */
export const caseCommand: CommandDefinition = (program, context) => {
  twoTimes(
    program.command("case").description("one case: its facts in both times and how each due comes about"),
  )
    .argument("<kind>", "complaint, lead, dispatch, identity or odr")
    .argument("<subject>", "the case, as its events name it")
    .addOption(languageOption())
    .action(async (kind: string, subject: string, options: Options) => {
      const path = `/v1/cases/${encodeURIComponent(kind)}/${encodeURIComponent(subject)}`;
      const { asOf, knownAt } = options;
      const body = await getJson(serviceOf(context.env, options.ledger), path, { asOf, knownAt });
      context.print(
        options.json
          ? JSON.stringify(body)
          : renderCase(caseAnswer(body), options.lang, localTimes(context.env)),
      );
    });
};
