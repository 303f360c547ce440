import { type Day, parseDay } from "@anshi/domain";
import { InvalidArgumentError } from "commander";

/** Reads a whole number in a range, as an option's value. */
export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/u.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(`expected a whole number from ${from} to ${to}`);
    }
    return value;
  };
}

/** Reads a share from 0 to 1. */
export function share(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/u.test(text) || value > 1) throw new InvalidArgumentError("expected a share from 0 to 1");
  return value;
}

/** Reads a date. */
export function date(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new InvalidArgumentError("expected a date YYYY-MM-DD");
  return day;
}
