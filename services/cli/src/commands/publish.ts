import type { Language } from "@anshi/terms";
import { send } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import { publicationAnswer, renderPublications } from "../view/publication-table.js";
import { localTimes } from "../view/zoned.js";
import { cohortOption, languageOption } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly cohort?: string;
  readonly again?: true;
  readonly lang: Language;
  readonly json?: true;
}

/** `anshi publish`: publishes the board of a period that has ended. */
export const publishCommand: CommandDefinition = (program, context) => {
  program
    .command("publish")
    .description("publish the board of a period that has ended, as a fact of the ledger")
    .argument("<period>", "such as 2026-11-20, 2026-10, 2026-Q3 or 2026")
    .option("--ledger <id>", "the ledger published (default: the service's)")
    .addOption(cohortOption())
    .option("--again", "once more, as the next edition of a period that was published")
    .addOption(languageOption())
    .option("--json", "the service's answer as it is")
    .action(async (period: string, { ledger, cohort, again, lang, json }: Options) => {
      const { status, body } = await send(serviceOf(context.env, ledger), "/v1/publications", {
        ...{ period, again: again === true },
        ...(cohort === undefined ? {} : { cohort }),
      });
      if (json) return context.print(JSON.stringify(body));
      const publication = publicationAnswer(body);
      context.print(renderPublications([publication], lang, localTimes(context.env)));
      if (status === 200) {
        context.print(
          lang === "zh"
            ? "此前已发布，未作改动；--again 发布新版。"
            : "It was published before and stands; --again publishes another edition.",
        );
      }
    });
};
