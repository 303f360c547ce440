import {
  type Cohort,
  cohorts,
  type Day,
  type Instant,
  measures,
  parseDay,
  parseInstant,
} from "@anshi/domain";
import { type LedgerId, ledgerId } from "@anshi/ledger";
import { Problem } from "./problem.js";

/** The query of a request, read by name; every fault is a Problem (400) naming the parameter. */
export class Parameters {
  constructor(private readonly query: Readonly<Record<string, unknown>>) {}

  /** Refuses parameters that do not exist: a misspelt `knownAt` must not silently answer another question. */
  only(...names: readonly string[]): this {
    for (const name of Object.keys(this.query)) {
      if (!names.includes(name)) {
        throw new Problem(
          400,
          "unknown-parameter",
          `there is no parameter of this name; known: ${names.join(", ")}`,
        );
      }
    }
    return this;
  }

  text(name: string, pattern: RegExp, expected: string): string | undefined {
    const value = this.query[name];
    if (value === undefined || value === "") return undefined;
    if (typeof value !== "string" || !pattern.test(value)) throw bad(name, expected);
    return value;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.query[name];
    if (value === undefined || value === "") return undefined;
    const found = values.find((each) => each === value);
    if (found === undefined) throw bad(name, `one of ${values.join(", ")}`);
    return found;
  }

  day(name: string): Day | undefined {
    const value = this.text(name, /^\d{4}-\d{2}-\d{2}$/u, "a date YYYY-MM-DD");
    if (value === undefined) return undefined;
    const day = parseDay(value);
    if (day === undefined || !isInTime(value)) throw bad(name, `a date YYYY-MM-DD ${span}`);
    return day;
  }

  instant(name: string): Instant | undefined {
    // A "+" in a query is a space unless encoded; an offset is what was meant.
    const value = this.text(name, /^.{1,40}$/u, instantForm)?.replace(" ", "+");
    if (value === undefined) return undefined;
    const instant = parseInstant(value);
    if (instant === undefined || !isInTime(value)) throw bad(name, `${instantForm}, ${span}`);
    return instant;
  }

  /** A position, or an instant for the last position recorded by then. */
  knownAt(name: string): { readonly position: bigint } | { readonly instant: Instant } | undefined {
    const value = this.query[name];
    if (typeof value === "string" && /^\d{1,18}$/u.test(value)) return { position: BigInt(value) };
    if (typeof value === "string" && value !== "" && !/^\d{4}-/u.test(value))
      throw bad(name, `a position, or ${instantForm}`);
    const instant = this.instant(name);
    return instant === undefined ? undefined : { instant };
  }

  integer(name: string, low: number, high: number): number | undefined {
    const value = this.text(name, /^\d{1,9}$/u, `a whole number from ${low} to ${high}`);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (number < low || number > high) throw bad(name, `a whole number from ${low} to ${high}`);
    return number;
  }

  truth(name: string): boolean | undefined {
    const value = this.query[name];
    if (typeof value === "boolean") return value;
    const text = this.oneOf(name, ["true", "false"]);
    return text === undefined ? undefined : text === "true";
  }

  position(name: string): bigint | undefined {
    const value = this.text(name, /^\d{1,18}$/u, "a position, a whole number");
    return value === undefined ? undefined : BigInt(value);
  }

  ledger(fallback: LedgerId): LedgerId {
    const value = this.query.ledger;
    if (value === undefined || value === "") return fallback;
    const ledger = typeof value === "string" ? ledgerId(value) : undefined;
    if (ledger === undefined) throw bad("ledger", "1 to 64 characters of 0-9 A-Z a-z _ -");
    return ledger;
  }

  unit(): string | undefined {
    return this.text("unit", /^[0-9A-Za-z_-]{2,32}$/u, "2 to 32 characters of 0-9 A-Z a-z _ -");
  }

  measure(): string | undefined {
    return this.oneOf(
      "measure",
      measures.map(({ id }) => id),
    );
  }

  cohort(): Cohort {
    return this.oneOf("cohort", cohorts) ?? "settled";
  }
}

/** What lies far outside is a slip, and further than the database's calendar goes. */
const span = "from 1900 to 2999";
const isInTime = (text: string): boolean => text >= "1900" && text < "3000";
const instantForm = "an instant of RFC 3339 with offset, such as 2026-11-22T12:00:00+08:00";

function bad(name: string, expected: string): Problem {
  return new Problem(400, "bad-parameter", `${name}: expected ${expected}`);
}
