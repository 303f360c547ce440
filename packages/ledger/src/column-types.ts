import pg, { type CustomTypesConfig } from "pg";

const INT8 = 20;
const TIMESTAMPTZ = 1184;

const toDate: (text: string) => Date = pg.types.getTypeParser(TIMESTAMPTZ);

/**
 * Column types of the ledger's statements, given with each of them: `bigint` comes as bigint, `timestamptz` as
 * milliseconds since 1970. pg's own table of types belongs to the whole process and stays as it is.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") => {
    if (format === "binary") return pg.types.getTypeParser(oid, "binary");
    if (oid === INT8) return BigInt;
    if (oid === TIMESTAMPTZ) return (text: string) => toDate(text).getTime();
    return pg.types.getTypeParser(oid, "text");
  },
};
