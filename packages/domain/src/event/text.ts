/** Whether a text has at most so many characters: code points, so that a rare Han character is one as well. */
export function isAtMost(text: string, longest: number): boolean {
  if (text.length <= longest) return true;
  // A code point is two units at most: what is longer need not be counted.
  return text.length <= 2 * longest && [...text].length <= longest;
}

/** RFC 3339 with offset and at most 6 fractional digits; that the day exists is for parseInstant to say. */
export const instantText =
  /^\d{4}-\d{2}-\d{2}[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/u;

/** The characters of a URI reference (RFC 3986), percent-encoded where they must be. */
export const uriReference = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/u;

/** `application/json`, in any case of letters: JSON Schema knows no flags. */
export const jsonType = /^[Aa][Pp][Pp][Ll][Ii][Cc][Aa][Tt][Ii][Oo][Nn]\/[Jj][Ss][Oo][Nn](\s*;.*)?$/u;

/** No control characters, non-characters or lone surrogates: CloudEvents keeps them out of its strings (§3). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const plainText = /^[^\u0000-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff\p{Cs}]*$/u;
