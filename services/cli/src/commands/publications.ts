import type { Language } from "@anshi/terms";
import { listed } from "../http/pages.js";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import {
  checkAnswer,
  type PublicationRow,
  renderChecks,
  renderPublications,
} from "../view/publication-table.js";
import { localTimes } from "../view/zoned.js";
import { wholeNumber } from "./numbers.js";
import { languageOption } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly recompute?: true;
  readonly limit: number;
  readonly lang: Language;
  readonly json?: true;
}

/** `anshi publications`: what was published; of one of them, whether its figures come out as published. */
export const publicationsCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("publications")
    .description("boards that were published, the newest first")
    .argument("[id]", "one of them, such as 2026-10.1; a period stands for its last edition")
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--recompute", "compute the figures of this one again, or of all; exit 1 when one differs")
    .option("--limit <n>", "at most so many", wholeNumber(1, 100_000), 50)
    .addOption(languageOption())
    .option("--json", "the service's answer as it is")
    .action(async (id: string | undefined, { ledger, recompute, limit, lang, json }: Options) => {
      const service = serviceOf(context.env, ledger);
      const path = (each: string): string => `/v1/publications/${encodeURIComponent(each)}`;
      if (id !== undefined && !recompute) {
        context.print(JSON.stringify(await getJson(service, path(id), {}), null, json ? 0 : 2));
        return;
      }
      if (!recompute) {
        const { items, next } = await listed(service, "/v1/publications", {}, limit);
        const rows = items as unknown as readonly PublicationRow[];
        context.print(
          json ? JSON.stringify({ items, next }) : renderPublications(rows, lang, localTimes(context.env)),
        );
        return;
      }
      const ids =
        id === undefined
          ? (await listed(service, "/v1/publications", {}, limit)).items.map((each) => String(each.id))
          : [id];
      const bodies = [];
      for (const each of ids) bodies.push(await getJson(service, `${path(each)}/recompute`, {}));
      const figures = bodies.flatMap((body) => checkAnswer(body).figures);
      if (json) context.print(JSON.stringify(id === undefined ? bodies : bodies[0]));
      else for (const line of renderChecks(figures, lang)) context.print(line);
      if (figures.some(({ equal }) => !equal)) exit(1);
    });
};
