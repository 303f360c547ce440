import { startFailureText } from "@anshi/runtime";
import type { CommandDefinition } from "../program.js";
import type { UpOptions } from "../up.js";

/** `anshi up`: every service in this process, until a signal. */
export const upCommand: CommandDefinition = (program, context, exit) => {
  program
    .command("up")
    .description(
      "run every service in this process, on the embedded PostgreSQL unless ANSHI_DATABASE_URL names one",
    )
    .option("--data-dir <dir>", "where the embedded PostgreSQL lives (ANSHI_DATA_DIR)")
    .option("--port <n>", "port to listen on; 0 takes a free one (ANSHI_PORT)")
    .option("--kafka", "run a Kafka broker too, and take events from it (needs Java 17 and, once, Maven)")
    .option("--demo", "play the demonstration: a synthetic year and a live trickle")
    .option("--empty", "load nothing")
    .action(async (options: UpOptions) => {
      try {
        // The other commands need none of the services.
        const { up } = await import("../up.js");
        await up(options);
      } catch (error) {
        context.complain(startFailureText(error).trimEnd());
        exit(1);
      }
    });
};
