import { useEffect, useState } from "react";
import type { ListItem, Moment, ParkedItem } from "../api/answers.js";
import { getCases } from "../api/api.js";
import type { Problem } from "../api/problem.js";
import type { Query } from "../api/request.js";

const PAGE = 1_000;
/** More than anyone reads; beyond it filters are the way. */
export const MOST_ROWS = 20_000;

/** A row of a list, whatever it is of. */
export type Row = ListItem | ParkedItem;

export interface ListState {
  readonly key: string;
  readonly rows: readonly Row[];
  readonly moment: Moment | undefined;
  /** There are more than are shown. */
  readonly cut: boolean;
  readonly done: boolean;
  readonly problem: Problem | undefined;
}

const nothing = { rows: [], moment: undefined, cut: false, done: false, problem: undefined };

/**
 * Reads a list page by page, all of it at the moment of its first page. When `turn` grows it is read again, and what is shown stays
 * until the new one is complete.
 */
export function useList(asks: readonly Query[], turn: number): ListState {
  const key = JSON.stringify(asks);
  const [state, setState] = useState<ListState>({ key, ...nothing });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the question
  useEffect(() => {
    const ending = new AbortController();
    const read = async (): Promise<void> => {
      const rows: Row[] = [];
      let moment: Moment | undefined;
      let cut = false;
      const show = (done: boolean): void =>
        setState((before) =>
          !done && before.key === key && before.done
            ? before
            : { key, rows: [...rows], moment, cut, done, problem: undefined },
        );
      for (const ask of asks) {
        let cursor: string | null | undefined;
        do {
          const at = moment === undefined ? {} : { asOf: moment.asOf, knownAt: moment.knownAt.position };
          const page = await getCases<Row>({ ...ask, ...at, limit: PAGE, cursor }, ending.signal);
          moment ??= { asOf: page.asOf, knownAt: page.knownAt };
          rows.push(...page.items);
          cursor = page.next;
          cut = rows.length >= MOST_ROWS && cursor !== null;
          show(false);
        } while (cursor !== null && !cut);
      }
      show(true);
    };
    read().catch((problem: Problem) => {
      if (!ending.signal.aborted)
        setState((before) => (before.key === key ? { ...before, problem } : { key, ...nothing, problem }));
    });
    return () => ending.abort();
  }, [key, turn]);
  return state.key === key ? state : { key, ...nothing };
}
