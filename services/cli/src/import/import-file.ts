import type { Context } from "../context.js";
import { deliver } from "../http/deliver.js";
import type { IntakeAnswer } from "../http/intake.js";
import type { Service } from "../http/service.js";
import type { Source } from "../reading/source.js";
import { type Batch, batches } from "./batch.js";
import { type ImportCounts, plus } from "./counts.js";
import type { Meter } from "./meter.js";
import { type Done, Prefix } from "./prefix.js";
import { type ImportIdentity, removeProgress, writeProgress } from "./progress-file.js";
import { pump } from "./pump.js";
import { RejectedFile, type Rejection } from "./rejected-file.js";

const NOTE_EVERY_MS = 1_000;

/** How a file is sent. */
export interface ImportOptions {
  readonly batch: number;
  readonly concurrency: number;
  readonly retryMs: number;
}

/** What is needed to import one file. */
export interface FileImport {
  readonly source: Source;
  readonly service: Service;
  readonly options: ImportOptions;
  readonly identity: ImportIdentity;
  /** Where the import was left; row 0 to begin. */
  readonly from: Done;
  readonly progressPath: string;
  readonly rejectedPath: string;
  readonly meter: Meter;
}

/**
 * Sends a file to the service and answers what came of it, an earlier part included. A row counts as done once the service has
 * answered for all its events and what it rejected is written down: a kill at any instant repeats rows, which is harmless, and
 * leaves out none. Rejects with `Failure` when the service refuses or does not answer; what is done stays noted.
 */
export async function importFile(job: FileImport, context: Context): Promise<ImportCounts> {
  const { source, service, options, from, meter } = job;
  const prefix = new Prefix(from);
  const rejected = await RejectedFile.open(job.rejectedPath, from.row);
  let shown = from.counts;
  let noted = context.now();
  let retrying = false;

  const patience = {
    retryMs: options.retryMs,
    onRetry: (reason: string) => {
      if (!retrying) meter.say(`${service.url}: ${reason}; trying again for ${options.retryMs / 1000} s`);
      retrying = true;
    },
  };

  const note = async (batch: Batch, number: number, answer: IntakeAnswer): Promise<void> => {
    const rejections = rejectionsOf(batch, answer);
    // First the rejections, then the note: a kill in between writes them again, the other way round would lose them.
    await rejected.add(rejections);
    const counts: ImportCounts = {
      rows: batch.rows,
      events: batch.events.length,
      accepted: answer.accepted,
      duplicates: answer.duplicates,
      rejected: rejections.length,
    };
    prefix.finish(number, batch.lastRow, counts);
    shown = plus(shown, counts);
    meter.update(shown.rows, shown.events - from.counts.events, source.soFar());
    if (context.now() - noted < NOTE_EVERY_MS) return;
    noted = context.now();
    await writeProgress(job.progressPath, job.identity, prefix.done);
  };

  // Answers come in any order, their notes one after another: both files have a single writer.
  let writing: Promise<void> = Promise.resolve();
  const work = async (batch: Batch, number: number): Promise<void> => {
    const answer = await send(batch);
    writing = writing.then(() => note(batch, number, answer));
    await writing;
  };
  const send = async (batch: Batch): Promise<IntakeAnswer> => {
    if (batch.events.length === 0) return { accepted: 0, duplicates: 0, rejected: [] };
    const texts = batch.events.map(({ json }) => json);
    const answer = await deliver(service, texts, patience, context);
    retrying = false;
    return answer;
  };

  try {
    await pump(batches(source.entries, options.batch, from.row), options.concurrency, work);
    await removeProgress(job.progressPath);
  } catch (error) {
    // The cause matters more than a note that cannot be kept (on a full disk, for one).
    await writeProgress(job.progressPath, job.identity, prefix.done).catch(() => undefined);
    throw error;
  } finally {
    meter.stop();
    await rejected.close();
  }
  return shown;
}

function rejectionsOf(batch: Batch, answer: IntakeAnswer): readonly Rejection[] {
  const unsent = batch.unsendable.map((each) => ({ ...each, faults: [], event: null }));
  const refused = answer.rejected.map(({ index: at, code, message, path, faults }) => {
    const event = batch.events[at];
    return {
      row: event?.row ?? batch.lastRow,
      index: event?.index ?? 0,
      id: event?.id ?? null,
      code,
      message,
      path,
      faults,
      event: event === undefined ? null : (JSON.parse(event.json) as unknown),
    };
  });
  return [...unsent, ...refused].sort((a, b) => a.row - b.row || a.index - b.index);
}
