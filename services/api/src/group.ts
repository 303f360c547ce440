import type { AppendOutcome, LedgerId, Submission } from "@anshi/ledger";

/** Appends several submissions in one transaction; answers each in its order. */
export type AppendAll = (
  ledger: LedgerId,
  submissions: readonly Submission[],
) => Promise<readonly AppendOutcome[]>;

const MOST_EVENTS = 5_000;

interface Waiting {
  readonly submission: Submission;
  readonly resolve: (outcome: AppendOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: while one append of a ledger is under way, requests gather and then go together. The more come, the
 * larger the batches; a lone one goes at once.
 */
export function groupCommit(
  appendAll: AppendAll,
): (ledger: LedgerId, submission: Submission) => Promise<AppendOutcome> {
  const queues = new Map<LedgerId, Waiting[]>();

  const drain = async (ledger: LedgerId, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      let events = 0;
      let taken = 0;
      for (const { submission } of queue) {
        if (taken > 0 && events + submission.events.length > MOST_EVENTS) break;
        events += submission.events.length;
        taken += 1;
      }
      const group = queue.splice(0, taken);
      try {
        const outcomes = await appendAll(
          ledger,
          group.map(({ submission }) => submission),
        );
        group.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index];
          if (outcome === undefined)
            reject(new Error("an append answered fewer submissions than it was given"));
          else resolve(outcome);
        });
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    queues.delete(ledger);
  };

  return (ledger, submission) =>
    new Promise((resolve, reject) => {
      const queue = queues.get(ledger);
      const waiting = { submission, resolve, reject };
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const fresh = [waiting];
      queues.set(ledger, fresh);
      void drain(ledger, fresh);
    });
}
