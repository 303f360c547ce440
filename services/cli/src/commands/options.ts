import { availableParallelism } from "node:os";
import { cohorts } from "@anshi/domain";
import { type Command, Option } from "commander";
import { wholeNumber } from "./numbers.js";

/** The options of every command that asks at two times. */
export function twoTimes(command: Command): Command {
  return command
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--as-of <instant>", "what had happened by then (RFC 3339; default: now)")
    .option("--known-at <position|instant>", "what was known by then (default: all)")
    .option("--json", "the service's answer as it is");
}

/** The options of every command about what is known, whatever T. */
export function knownOnly(command: Command): Command {
  return command
    .option("--ledger <id>", "the ledger asked (default: the service's)")
    .option("--known-at <position|instant>", "what was known by then (default: all)")
    .option("--json", "the service's answer as it is");
}

/** `--lang`. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of the output").choices(["zh", "en"]).default("zh");
}

/** `--data-dir`, of a command that opens the database itself. */
export function dataDirOption(): Option {
  return new Option(
    "--data-dir <directory>",
    "of the running service (default: ANSHI_DATA_DIR, unless ANSHI_DATABASE_URL is set)",
  );
}

/** `--threads`. */
export function threadsOption(): Option {
  return new Option("--threads <n>", "side by side")
    .argParser(wholeNumber(0, 64))
    .default(availableParallelism(), "the machine's cores");
}

/** `--cohort`. */
export function cohortOption(): Option {
  return new Option("--cohort <name>", "which cases count").choices(cohorts);
}

/** Gathers the values of an option that may be repeated. */
export function several(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
