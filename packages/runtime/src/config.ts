import { fileVariable, type Given, givenValue } from "./given.js";
import { faultOf, type Kind, pairs } from "./variables/kind.js";
import type { Variable } from "./variables/variable.js";
import { type VariableName, variables } from "./variables/variables.js";

/** The configuration as read: each variable's text, checked. */
export interface Config {
  readonly text: (name: VariableName) => string;
  /** `undefined` while a variable without a default is unset. */
  readonly optional: (name: VariableName) => string | undefined;
  readonly integer: (name: VariableName) => number;
  /** Ledgers that are named, whether they hold anything yet or not: the default one first. */
  readonly ledgers: readonly string[];
  /** Time zone of a ledger. */
  readonly zoneNameOf: (ledger: string) => string;
  readonly describe: () => readonly DescribedVariable[];
  /** Variables that look like ours and are not: probably misspelt. */
  readonly unknown: readonly string[];
}

/** A variable as `anshi config` shows it. */
export interface DescribedVariable {
  readonly name: string;
  /** Secrets are masked; `null` when unset. */
  readonly value: string | null;
  readonly default: string | null;
  readonly origin: Given["origin"];
  /** For a secret: the variable that may name a file holding it instead. */
  readonly file: string | null;
  readonly meaning: string;
}

/** Faults of the environment, all at once, each naming its variable and what was expected, never a secret. */
export class InvalidConfiguration extends Error {
  override readonly name = "InvalidConfiguration";
  constructor(readonly faults: readonly string[]) {
    super(faults.join("\n"));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the configuration from environment variables, and secrets from the files these name. Throws InvalidConfiguration. */
export function loadConfig(env: Environment): Config {
  const values = new Map<string, string>();
  const origins = new Map<string, Given["origin"]>();
  const faults: string[] = [];
  for (const variable of variables) {
    const given = givenValue(variable, env);
    if ("fault" in given) {
      faults.push(given.fault);
      continue;
    }
    const { value, origin } = given;
    origins.set(variable.name, origin);
    if (value === null) continue;
    const expected = faultOf(variable.kind, value);
    if (expected !== undefined) faults.push(`${variable.name}: expected ${expected}`);
    values.set(variable.name, value);
  }
  if (faults.length > 0) throw new InvalidConfiguration(faults);

  const zones = new Map(pairs(values.get("ANSHI_LEDGER_ZONES") ?? ""));
  const text = (name: VariableName): string => values.get(name) ?? "";
  return {
    text,
    optional: (name) => values.get(name),
    integer: (name) => Number(text(name)),
    ledgers: [...new Set([text("ANSHI_LEDGER"), ...zones.keys()])],
    zoneNameOf: (ledger) => zones.get(ledger) ?? text("ANSHI_TIME_ZONE"),
    describe: () => variables.map((variable) => describe(variable, origins, values)),
    unknown: Object.keys(env).filter(
      (name) => name.startsWith("ANSHI_") && !name.startsWith("ANSHI_TEST_") && !known.has(name),
    ),
  };
}

// The last two are read by the test suite.
const known: ReadonlySet<string> = new Set([
  ...variables.flatMap((variable) => {
    const file = fileVariable(variable);
    return file === null ? [variable.name] : [variable.name, file];
  }),
  "ANSHI_BOSTON_DIR",
  "ANSHI_SKIPPED_FILE",
]);

function describe(
  variable: Variable,
  origins: ReadonlyMap<string, Given["origin"]>,
  values: ReadonlyMap<string, string>,
): DescribedVariable {
  const value = values.get(variable.name) ?? null;
  return {
    name: variable.name,
    value: variable.secret === true && value !== null ? mask(variable.kind, value) : value,
    default: variable.fallback,
    origin: origins.get(variable.name) ?? "default",
    file: fileVariable(variable),
    meaning: variable.meaning,
  };
}

/** A database's URL shows where it leads, without its password; others may hold their secret anywhere. */
function mask(kind: Kind, value: string): string {
  if (kind !== "url" || !value.startsWith("postgres")) return "***";
  const url = new URL(value);
  if (url.password !== "") url.password = "***";
  return url.href;
}
