import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Context } from "../context.js";
import { Failure, reasonOf, WrongUse } from "../failure.js";
import { type Service, serviceOf } from "../http/service.js";
import { type ImportCounts, nothing, plus } from "../import/counts.js";
import { type ImportOptions, importFile } from "../import/import-file.js";
import { meterFor } from "../import/meter.js";
import { notBegun } from "../import/prefix.js";
import { type ImportIdentity, readProgress } from "../import/progress-file.js";
import type { CommandDefinition } from "../program.js";
import { formatOf, openSource } from "../reading/open.js";
import { dryRun } from "./dry-run.js";
import { fitted, type MappingFile, readMappingFile } from "./mapping-file.js";
import { wholeNumber } from "./numbers.js";

interface Options extends Omit<ImportOptions, "retryMs"> {
  readonly mapping?: string;
  readonly ledger?: string;
  readonly restart?: true;
  readonly retrySeconds: number;
  readonly stateDir?: string;
  readonly dryRun?: number;
  readonly quiet?: true;
  readonly json?: true;
}

interface FileSummary extends ImportCounts {
  readonly file: string;
  readonly seconds: number;
  /** The row after which an earlier run was taken up; 0: from the start. */
  readonly resumedAfter: number;
  readonly rejectedFile: string | null;
}

/** `anshi import FILE…` (docs/import.md). */
export const importCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("import")
    .description("send events of files to the ledger: NDJSON CloudEvents, or CSV and Excel through a mapping")
    .argument("<file...>", ".ndjson, .jsonl, .csv or .xlsx, or one of these and .gz")
    .option("--mapping <file>", "how rows of a table become events (YAML or JSON, docs/import.md)")
    .option("--ledger <id>", "the ledger to import into (default: the service's)")
    .option("--concurrency <n>", "requests at once", wholeNumber(1, 64), 4)
    .option("--batch <n>", "events a request", wholeNumber(1, 5_000), 500)
    .option(
      "--retry-seconds <n>",
      "how long to go on while the service does not answer",
      wholeNumber(0, 86_400),
      60,
    )
    .option("--restart", "begin anew, whatever an earlier run has done")
    .option("--state-dir <dir>", "where progress and rejected rows are written (default: beside the file)")
    .option("--dry-run <n>", "print the events of the first n rows; send nothing", wholeNumber(1, 1_000_000))
    .option("--quiet", "no progress")
    .option("--json", "the result as JSON")
    .action(async (files: readonly string[], options: Options) => {
      const mapping = await readMappingFile(options.mapping);
      checkUse(files, mapping);
      if (options.dryRun !== undefined) {
        const clean = await fitted(options.mapping, () =>
          dryRun(files, mapping?.mapping ?? null, options.dryRun ?? 1, context),
        );
        exit(clean ? 0 : 1);
        return;
      }
      const service = serviceOf(context.env, options.ledger);
      const summaries: FileSummary[] = [];
      for (const file of files) {
        const summary = await fitted(options.mapping, () =>
          oneFile(file, mapping, service, options, context),
        );
        summaries.push(summary);
        if (options.json === undefined) context.print(summaryText(summary));
      }
      const total = summaries.reduce<ImportCounts>(plus, nothing);
      if (options.json !== undefined) {
        const { rows, events, accepted, duplicates, rejected } = total;
        context.print(JSON.stringify({ files: summaries, rows, events, accepted, duplicates, rejected }));
      }
      exit(total.rejected === 0 ? 0 : 1);
    });
};

async function oneFile(
  file: string,
  mapping: MappingFile | null,
  service: Service,
  options: Options,
  context: Context,
): Promise<FileSummary> {
  const began = context.now();
  const beside = options.stateDir === undefined ? file : join(options.stateDir, basename(file));
  const progressPath = `${beside}.anshi-progress.json`;
  const rejectedPath = `${beside}.rejected.ndjson`;
  const identity = await identityOf(file, mapping, service);
  const from = (options.restart ? undefined : await readProgress(progressPath, identity)) ?? notBegun;
  const source = await openSource(file, mapping?.mapping ?? null);
  const meter = meterFor(basename(file), options.quiet === true, context);
  if (from.row > 0) meter.say(`${basename(file)}: going on after row ${from.row}`);
  const settings = { ...options, retryMs: options.retrySeconds * 1000 };
  const job = { source, service, options: settings, identity, from, progressPath, rejectedPath, meter };
  const counts = await importFile(job, context).catch((error: unknown) => {
    throw stopped(error, beside);
  });
  return {
    file,
    ...counts,
    seconds: Math.round((context.now() - began) / 100) / 10,
    resumedAfter: from.row,
    rejectedFile: counts.rejected === 0 ? null : rejectedPath,
  };
}

function stopped(error: unknown, beside: string): unknown {
  if (error instanceof Failure) return new Failure(`${error.message}. Run the same command again to go on`);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EACCES" || code === "EROFS" || code === "EPERM" || code === "ENOSPC" || code === "ENOENT") {
    return new Failure(
      `no progress can be kept beside ${beside} (${reasonOf(error)}); --state-dir names another place`,
    );
  }
  return error;
}

async function identityOf(
  file: string,
  mapping: MappingFile | null,
  service: Service,
): Promise<ImportIdentity> {
  const { size, mtimeMs } = await stat(file).catch((error: unknown) => {
    throw new WrongUse(`${file} cannot be read: ${reasonOf(error)}`);
  });
  return {
    size,
    modified: mtimeMs,
    mapping: mapping?.hash ?? null,
    url: service.url,
    ledger: service.ledger,
  };
}

function checkUse(files: readonly string[], mapping: MappingFile | null): void {
  const formats = files.map(formatOf);
  const table = files[formats.findIndex((format) => format !== "ndjson")];
  if (table !== undefined && mapping === null)
    throw new WrongUse(`${table}: a table needs --mapping FILE (docs/import.md)`);
  if (table === undefined && mapping !== null)
    throw new WrongUse("--mapping is for tables; NDJSON holds events already");
}

function summaryText(summary: FileSummary): string {
  const { rows, events, accepted, duplicates, rejected, seconds, rejectedFile } = summary;
  const where = rejectedFile === null ? "" : `, see ${rejectedFile}`;
  return `${summary.file}: ${rows} rows, ${events} events: ${accepted} accepted, ${duplicates} duplicate, ${rejected} rejected${where}; ${seconds} s`;
}
