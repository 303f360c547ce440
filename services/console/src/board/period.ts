import { type Day, formatDay } from "@anshi/domain";

export const periods = ["year", "quarter", "month", "days30", "all", "custom"] as const;
export type Period = (typeof periods)[number];

/** A window of local dates; an absent end is open, and today's board has it open. */
export interface Window {
  readonly from?: string;
  readonly to?: string;
}

/** The period an address names; this year when it names none. */
export function periodOf(query: URLSearchParams): Period {
  const named = periods.find((each) => each === query.get("period"));
  if (named !== undefined) return named;
  return query.has("from") || query.has("to") ? "custom" : "year";
}

/** The window of a period as of a day. */
export function windowOf(period: Period, today: Day, query: URLSearchParams): Window {
  const text = formatDay(today);
  const [year = "", month = "01"] = text.split("-");
  switch (period) {
    case "year":
      return { from: `${year}-01-01` };
    case "quarter":
      return { from: `${year}-${String(Math.floor((Number(month) - 1) / 3) * 3 + 1).padStart(2, "0")}-01` };
    case "month":
      return { from: `${year}-${month}-01` };
    case "days30":
      return { from: formatDay(today - 29) };
    case "all":
      return {};
    case "custom": {
      const from = dateIn(query, "from");
      const to = dateIn(query, "to");
      return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    }
  }
}

function dateIn(query: URLSearchParams, name: string): string | undefined {
  const value = query.get(name) ?? "";
  return /^\d{4}-\d{2}-\d{2}$/u.test(value) ? value : undefined;
}
