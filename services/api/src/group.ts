import type { AppendOutcome, LedgerId, Submission } from "@anshi/ledger";
import { gather } from "@anshi/runtime";

/** Appends several submissions in one transaction; answers each in its order. */
export type AppendAll = (
  ledger: LedgerId,
  submissions: readonly Submission[],
) => Promise<readonly AppendOutcome[]>;

const MOST_EVENTS = 5_000;
const MOST_LEDGERS = 10_000;

/** Group commit of requests, ledger by ledger. */
export function groupCommit(
  appendAll: AppendAll,
): (ledger: LedgerId, submission: Submission) => Promise<AppendOutcome> {
  const queues = new Map<LedgerId, (submission: Submission) => Promise<AppendOutcome>>();
  return (ledger, submission) => {
    // Whoever delivers names ledgers: those that are not at work anyhow are forgotten.
    if (queues.size > MOST_LEDGERS) queues.clear();
    const queue =
      queues.get(ledger) ??
      gather<Submission, AppendOutcome>((submissions) => appendAll(ledger, submissions), {
        weigh: ({ events }) => events.length,
        most: MOST_EVENTS,
      });
    queues.set(ledger, queue);
    return queue(submission);
  };
}
