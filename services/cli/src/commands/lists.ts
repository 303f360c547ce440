import type { Language } from "@anshi/terms";
import { Option } from "commander";
import { WrongUse } from "../failure.js";
import { listed } from "../http/pages.js";
import { getJson } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";
import type { ListRow, ParkedRow } from "../view/list-answer.js";
import { type ListView, renderList, renderParked } from "../view/list-table.js";
import { unitsAnswer } from "../view/unit-tree.js";
import { localTimes } from "../view/zoned.js";
import { wholeNumber } from "./numbers.js";
import { languageOption, twoTimes } from "./options.js";

interface Options {
  readonly ledger?: string;
  readonly state: string;
  readonly unit?: string;
  readonly clock?: string;
  readonly within?: number;
  readonly over?: number;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly limit: number;
  readonly all?: true;
  readonly lang: Language;
  readonly json?: true;
}

const states = [
  ...["pending", "near-due", "overdue", "ended", "late", "kept", "void"],
  ...["unclassified", "suspended", "unregistered", "parked"],
];
const DEFAULT_LIMIT = 100;

/** `anshi lists`: the clocks in a state, those that lapse first first. */
export const listsCommand: CommandDefinition = (program, context) => {
  twoTimes(program.command("lists").description("clocks in a state, those that lapse first first"))
    .addOption(new Option("--state <state>", "which").choices(states).default("pending"))
    .option("--unit <id>", "one unit with all below it")
    .option("--clock <kind>", "one kind of clock, such as complaint.accept")
    .option("--within <n>", "near-due: due within n working days (default: 5)", wholeNumber(0, 366))
    .option("--over <n>", "suspended: for n days or longer (default: 30)", wholeNumber(0, 3_660))
    .option("--limit <n>", "rows at most", wholeNumber(1, 1_000_000), DEFAULT_LIMIT)
    .addOption(new Option("--all", "every row").conflicts("limit"))
    .addOption(languageOption())
    .action(async (options: Options) => {
      const { state, unit, clock, within, over, asOf, knownAt, lang } = options;
      for (const [name, own] of Object.entries({ within: "near-due", over: "suspended" } as const))
        if (options[name as "within" | "over"] !== undefined && state !== own)
          throw new WrongUse(`--${name} goes with --state ${own}`);
      const service = serviceOf(context.env, options.ledger);
      const query = { state, unit, clock, within: within?.toString(), over: over?.toString(), asOf, knownAt };
      const limit = options.all === true ? Number.POSITIVE_INFINITY : options.limit;
      const { head, items, next } = await listed(service, "/v1/cases", query, limit);
      if (options.json) {
        context.print(JSON.stringify({ ...head, items, next }));
        return;
      }
      const position = String((head.knownAt as { readonly position?: unknown } | undefined)?.position ?? "");
      const known = position === "" ? {} : { knownAt: position };
      const units = unitsAnswer(await getJson(service, "/v1/units", known));
      const view: ListView = {
        asOf: String(head.asOf ?? ""),
        position,
        state,
        more: next !== null,
        names: new Map(units.map(({ id, name }) => [id, name])),
      };
      const times = localTimes(context.env);
      context.print(
        state === "parked"
          ? renderParked(items as unknown as readonly ParkedRow[], view, lang, times)
          : renderList(items as unknown as readonly ListRow[], view, lang, times),
      );
    });
};
