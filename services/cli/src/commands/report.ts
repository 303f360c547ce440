import { writeFile } from "node:fs/promises";
import { Option } from "commander";
import { Failure, reasonOf } from "../failure.js";
import { fetchFile } from "../http/request.js";
import { serviceOf } from "../http/service.js";
import type { CommandDefinition } from "../program.js";

interface Options {
  readonly ledger?: string;
  readonly format: string;
  readonly out?: string;
}

/** `anshi report`: the notice of a publication as a file. */
export const reportCommand: CommandDefinition = (program, context) => {
  program
    .command("report")
    .description("the notice (通报) of a published period, as HTML or Excel")
    .argument("<period>", "a period such as 2026-10, or one of its editions such as 2026-10.1")
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .addOption(new Option("--format <format>", "of the file").choices(["html", "xlsx"]).default("html"))
    .option("--out <file>", "where to; default: PERIOD.html or PERIOD.xlsx here")
    .action(async (period: string, { ledger, format, out }: Options) => {
      const path = `/v1/publications/${encodeURIComponent(period)}/report`;
      const bytes = await fetchFile(serviceOf(context.env, ledger), path, { format });
      const file = out ?? `${period}.${format}`;
      try {
        await writeFile(file, bytes);
      } catch (error) {
        throw new Failure(`${file} cannot be written (${reasonOf(error)})`);
      }
      context.print(file);
    });
};
