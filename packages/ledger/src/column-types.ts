import pg, { type CustomTypesConfig } from "pg";

const INT8 = 20;
const TIMESTAMPTZ = 1184;

const toDate: (text: string) => Date = pg.types.getTypeParser(TIMESTAMPTZ);

/** `2026-11-22 04:00:00.123+00`, as sessions in UTC write it: read by its places, for there are many. Others as pg does. */
function toInstant(text: string): number {
  const { length } = text;
  if (
    length < 22 ||
    length > 26 ||
    !text.endsWith("+00") ||
    text.charCodeAt(4) !== HYPHEN ||
    text.startsWith("00")
  )
    return toDate(text).getTime();
  const at = (from: number, to: number): number => Number(text.slice(from, to));
  const fraction = length === 22 ? 0 : Number(`${text.slice(20, length - 3)}00`.slice(0, 3));
  return Date.UTC(at(0, 4), at(5, 7) - 1, at(8, 10), at(11, 13), at(14, 16), at(17, 19), fraction);
}

const HYPHEN = 45;

/**
 * Column types of the ledger's statements, given with each of them: `bigint` comes as bigint, `timestamptz` as
 * milliseconds since 1970. pg's own table of types belongs to the whole process and stays as it is.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (format === "binary") return pg.types.getTypeParser(oid, "binary");
    if (oid === INT8) return BigInt;
    if (oid === TIMESTAMPTZ) return toInstant;
    return pg.types.getTypeParser(oid, "text");
  },
};
