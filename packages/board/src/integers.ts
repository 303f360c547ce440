import pg, { type CustomTypesConfig } from "pg";

const INTEGERS = 1007;

/** `integer[]` as the numbers in it, of whatever dimensions; pg's own parser is made for any text. (pg reads binary results as UTF-8 and spoils them.) */
export const integerTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INTEGERS ? integersOf : pg.types.getTypeParser(oid, format as "text"),
};

const [ZERO, MINUS] = [48, 45];

function integersOf(text: string): number[] {
  const integers: number[] = [];
  let [n, sign, digits] = [0, 1, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - ZERO;
    if (digit >= 0 && digit <= 9) {
      n = 10 * n + digit;
      digits += 1;
    } else if (code === MINUS) sign = -1;
    else if (digits > 0) {
      integers.push(sign * n);
      [n, sign, digits] = [0, 1, 0];
    }
  }
  return integers;
}
