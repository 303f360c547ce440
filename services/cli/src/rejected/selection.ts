import { formatDay } from "@anshi/domain";
import { listed } from "../http/pages.js";
import type { Service } from "../http/service.js";
import type { RejectionRow } from "../view/rejection-answer.js";
import type { LocalTimes } from "../view/zoned.js";

/** Which rejections are meant. */
export interface RejectionFilter {
  readonly code?: string;
  /** Local dates of receipt, both included. */
  readonly from?: number;
  readonly to?: number;
}

/** Reads the rejections that a filter lets pass, the oldest first, at most `limit` of them; `more` when there may be others. */
export async function selected(
  service: Service,
  filter: RejectionFilter,
  limit: number,
  times: LocalTimes,
): Promise<{ readonly rows: readonly RejectionRow[]; readonly more: boolean }> {
  const { items } = await listed(service, "/v1/rejections", {}, Number.POSITIVE_INFINITY);
  const rows = (items as unknown as readonly RejectionRow[]).filter((row) => passes(row, filter, times));
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

function passes({ code, receivedAt }: RejectionRow, filter: RejectionFilter, times: LocalTimes): boolean {
  const date = times.at(receivedAt).slice(0, 10);
  return (
    (filter.code === undefined || code === filter.code) &&
    (filter.from === undefined || date >= formatDay(filter.from)) &&
    (filter.to === undefined || date <= formatDay(filter.to))
  );
}
