const grouping = new Intl.NumberFormat("en-US");

/** A whole number with its thousands parted: `60,054`. */
export const integer = (value: number): string => grouping.format(value);

/** A position, which may pass 2^53, with its thousands parted. */
export const position = (value: string): string =>
  /^\d+$/u.test(value) ? grouping.format(BigInt(value)) : value;

/** A whole number that may be below nothing: `12`, `−12`. */
export const balance = (value: number): string => (value < 0 ? `−${integer(-value)}` : integer(value));
