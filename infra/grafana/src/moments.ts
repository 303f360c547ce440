import { ledger } from "./variables.js";

/** The ledger's own time zone and where its board stands, to be asked first: what follows may use its columns. */
export const standing = `(select * from board.standing where ledger = ${ledger}) as standing`;

/** The time range of the dashboard as local days, both included. */
export const firstDay = "($__timeFrom()::timestamptz at time zone standing.time_zone)::date";
export const lastDay = "($__timeTo()::timestamptz at time zone standing.time_zone)::date";

/** A local day as the instant it begins at: what a line is drawn over. */
export const startOf = (day: string): string => `${day}::timestamp at time zone standing.time_zone`;

/** The first day of the window that the variable names. */
export const windowStart =
  "case when '$window' = 'year' then date_trunc('year', now() at time zone standing.time_zone)::date end";
