import { formatDay, parseDay } from "../time/index.js";
import { type ClockKind, clockKinds, type Length, type Rule, type RuleSet } from "./rule.js";

/** A rule as a file holds it: as `Rule`, with the date as text. */
export type RuleData = Omit<Rule, "from"> & { readonly from: string };

/** A rule set as JSON: `{version, rules: [...]}`; what `parseRuleSet` reads. */
export function ruleSetData({ version, rules }: RuleSet): {
  readonly version: string;
  readonly rules: readonly RuleData[];
} {
  return { version, rules: rules.map((rule) => ({ ...rule, from: formatDay(rule.from) })) };
}

/** The rule set that a parsed JSON file holds, or all that is wrong with it, each with its path (a JSON Pointer). */
export function parseRuleSet(
  value: unknown,
):
  | { readonly ok: true; readonly rules: RuleSet }
  | { readonly ok: false; readonly faults: readonly string[] } {
  const faults: string[] = [];
  const file = objectOf(value);
  if (file === undefined) return { ok: false, faults: ["expected an object with version and rules"] };
  if (typeof file.version !== "string" || file.version === "") faults.push("/version: expected a text");
  if (!Array.isArray(file.rules)) faults.push("/rules: expected a list");
  const rules = (Array.isArray(file.rules) ? file.rules : []).map((rule, nth) =>
    ruleOf(rule, `/rules/${nth}`, faults),
  );
  for (const kind of clockKinds)
    if (!rules.some((rule) => rule?.clock === kind)) faults.push(`/rules: no rule for ${kind}`);
  if (faults.length > 0) return { ok: false, faults };
  const whole = rules.flatMap((rule) => (rule === undefined ? [] : [rule]));
  // The versions of a clock stand in the order of their dates.
  const sorted = [...whole].sort((a, b) => a.from - b.from);
  return { ok: true, rules: { version: String(file.version), rules: sorted } };
}

const known = [
  ...["clock", "version", "from", "length", "setByReceipt", "extension", "suspendedBy", "rollover", "basis"],
];

function ruleOf(value: unknown, path: string, faults: string[]): Rule | undefined {
  const before = faults.length;
  const rule = objectOf(value);
  if (rule === undefined) {
    faults.push(`${path}: expected an object`);
    return undefined;
  }
  const fault = (name: string, expected: string): void =>
    void faults.push(`${path}/${name}: expected ${expected}`);
  for (const name of Object.keys(rule)) if (!known.includes(name)) fault(name, `one of ${known.join(", ")}`);
  const day = typeof rule.from === "string" ? parseDay(rule.from) : undefined;
  if (!clockKinds.includes(rule.clock as ClockKind)) fault("clock", `one of ${clockKinds.join(", ")}`);
  if (typeof rule.version !== "string" || rule.version === "") fault("version", "a text");
  if (day === undefined) fault("from", "a date YYYY-MM-DD");
  if (typeof rule.basis !== "string") fault("basis", "a text: where it is written");
  const length = rule.length ?? null;
  if (length !== null && !isLength(length))
    fault("length", "null, or days (1 to 3660) of working-days or calendar-days");
  if (!["boolean", "undefined"].includes(typeof rule.setByReceipt)) fault("setByReceipt", "true or false");
  const extension = rule.extension ?? null;
  if (extension !== null && !isDays(extension)) fault("extension", "null, or a number of working days");
  const suspendedBy = rule.suspendedBy ?? [];
  if (!Array.isArray(suspendedBy) || !suspendedBy.every((each) => typeof each === "string"))
    fault("suspendedBy", "a list of reasons");
  const rollover = rule.rollover ?? "non-workday";
  if (rollover !== "non-workday" && rollover !== "statutory") fault("rollover", "non-workday or statutory");
  if (faults.length > before || day === undefined) return undefined;
  return {
    ...{
      clock: rule.clock as ClockKind,
      version: String(rule.version),
      from: day,
      basis: String(rule.basis),
    },
    ...{ length: length as Length | null, setByReceipt: rule.setByReceipt === true },
    ...{ extension: extension as number | null, suspendedBy: suspendedBy as readonly string[] },
    rollover: rollover as Rule["rollover"],
  };
}

function isLength(value: unknown): boolean {
  const { days, of } = objectOf(value) ?? {};
  return isDays(days) && (of === "working-days" || of === "calendar-days");
}

function isDays(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 3_660;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
