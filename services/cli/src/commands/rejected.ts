import { rejectionCodes } from "@anshi/domain";
import { type Command, Option } from "commander";
import type { Context } from "../context.js";
import { WrongUse } from "../failure.js";
import { getJson } from "../http/request.js";
import { type Service, serviceOf } from "../http/service.js";
import type { CommandDefinition, ExitCode } from "../program.js";
import { purge, redrive, type Treated } from "../rejected/each.js";
import { type RejectionFilter, selected } from "../rejected/selection.js";
import { rejectionAnswer } from "../view/rejection-answer.js";
import { renderRejection, renderRejections } from "../view/rejection-text.js";
import { renderTable } from "../view/table.js";
import { localTimes } from "../view/zoned.js";
import { date, wholeNumber } from "./numbers.js";

interface Common {
  readonly ledger?: string;
  readonly json?: true;
}

interface Selection extends Common, RejectionFilter {
  readonly all?: true;
  readonly yes?: true;
}

/** `anshi rejected list|show|redrive|purge`: what was refused, and what becomes of it. */
export const rejectedCommand: CommandDefinition = (program, context, exit) => {
  const rejected = program
    .command("rejected")
    .description("messages that were refused: list, show, redrive, purge");

  filtered(rejected.command("list").description("what was refused and why"))
    .option("--limit <n>", "rows at most", wholeNumber(1, 1_000_000), 100)
    .action(async (options: Common & RejectionFilter & { readonly limit: number }) => {
      const times = localTimes(context.env);
      const service = serviceOf(context.env, options.ledger);
      const { rows, more } = await selected(service, options, options.limit, times);
      context.print(
        options.json ? JSON.stringify({ items: rows, more }) : renderRejections(rows, more, times),
      );
    });

  common(rejected.command("show").description("one of them, for an admin with its bytes"))
    .argument("<number>", "its number in the list")
    .action(async (number: string, { ledger, json }: Common) => {
      const path = `/v1/rejections/${encodeURIComponent(number)}`;
      const body = await getJson(serviceOf(context.env, ledger), path, {});
      context.print(
        json ? JSON.stringify(body) : renderRejection(rejectionAnswer(body), localTimes(context.env)),
      );
    });

  several(rejected.command("redrive").description("send them through the intake once more")).action(
    async (numbers: readonly string[], options: Selection) => {
      await treat(numbers, options, redrive, context, exit);
    },
  );

  several(rejected.command("purge").description("erase their bytes for good; the reasons stay"))
    .option("--yes", "it is meant")
    .action(async (numbers: readonly string[], options: Selection) => {
      if (options.yes !== true) throw new WrongUse("purge erases bytes for good; add --yes if that is meant");
      await treat(numbers, options, purge, context, exit);
    });
};

function common(command: Command): Command {
  return command
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--json", "the result as JSON");
}

function filtered(command: Command): Command {
  return common(command)
    .addOption(new Option("--code <code>", "only those refused with this code").choices(rejectionCodes))
    .option("--from <date>", "received from this local date on", date)
    .option("--to <date>", "received up to this local date, included", date);
}

function several(command: Command): Command {
  return filtered(command)
    .argument("[number...]", "their numbers in the list")
    .option("--all", "all there are (within --code, --from and --to)");
}

/** Does the same to each; ends with 1 when one was refused again or could not be treated. */
async function treat(
  numbers: readonly string[],
  options: Selection,
  one: (service: Service, number: string) => Promise<Treated>,
  context: Context,
  exit: (code: ExitCode) => void,
): Promise<void> {
  const filters = options.code ?? options.from ?? options.to ?? options.all;
  if (numbers.length > 0 === (filters !== undefined))
    throw new WrongUse("name numbers, or say which by --code, --from, --to or --all");
  const service = serviceOf(context.env, options.ledger);
  const chosen = numbers.length > 0 ? numbers : await kept(service, options, context);
  const treated: Treated[] = [];
  for (const number of chosen) treated.push(await one(service, number));
  context.print(options.json ? JSON.stringify({ items: treated }) : render(treated));
  // Bytes that went before somebody who asks by a filter came to them are no failure; a number that was named is.
  const isBad = ({ outcome }: Treated): boolean =>
    outcome === "rejected" || outcome === "failed" || (outcome === "gone" && numbers.length > 0);
  exit(treated.some(isBad) ? 1 : 0);
}

async function kept(service: Service, filter: RejectionFilter, context: Context): Promise<readonly string[]> {
  const { rows } = await selected(service, filter, Number.POSITIVE_INFINITY, localTimes(context.env));
  return rows.filter(({ disposal }) => disposal === null).map(({ number }) => number);
}

function render(treated: readonly Treated[]): string {
  if (treated.length === 0) return "there is nothing to do";
  const counts = new Map<string, number>();
  for (const { outcome } of treated) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const table = renderTable(
    [
      { name: "Number", align: "right" },
      { name: "Outcome" },
      { name: "Accepted", align: "right" },
      { name: "Duplicates", align: "right" },
      { name: "Why" },
    ],
    treated.map(({ number, outcome, accepted, duplicates, why }) => [
      ...[number, outcome, String(accepted), String(duplicates), why],
    ]),
  );
  return `${table}\n${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(", ")}`;
}
